package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.serment.r4.define.Table;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Every published example: read strictly, written back, the same token for token, digits included.
class RoundTripTest {
    private static final JsonFactory PLAIN = JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).maxDocumentLength(-1).build()).build();

    @Test
    void everyValidExampleComesBackTokenForToken() {
        TreeMap<String, String> refused = new TreeMap<>();
        int valid = 0;
        try (Examples examples = new Examples()) {
            for (Path file : examples.files("/json")) {
                byte[] bytes = Examples.read(file);
                switch (Json.parse(bytes, Limits.DEFAULT)) {
                    case Parsed.Ok ok -> {
                        valid++;
                        assertEquals(difference(bytes, Json.write(ok.resource())), "", file.toString());
                    }
                    case Parsed.Rejected no -> refused.put(file.toString().substring(1), first(no));
                }
            }
        }
        TreeMap<String, String> expected = new TreeMap<>();
        Table.rows("/org/serment/r4/invalid-examples.tsv", 2).forEach(row -> expected.put(row[0], row[1]));
        assertEquals(lines(expected), lines(refused));
        assertTrue(valid > 4500, "valid examples: " + valid);
    }

    private static String first(Parsed.Rejected no) {
        Problem p = no.problems().getFirst();
        return p.path() + " " + p.code() + " " + p.message();
    }

    private static String lines(TreeMap<String, String> map) {
        StringBuilder out = new StringBuilder();
        map.forEach((file, problem) -> out.append(file).append('\t').append(problem).append('\n'));
        return out.toString();
    }

    private static String difference(byte[] before, byte[] after) {
        try (JsonParser a = PLAIN.createParser(ObjectReadContext.empty(), before);
                JsonParser b = PLAIN.createParser(ObjectReadContext.empty(), after)) {
            while (true) {
                JsonToken x = a.nextToken();
                JsonToken y = b.nextToken();
                if (x != y || x != null && !a.getString().equals(b.getString())) {
                    return a.currentTokenLocation().toString();
                }
                if (x == null) {
                    return "";
                }
            }
        }
    }
}
