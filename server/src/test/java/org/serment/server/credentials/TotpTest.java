package org.serment.server.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /// RFC 6238, appendix B, SHA-1.
    @ParameterizedTest
    @CsvSource({"59,94287082", "1111111109,07081804", "1111111111,14050471", "1234567890,89005924", "2000000000,69279037", "20000000000,65353130"})
    void vectorsOfTheStandard(long second, String code) {
        var at = Instant.ofEpochSecond(second);
        assertEquals(code, Totp.code(SECRET, Totp.step(at), 8));
        assertEquals(code.substring(2), Totp.code(SECRET, at));
    }

    /// RFC 4226, appendix D: the counter itself.
    @ParameterizedTest
    @CsvSource({"0,755224", "1,287082", "2,359152", "3,969429", "9,520489"})
    void vectorsOfTheCounter(long counter, String code) {
        assertEquals(code, Totp.code(SECRET, counter, 6));
    }

    @Test
    void theWindowIsOneStepEitherWay() {
        var now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.step(now);
        for (long off = -3; off <= 3; off++) {
            var expected = Math.abs(off) <= 1 ? OptionalLong.of(step + off) : OptionalLong.empty();
            assertEquals(expected, Totp.step(SECRET, Totp.code(SECRET, step + off, 6), now), "off by " + off);
        }
        for (var rubbish : new String[] {"", "1", "abcdef", "0000000", "١٢٣٤٥٦"}) assertEquals(OptionalLong.empty(), Totp.step(SECRET, rubbish, now));
    }

    @Test
    void theApplicationIsTold() {
        assertEquals("otpauth://totp/CH%20d%27essai:anne.d?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=CH%20d%27essai&algorithm=SHA1&digits=6&period=30",
                Totp.uri("CH d'essai", "anne.d", SECRET));
    }

    /// RFC 4648, section 10, without padding.
    @ParameterizedTest
    @CsvSource({"f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void base32(String text, String encoded) {
        assertEquals(encoded, Base32.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void codesMayBeTypedAsTheyLook() {
        assertEquals("ABCDOIB2", Base32.normal(" abcd-o182 ".replace("o", "0")));
        assertEquals("ABCD EFGH IJ", Base32.grouped("ABCDEFGHIJ"));
        assertTrue(Base32.of(new byte[0]).isEmpty());
        assertArrayEquals(new String[] {"AAAA"}, Base32.grouped("AAAA").split(" "));
    }
}
