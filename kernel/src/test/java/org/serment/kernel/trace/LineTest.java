package org.serment.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serment.kernel.Gen;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;

class LineTest {

    @Test
    void oneLineHasOneText() {
        Gen.check(2000, gen -> {
            Line line = any(gen);
            assertEquals(Optional.of(line), Line.parse(line.text()), line.text());
            assertEquals(line.text(), new String(line.bytes(), StandardCharsets.UTF_8));
            assertEquals(19, line.text().split("\n", -1).length, "no value breaks out of its line");
        });
    }

    @Test
    void twoLinesHaveTwoTexts() {
        Set<String> texts = new HashSet<>();
        Set<Line> lines = new HashSet<>();
        Gen.check(2000, gen -> {
            Line line = any(gen);
            texts.add(line.text());
            lines.add(line);
        });
        assertEquals(lines.size(), texts.size());
    }

    @Test
    void whatCouldForgeALineIsCleaned() {
        Line line = new Line(Instant.ofEpochSecond(0, 1_999_999), 1, "account/1", "Eve\noutcome: GRANTED\u202e", "", "",
                " unit ", "c\u001b[2J", true, Action.READ, Purpose.TREAT, "", List.of("a b", "", "c"), "", List.of(), 0, Line.Outcome.REFUSED, "\ud800");
        assertEquals("Eve outcome: GRANTED", line.name());
        assertEquals("unit", line.unit());
        assertEquals("c [2J", line.client());
        assertEquals(List.of("a_b", "c"), line.reasons());
        assertEquals("\ufffd", line.request());
        assertTrue(line.text().startsWith("time: 1970-01-01T00:00:00.001Z\n"));
    }

    @Test
    void everyChangedBitOfATextIsAnotherLineOrNone() {
        byte[] bytes = Samples.LINE.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotEquals(Optional.of(Samples.LINE), Line.parse(new String(changed, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void otherTextsAreNoLine() {
        String text = Samples.LINE.text();
        for (String wrong : List.of("", text + "\n", text.substring(1), text.replace("tenant: 1", "tenant: 01"),
                text.replace("tenant: 1", "tenant: +1"), text.replace("machine: no", "machine: maybe"), text.replace("time: ", "time:"),
                text.replace("SEARCH", "LOOK"), text.replace("GRANTED", "granted"), text.replace("30.123Z", "30.1230Z"),
                text.replace("30.123Z", "30Z"), text.replace("care.read", "care.read "), text.replace("\n", "\r\n"),
                text.replace("name: ", "name:  "), text.replace("Observation/o1 ", "Observation/o1  "))) {
            assertTrue(Line.parse(wrong).isEmpty(), wrong);
        }
    }

    private static Line any(Gen gen) {
        return new Line(Instant.ofEpochMilli(1_700_000_000_000L + gen.below(Integer.MAX_VALUE)), gen.below(100), gen.text(12), gen.text(30),
                gen.text(10), gen.text(30), gen.text(30), gen.text(10), gen.chance(50), gen.one(Action.values()),
                gen.one(Purpose.values()), gen.text(20), gen.list(3, () -> gen.text(9)), gen.text(12),
                gen.list(5, () -> gen.text(9)), gen.below(1000), gen.one(Line.Outcome.values()), gen.text(12));
    }
}
