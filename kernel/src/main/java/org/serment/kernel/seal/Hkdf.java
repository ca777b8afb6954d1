package org.serment.kernel.seal;

import java.util.Arrays;

/// HKDF-SHA256 (RFC 5869), extract then expand.
final class Hkdf {

    private Hkdf() {}

    static byte[] derive(Key parent, byte[] salt, byte[] info, int length) {
        return derive(parent.secret(), salt, info, length);
    }

    static byte[] derive(byte[] parent, byte[] salt, byte[] info, int length) {
        Hmac expand = new Hmac(new Hmac(salt).of(parent));
        byte[] out = new byte[length];
        byte[] block = {};
        for (int done = 0, n = 1; done < length; n++) {
            block = expand.of(block, info, new byte[] {(byte) n});
            int part = Math.min(block.length, length - done);
            System.arraycopy(block, 0, out, done, part);
            done += part;
        }
        Arrays.fill(block, (byte) 0);
        return out;
    }
}
