package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;

/// The separators inside a value of a query: `,` between alternatives, `|` and `$` between parts; `\,` `\|` `\$` and `\\` stand
/// for themselves (FHIR R4 search.html 2.21.1.5.3).
final class Escapes {
    private static final int MOST = 200;

    private Escapes() {}

    /// The alternatives, still escaped.
    static List<String> alternatives(String name, String value) {
        var all = parts(value, ',');
        if (all.contains("")) throw new Misread(name, "invalid", "a value is empty");
        if (all.size() > MOST) throw new Misread(name, "too-costly", "more than " + MOST + " alternatives");
        return all;
    }

    /// Parted at a character that isn't escaped.
    static List<String> parts(String value, char at) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\') i++;
            else if (value.charAt(i) == at) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(value.substring(from));
        return parts;
    }

    static String unescaped(String value) {
        return value.replaceAll("\\\\([,|$\\\\])", "$1");
    }
}
