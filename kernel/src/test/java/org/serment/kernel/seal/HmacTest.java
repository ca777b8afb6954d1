package org.serment.kernel.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.serment.kernel.Gen;

class HmacTest {

    private static final HexFormat HEX = HexFormat.of();

    /// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
    @Test
    void rfc4231() {
        assertEquals("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                mac("0b".repeat(20), "Hi There"));
        assertEquals("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                mac(HEX.formatHex("Jefe".getBytes(StandardCharsets.US_ASCII)), "what do ya want for nothing?"));
        assertEquals("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                mac("aa".repeat(131), "Test Using Larger Than Block-Size Key - Hash Key First"));
    }

    /// RFC 5869, cases 1 to 3.
    @Test
    void rfc5869() {
        assertEquals("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                hkdf("0b".repeat(22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42));
        assertEquals("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                        + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
                hkdf(range(0x00, 0x50), range(0x60, 0xb0), range(0xb0, 0x100), 82));
        assertEquals("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
                hkdf("0b".repeat(22), "", "", 42));
    }

    @Test
    void oneStateServesManyMessages() {
        Gen.check(50, gen -> {
            byte[] key = gen.bytes(32);
            Hmac hmac = new Hmac(Key.of(key));
            for (int i = 0; i < 4; i++) {
                byte[] a = gen.bytes(gen.below(100));
                byte[] b = gen.bytes(gen.below(100));
                assertArrayEquals(jdk(key, a, b), hmac.of(a, b));
            }
        });
    }

    private static byte[] jdk(byte[] key, byte[] a, byte[] b) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(a);
            return mac.doFinal(b);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mac(String key, String message) {
        return HEX.formatHex(new Hmac(HEX.parseHex(key)).of(message.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String hkdf(String key, String salt, String info, int length) {
        return HEX.formatHex(Hkdf.derive(HEX.parseHex(key), HEX.parseHex(salt), HEX.parseHex(info), length));
    }

    private static String range(int from, int until) {
        StringBuilder hex = new StringBuilder();
        for (int i = from; i < until; i++) hex.append("%02x".formatted(i));
        return hex.toString();
    }
}
