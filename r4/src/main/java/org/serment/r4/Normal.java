package org.serment.r4;

import java.text.Normalizer;
import java.util.Locale;

/// Makes texts comparable: no case, no accent, no ligature, one space between words.
///
/// Both sides of a blind string index pass here. A change of the result for any text makes stored index rows
/// wrong, so it needs a new index epoch.
public final class Normal {
    private Normal() {}

    /// `"  Ève-Marie  Œstergård"` becomes `"eve-marie oestergard"`.
    public static String of(String text) {
        int i = 0;
        while (i < text.length() && plain(text.charAt(i))) {
            i++;
        }
        if (i == text.length() && !text.startsWith(" ") && !text.endsWith(" ") && !text.contains("  ")) {
            return text.toLowerCase(Locale.ROOT);
        }
        return spaces(letters(Normalizer.normalize(text, Normalizer.Form.NFKD)));
    }

    private static boolean plain(char c) {
        return c >= ' ' && c < 127;
    }

    private static String letters(String decomposed) {
        StringBuilder out = new StringBuilder(decomposed.length());
        decomposed.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            switch (c) {
                case 'œ' -> out.append("oe");
                case 'æ' -> out.append("ae");
                case 'ß' -> out.append("ss");
                case 'ø' -> out.append('o');
                case 'đ', 'ð' -> out.append('d');
                case 'ł' -> out.append('l');
                case 'ħ' -> out.append('h');
                case 'ı' -> out.append('i');
                case 'þ' -> out.append("th");
                case '’', '‘', 'ʼ', '´', '`' -> out.append('\'');
                case '‐', '‑', '–', '—' -> out.append('-');
                default -> {
                    if (!mark(c)) {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }

    private static String spaces(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                gap = !out.isEmpty();
            } else {
                if (gap) {
                    out.append(' ');
                    gap = false;
                }
                out.append(c);
            }
        }
        return out.toString();
    }
}
