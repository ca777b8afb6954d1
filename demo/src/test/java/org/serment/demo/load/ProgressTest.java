package org.serment.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;

class ProgressTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final Histories histories = new Histories(Path.of("none"), List.of(line("history/a/1"), line("history/b/1"),
            line("history/b/2"), line("stay/a")));

    @Test
    void plainLinesComeAtIntervalsAndAtTheEnd() {
        load(new Progress(stream(), false, moving()).of(histories));
        List<String> lines = text().lines().toList();
        assertEquals(List.of("   25 % loading 1/2 patients, 1000 resources, 250 resources/s",
                "   75 % loading 2/2 patients, 3000 resources, 250 resources/s",
                "  100 % loading 2/2 patients, 4000 resources, 250 resources/s"), lines);
    }

    @Test
    void aTerminalGetsOneLineThatIsDrawnAgain() {
        load(new Progress(stream(), true, moving()).of(histories));
        assertEquals(1, text().lines().filter(line -> line.contains("100 %")).count());
        assertEquals(1, text().chars().filter(c -> c == '\n').count());
        assertTrue(text().startsWith("\r  [########......................] 25 %"), text());
    }

    @Test
    void whatWasThereBeforeCountsAsDoneButNotAsSpeed() {
        Progress progress = new Progress(stream(), false, moving()).of(histories);
        now = now.plusSeconds(4);
        for (int i = 0; i < 3; i++) progress.loaded(histories.lines().get(i), true);
        progress.loaded(histories.lines().get(3), false);
        assertTrue(text().endsWith("100 % loading 2/2 patients, 4000 resources, 250 resources/s\n"), text());
    }

    private void load(Progress progress) {
        for (Line line : histories.lines()) {
            now = now.plusSeconds(4);
            progress.loaded(line, false);
        }
    }

    private Clock moving() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private PrintStream stream() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Line line(String name) {
        return new Line(name, 1_000, "Patient?identifier=s|" + name, 0, 0);
    }
}
