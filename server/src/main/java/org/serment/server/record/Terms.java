package org.serment.server.record;

import java.util.List;
import java.util.stream.IntStream;
import org.serment.r4.Normal;

/// The texts that are hashed into the blind index, the same for writing and for asking (docs/spec/index-token.md).
/// The first character says which question the hash answers, so that two questions never share a hash.
final class Terms {
    /// Shortest and longest beginning of a name that can be searched.
    static final int SHORTEST = 3, LONGEST = 8;

    private Terms() {}

    /// `system|code`
    static String coded(String system, String code) {
        return "=" + system + '\0' + code;
    }

    /// `code`, whatever its system
    static String code(String code) {
        return "c" + code;
    }

    /// `|code`: the code of a value without a system
    static String bare(String code) {
        return "n" + code;
    }

    /// `system|`: any code of a system
    static String system(String system) {
        return "s" + system;
    }

    /// `:of-type`: `system|code|value` of an identifier's type and value
    static String ofType(String text) {
        return "o" + text;
    }

    static String uri(String uri) {
        return "u" + uri;
    }

    /// `:exact`
    static String exact(String text) {
        return "x" + text;
    }

    /// The whole text without case and accents.
    static String whole(String text) {
        return "w" + Normal.of(text);
    }

    /// The beginnings of a name that are indexed: 3 to 8 characters of its normal form.
    static List<String> beginnings(String text) {
        var normal = Normal.of(text);
        return IntStream.rangeClosed(SHORTEST, Math.min(LONGEST, normal.length()))
                .mapToObj(n -> "p" + normal.substring(0, n)).toList();
    }

    /// What to ask for texts that begin with `text`: its first 8 characters at most. Longer ones are rechecked after opening.
    static String beginning(String text) {
        var normal = Normal.of(text);
        return "p" + normal.substring(0, Math.min(LONGEST, normal.length()));
    }

    /// The unit of a comparable quantity in base units.
    static String canonical(String unit) {
        return "q" + unit;
    }

    /// A reference inside a composite.
    static String target(String reference) {
        return "r" + reference;
    }

    /// A blinded date: `1980`, `1980-05` or `1980-05-17`.
    static String date(String partial) {
        return "d" + partial;
    }
}
