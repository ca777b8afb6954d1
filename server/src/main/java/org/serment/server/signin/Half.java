package org.serment.server.signin;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/// Somebody who knows the password and has not shown the second factor: nobody yet. Lives in the session for a few minutes.
///
/// @param to where the person wanted to go
record Half(int tenant, long account, String login, Instant at, String to) implements Serializable {
    private static final Duration LIFE = Duration.ofMinutes(5);

    boolean holds(Instant now) {
        return now.isBefore(at.plus(LIFE));
    }
}
