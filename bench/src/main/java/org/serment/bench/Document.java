package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/// The places of `docs/performance.md` that the bench writes, each between two marks: one for each of its measurements.
final class Document {

    private Document() {}

    /// @throws IOException when the file has no such place
    static void replace(Path file, Options.What what, String command, String report) throws IOException {
        String begin = "<!-- bench " + what.name().toLowerCase(Locale.ROOT) + " -->\n";
        String end = "<!-- end -->";
        String text = Files.readString(file);
        int from = text.indexOf(begin);
        int to = from < 0 ? -1 : text.indexOf(end, from);
        if (to < 0) throw new IOException(file + " has no place " + begin.strip() + " … " + end + "; the report was printed only");
        Files.writeString(file, text.substring(0, from + begin.length()) + "\n" + LocalDate.now() + ", " + Report.machine() + "  \nCommand: `"
                + command + "`\n\n" + report.strip() + "\n\n" + text.substring(to));
    }
}
