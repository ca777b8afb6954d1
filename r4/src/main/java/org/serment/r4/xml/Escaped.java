package org.serment.r4.xml;

/// Text as it may stand in an attribute or between tags of XML 1.0.
final class Escaped {
    private Escaped() {}

    static StringBuilder of(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                // a parser would make spaces of them
                case '\t', '\n', '\r' -> out.append("&#").append((int) c).append(';');
                // no characters of XML, whatever they are in JSON
                case '\uFFFE', '\uFFFF' -> out.append('\uFFFD');
                default -> out.append(c);
            }
        }
        return out;
    }
}
