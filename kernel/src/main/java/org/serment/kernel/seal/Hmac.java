package org.serment.kernel.seal;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// HMAC-SHA256 (RFC 2104) under one key. The two padded key blocks are digested once and their state
/// copied for each message, which spares half of the work on short ones. Not thread safe; cheap to make.
public final class Hmac {

    private static final int BLOCK = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    public Hmac(Key key) {
        this(key.secret());
    }

    Hmac(byte[] key) {
        byte[] block = new byte[BLOCK];
        byte[] start = key.length > BLOCK ? sha256().digest(key) : key;
        System.arraycopy(start, 0, block, 0, start.length);
        inner = padded(block, (byte) 0x36);
        outer = padded(block, (byte) (0x36 ^ 0x5c));
        Arrays.fill(block, (byte) 0);
    }

    /// The 32 bytes of the parts' concatenation. Parts of varying length must carry their length.
    public byte[] of(byte[]... parts) {
        MessageDigest first = copy(inner);
        for (byte[] part : parts) first.update(part);
        MessageDigest second = copy(outer);
        byte[] out = new byte[32];
        try {
            first.digest(out, 0, 32);
            second.update(out);
            second.digest(out, 0, 32);
            return out;
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    /// XORs `block` in place with `pad` and digests it.
    private static MessageDigest padded(byte[] block, byte pad) {
        for (int i = 0; i < BLOCK; i++) block[i] ^= pad;
        MessageDigest digest = sha256();
        digest.update(block);
        return digest;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
