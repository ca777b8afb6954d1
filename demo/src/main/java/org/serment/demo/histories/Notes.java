package org.serment.demo.histories;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Rewrites the free-text notes that Synthea attaches: the patient's name, the origin that it tells, the
/// insurer.
final class Notes {

    private static final Pattern ORIGIN =
            Pattern.compile("(is a \\d+ [a-z]+-old) (?:non)?hispanic \\w+ (female|male)");
    private static final Pattern INSURER = Pattern.compile("Patient currently has [^\\n]*\\.\\n");

    private final List<Map.Entry<String, String>> names;

    /// @param names new names by old ones
    Notes(Map<String, String> names) {
        this.names = names.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, String> name) -> name.getKey().length()).reversed()
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /// @param data a text in base64
    String rewrite(String data) {
        String text = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> name : names) text = text.replace(name.getKey(), name.getValue());
        text = ORIGIN.matcher(text).replaceAll("$1 $2");
        text = INSURER.matcher(text).replaceAll("Patient is covered by the national health insurance.\n");
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
