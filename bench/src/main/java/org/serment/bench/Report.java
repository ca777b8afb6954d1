package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The table, for the screen and for `docs/performance.md`.
final class Report {

    private static final String HEADER = """
            | scenario | server | clients | gzip | count | per second | p50 ms | p90 ms | p99 ms | max ms | CPU ms Java | CPU ms PostgreSQL | CPU ms both |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private Report() {}

    /// The raw rows of all servers.
    static String table(List<Compared> all) {
        var text = new StringBuilder(HEADER);
        all.forEach(one -> text.append(lines(one.rows())));
        for (Measure.Row row : all.stream().flatMap(one -> one.rows().stream()).toList()) {
            if (row.disturbed()) {
                text.append(String.format(Locale.ROOT, "%nDisturbed: during \"%s\" of %s (%d clients) other processes used %.0f %% of a"
                        + " core, in the worst of %d runs.%n", row.scenario(), row.server(), row.clients(), row.others() * 100,
                        row.tries()));
            }
            if (row.outcome().errors() > 0) {
                text.append(String.format("%nErrors: \"%s\" of %s had %d, the first: %s%n", row.scenario(), row.server(),
                        row.outcome().errors(), shortened(row.outcome().firstError())));
            }
        }
        return text.toString();
    }

    /// Ours beside theirs, with the goal where there is one.
    static String ratios(List<Compared> all) {
        var text = new StringBuilder("""
                | scenario | ours /s | theirs /s | ratio | goal | | ours p50 / p99 ms | theirs p50 / p99 ms | p99 theirs : ours | ours CPU ms | theirs CPU ms | CPU theirs : ours |
                |---|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|
                """);
        for (Compared one : all) {
            if (!one.both()) continue;
            Latencies ours = one.ours().outcome().latencies();
            Latencies theirs = one.theirs().outcome().latencies();
            text.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f | **%.1f** | %s | %s | %.1f / %.1f | %.1f / %.1f | %.1f | %.3f | %.3f | %.1f |%n",
                    one.scenario(), one.ours().perSecond(), one.theirs().perSecond(), one.ratio(),
                    one.goal() == 0 ? "" : String.format(Locale.ROOT, "%.0f", one.goal()),
                    one.verdict(),
                    ours.millis(0.5), ours.millis(0.99), theirs.millis(0.5), theirs.millis(0.99),
                    theirs.millis(0.99) / ours.millis(0.99), one.ours().millis(), one.theirs().millis(),
                    one.theirs().millis() / one.ours().millis()));
        }
        return text.toString();
    }

    static String lines(List<Measure.Row> rows) {
        return rows.stream().map(row -> line(row) + "\n").collect(Collectors.joining());
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private static String line(Measure.Row row) {
        Latencies times = row.outcome().latencies();
        return String.format(Locale.ROOT, "| %s | %s | %d | %s | %d | %.1f | %.2f | %.2f | %.2f | %.1f | %.3f | %.3f | %.3f |",
                row.scenario(), row.server(), row.clients(), row.gzip() ? "yes" : "no", row.units(), row.perSecond(),
                times.millis(0.5), times.millis(0.9), times.millis(0.99), times.maxMillis(), row.javaMillis(),
                row.postgresMillis(), row.millis());
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
