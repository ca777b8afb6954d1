package org.serment.server.credentials;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time codes (RFC 6238): HMAC-SHA-1, steps of 30 seconds, 6 digits, which every authenticator application speaks.
public final class Totp {
    /// Bytes of a secret (RFC 4226 R6 recommends 160 bits).
    public static final int SECRET_BYTES = 20;
    private static final long STEP_SECONDS = 30;
    /// How many steps a clock may be off, either way (RFC 6238 5.2).
    private static final int WINDOW = 1;

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    /// The code of a moment.
    public static String code(byte[] secret, Instant at) {
        return code(secret, step(at), 6);
    }

    static String code(byte[] secret, long step, int digits) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int truncated = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & 0x7fffffff;
            return String.format(Locale.ROOT, "%0" + digits + "d", truncated % (long) Math.pow(10, digits));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The step whose code this is, within the window. All steps are compared, so that the time tells nothing.
    public static OptionalLong step(byte[] secret, String code, Instant now) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        var found = OptionalLong.empty();
        for (long step = step(now) - WINDOW; step <= step(now) + WINDOW; step++)
            if (MessageDigest.isEqual(code(secret, step, 6).getBytes(StandardCharsets.US_ASCII), given)) found = OptionalLong.of(step);
        return found;
    }

    /// What the QR code says to an authenticator application (otpauth, the Key URI format).
    public static String uri(String establishment, String login, byte[] secret) {
        return "otpauth://totp/" + encoded(establishment) + ':' + encoded(login) + "?secret=" + Base32.of(secret) + "&issuer=" + encoded(establishment)
                + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
