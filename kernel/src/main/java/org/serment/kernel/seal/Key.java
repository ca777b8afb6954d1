package org.serment.kernel.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// 32 secret bytes. Two keys are never equal but by identity, a key is never shown, and [#close()]
/// zeroes it: a closed key can't be used any more.
public final class Key implements AutoCloseable {

    public static final int BYTES = 32;

    private final byte[] secret;
    private volatile boolean closed;

    private Key(byte[] secret) {
        this.secret = secret;
    }

    /// Copies `secret`, which the caller may zero at once.
    ///
    /// @throws IllegalArgumentException unless it has 32 bytes
    public static Key of(byte[] secret) {
        if (secret.length != BYTES) throw new IllegalArgumentException("a key has 32 bytes");
        return new Key(secret.clone());
    }

    /// The key of another use, by HKDF-SHA256 without salt: knowing it tells nothing of this one.
    public Key derive(String use) {
        return new Key(Hkdf.derive(this, new byte[BYTES], use.getBytes(StandardCharsets.UTF_8), BYTES));
    }

    byte[] secret() {
        if (closed) throw new IllegalStateException("the key is closed");
        return secret;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "Key[secret]";
    }
}
