package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// The table, for the screen and for `docs/performance.md`.
final class Report {

    private static final String HEADER = """
            | scenario | clients | gzip | count | per second | p50 ms | p90 ms | p99 ms | max ms | CPU ms Java | CPU ms PostgreSQL | CPU ms both |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private Report() {}

    static String table(List<Measure.Row> rows) {
        var text = new StringBuilder(HEADER);
        rows.forEach(row -> text.append(line(row)).append('\n'));
        for (Measure.Row row : rows) {
            if (row.disturbed()) {
                text.append(String.format(Locale.ROOT, "%nDisturbed: during \"%s\" (%d clients) other processes used %.0f %% of a"
                        + " core, in the last of %d runs.%n", row.scenario(), row.clients(), row.others() * 100,
                        row.tries()));
            }
            if (row.outcome().errors() > 0) {
                text.append(String.format("%nErrors: \"%s\" had %d, the first: %s%n", row.scenario(),
                        row.outcome().errors(), row.outcome().firstError()));
            }
        }
        return text.toString();
    }

    static String line(Measure.Row row) {
        Latencies times = row.outcome().latencies();
        return String.format(Locale.ROOT, "| %s | %d | %s | %d | %.0f | %.2f | %.2f | %.2f | %.1f | %.3f | %.3f | %.3f |",
                row.scenario(), row.clients(), row.gzip() ? "yes" : "no", row.units(), row.perSecond(),
                times.millis(0.5), times.millis(0.9), times.millis(0.99), times.maxMillis(), row.javaMillis(),
                row.postgresMillis(), row.javaMillis() + row.postgresMillis());
    }

    static void append(Path file, String command, List<Measure.Row> rows) throws IOException {
        String section = "\n## " + LocalDate.now() + "\n\nMachine: " + machine() + "  \nCommand: `" + command
                + "`\n\n" + table(rows);
        Files.writeString(file, section, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Cores, processor and memory; no name.
    static String machine() throws IOException {
        String processor = value("/proc/cpuinfo", "model name");
        long kib = Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
        return Runtime.getRuntime().availableProcessors() + " cores (" + processor + "), " + kib / (1024 * 1024)
                + " GiB, Java " + Runtime.version().feature();
    }

    private static String value(String file, String key) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("unknown");
    }
}
