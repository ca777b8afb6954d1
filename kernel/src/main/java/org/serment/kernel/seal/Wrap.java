package org.serment.kernel.seal;

import java.util.Arrays;

/// A key sealed under another. Same envelope and same rule as [Seal] (one wrapping, one derived key),
/// under a label of its own: a wrapped key never opens as a message, nor a message as a key.
public final class Wrap {

    private static final Envelope ENVELOPE = new Envelope("serment/wrap/1");

    private Wrap() {}

    /// @param salt 32 random bytes, never used before
    public static byte[] wrap(Key kek, long keyId, int epoch, byte[] salt, byte[] aad, Key key) {
        return ENVELOPE.close(kek, keyId, epoch, salt, aad, key.secret());
    }

    /// @throws Unreadable whatever the cause
    public static Key unwrap(Key kek, byte[] aad, byte[] wrapped) {
        if (wrapped.length != Envelope.OVERHEAD + Key.BYTES) throw new Unreadable();
        byte[] secret = ENVELOPE.open(kek, aad, wrapped);
        try {
            return Key.of(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
