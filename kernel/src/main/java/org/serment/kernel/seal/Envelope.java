package org.serment.kernel.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The bytes of `docs/spec/envelope.md`, shared by [Seal] and [Wrap], which differ by their label only.
final class Envelope {

    static final byte VERSION = 1;
    static final byte SUITE = 1;
    static final int HEADER = 14;
    static final int SALT = 32;
    static final int TAG = 16;
    static final int OVERHEAD = HEADER + SALT + TAG;

    private static final int KEY = 32;
    private static final int NONCE = 12;

    private final byte[] label;

    Envelope(String label) {
        this.label = label.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] close(Key parent, long keyId, int epoch, byte[] salt, byte[] aad, byte[] plain) {
        if (salt.length != SALT) throw new IllegalArgumentException("a salt has 32 bytes");
        byte[] out = new byte[OVERHEAD + plain.length];
        ByteBuffer.wrap(out).put(VERSION).put(SUITE).putLong(keyId).putInt(epoch).put(salt);
        try {
            cipher(Cipher.ENCRYPT_MODE, parent, out, aad).doFinal(plain, 0, plain.length, out, HEADER + SALT);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    byte[] open(Key parent, byte[] aad, byte[] envelope) {
        Seal.header(envelope);
        try {
            return cipher(Cipher.DECRYPT_MODE, parent, envelope, aad)
                    .doFinal(envelope, HEADER + SALT, envelope.length - HEADER - SALT);
        } catch (GeneralSecurityException e) {
            throw new Unreadable();
        }
    }

    private Cipher cipher(int mode, Key parent, byte[] envelope, byte[] aad) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOfRange(envelope, HEADER, HEADER + SALT);
        byte[] info = Arrays.copyOf(label, label.length + HEADER);
        System.arraycopy(envelope, 0, info, label.length, HEADER);
        byte[] derived = Hkdf.derive(parent, salt, info, KEY + NONCE);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, 0, KEY, "AES"),
                new GCMParameterSpec(8 * TAG, derived, KEY, NONCE));
        Arrays.fill(derived, (byte) 0);
        cipher.updateAAD(envelope, 0, HEADER);
        cipher.updateAAD(aad);
        return cipher;
    }
}
