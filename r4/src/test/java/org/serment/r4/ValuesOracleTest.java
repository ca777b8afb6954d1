package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.serment.r4.define.Table;

/// Search values are those that HAPI's FHIRPath engine finds, but for the differences listed with their reasons in
/// `docs/fhir-choices.md` and, one line each, in `value-differences.tsv`.
class ValuesOracleTest {
    private static final int SAMPLE = 12;
    private static final int SMALL = 200_000;

    private final Oracle oracle = new Oracle();
    private final Map<String, String> agreed = new HashMap<>();
    private final TreeMap<String, String> differences = new TreeMap<>();
    private int compared;

    @Test
    void everyTwelfthExample() {
        run(SAMPLE, SMALL);
        assertTrue(compared > 300, "compared " + compared);
    }

    @Test
    @Tag("long")
    void everyExample() {
        run(1, Integer.MAX_VALUE);
        assertTrue(compared > 4_000, "compared " + compared);
    }

    private void run(int step, int most) {
        Table.rows("/org/serment/r4/value-differences.tsv", 3).forEach(row -> agreed.put(row[0], row[1]));
        try (Examples examples = new Examples()) {
            int number = 0;
            for (Path file : examples.files("/json")) {
                byte[] bytes = number++ % step == 0 ? Examples.read(file) : new byte[0];
                if (bytes.length > 0 && bytes.length < most && Json.parse(bytes, Limits.DEFAULT) instanceof Parsed.Ok ok) {
                    String type = ok.resource().get("resourceType").stringValue();
                    compare(file, type, oracle.values(bytes), ours(ok));
                }
            }
        }
        assertEquals(Map.of(), differences);
    }

    private void compare(Path file, String type, Map<String, TreeSet<String>> theirs, Map<String, TreeSet<String>> ours) {
        compared++;
        TreeSet<String> codes = new TreeSet<>(theirs.keySet());
        codes.addAll(ours.keySet());
        for (String code : codes) {
            String rule = agreed.getOrDefault(type + "." + code, "");
            TreeSet<String> a = agree(rule, type, code, theirs.getOrDefault(code, new TreeSet<>()));
            TreeSet<String> b = agree(rule, type, code, ours.getOrDefault(code, new TreeSet<>()));
            a.removeIf(value -> value.startsWith("token " + Oracle.UNKNOWN)
                    && b.removeIf(own -> own.substring(own.indexOf('|')).equals(value.substring(value.indexOf('|')))));
            boolean oneSided = rule.equals("ours empty") && b.isEmpty() || rule.equals("theirs empty") && a.isEmpty();
            if (!a.equals(b) && !oneSided) {
                TreeSet<String> common = new TreeSet<>(a);
                common.retainAll(b);
                a.removeAll(common);
                b.removeAll(common);
                differences.put(file.toString().substring(1) + " " + type + "." + code, "theirs " + a + " ours " + b);
            }
        }
    }

    /// The values without what an agreed difference is about.
    private static TreeSet<String> agree(String rule, String type, String code, TreeSet<String> values) {
        TreeSet<String> kept = new TreeSet<>();
        for (String value : values) {
            switch (rule) {
                case "system" -> kept.add(value.replaceFirst("token [^|]*", "token "));
                case "target" -> {
                    String target = value.replaceFirst("ref ", "").split("\\|")[0];
                    if (Params.find(type, code).orElseThrow().targets().contains(target)) {
                        kept.add(value);
                    }
                }
                case "", "ours empty", "theirs empty" -> kept.add(value);
                default -> throw new IllegalArgumentException(rule);
            }
        }
        return kept;
    }

    private static Map<String, TreeSet<String>> ours(Parsed.Ok ok) {
        Map<String, TreeSet<String>> all = new TreeMap<>();
        for (Value value : Values.of(ok.resource())) {
            all.computeIfAbsent(Params.get(value.param()).code(), c -> new TreeSet<>()).add(Oracle.render(value));
        }
        return all;
    }
}
