package org.serment.server.subscriptions;

/// A way to a subscriber.
@FunctionalInterface
interface Channel {
    /// Sends one notification.
    ///
    /// @return whether the other side took it
    boolean send(byte[] bundle);
}
