package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.serment.r4.xml.Examined;

/// Published examples go from JSON to XML and back without losing anything, digits and primitive extensions included.
class XmlRoundTripTest {
    @Test
    void everyTwelfthExample() {
        assertTrue(examples(12) > 300);
    }

    @Test
    @Tag("long")
    void everyExample() {
        assertTrue(examples(1) > 4500);
    }

    private static int examples(int step) {
        int compared = 0;
        try (var examples = new Examples()) {
            var files = examples.files("/json");
            for (int i = 0; i < files.size(); i += step) {
                if (!(Json.parse(Examples.read(files.get(i)), Limits.DEFAULT) instanceof Parsed.Ok(var resource))) continue;
                compared++;
                Examined.roundTrip(files.get(i).toString(), resource);
            }
        }
        return compared;
    }
}
