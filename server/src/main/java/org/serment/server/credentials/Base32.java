package org.serment.server.credentials;

import java.util.Locale;

/// Base32 without padding (RFC 4648): what people type from a screen or a sheet of paper.
public final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    public static String of(byte[] bytes) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xff;
            for (bits += 8; bits >= 5; bits -= 5) text.append(LETTERS.charAt(buffer >> bits - 5 & 31));
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) text.append(LETTERS.charAt(buffer << 5 - bits & 31));
        return text.toString();
    }

    /// In groups of four, for reading aloud.
    public static String grouped(String text) {
        return String.join(" ", text.split("(?<=\\G.{4})"));
    }

    /// What was meant by something typed: capitals, nothing between them, and the digits that look like letters.
    public static String normal(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "").replace('0', 'O').replace('1', 'I').replace('8', 'B');
    }
}
