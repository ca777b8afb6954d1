package org.serment.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    @TempDir
    Path directory;

    @Test
    void theCommandLineIsRead() {
        var options = Options.parse(List.of("--peer", "--patients", "20", "--seconds", "3", "--write"));
        assertEquals(Options.What.SCENARIOS, options.what());
        assertTrue(options.peer() && options.write());
        assertEquals(20, options.patients());
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--patients", "none")));
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--costs", "--peer")));
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--nonsense")));
    }

    @Test
    void aReportTakesThePlaceOfItsKindOnly() throws Exception {
        Path file = directory.resolve("performance.md");
        Files.writeString(file, "# A\n<!-- bench costs -->\nold costs\n<!-- end -->\nB\n<!-- bench scale -->\nold scale\n<!-- end -->\n");
        Document.replace(file, Options.What.COSTS, "./serment bench --costs", "new costs");
        String text = Files.readString(file);
        assertTrue(text.contains("new costs") && text.contains("`./serment bench --costs`") && !text.contains("old costs"), text);
        assertTrue(text.contains("old scale") && text.endsWith("<!-- end -->\n") && text.startsWith("# A\n"), text);
        assertThrows(java.io.IOException.class, () -> Document.replace(file, Options.What.MICRO, "x", "y"));
    }
}
