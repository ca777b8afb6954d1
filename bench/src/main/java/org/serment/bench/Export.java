package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `$export` of everything, as bulk data 2.0 has it: kick-off, status, every file downloaded. Twice, one server after the
/// other, since the second time shows whether memory grows.
final class Export {

    private static final Duration MOST = Duration.ofMinutes(30);
    private static final byte[] NOTHING = {};

    /// @param before resident memory of its Java machine when it began, MiB
    /// @param peak the most that was seen while it ran, five times a second and after each file
    record Row(String server, long resources, long bytes, double seconds, long before, long peak) {
        double perSecond() {
            return resources / seconds;
        }
    }

    private Export() {}

    static List<Row> all(List<Asker> askers) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        for (int round = 0; round < 2; round++) {
            for (Asker asker : askers) once(asker).ifPresent(rows::add);
        }
        return rows;
    }

    private static Optional<Row> once(Asker asker) throws IOException, InterruptedException {
        System.err.println("$export of " + asker.subject().name());
        long before = resident(asker.subject().javaPid());
        long peak = before;
        long begun = System.nanoTime();
        try (Connection connection = asker.subject().connect()) {
            Connection.Answer kicked = connection.send(Connection.request("GET", "/fhir/$export", asker.token(), "application/fhir+json",
                    true, NOTHING, "Prefer: respond-async\r\n"));
            if (kicked.status() != 202) {
                System.err.println("left out for " + asker.subject().name() + ": $export was answered " + kicked.status());
                return Optional.empty();
            }
            String status = Walk.path(kicked.contentLocation());
            Connection.Answer done = get(connection, asker, status, "application/json");
            while (done.status() == 202 || done.status() == 429) {
                if (System.nanoTime() - begun > MOST.toNanos()) throw new IOException("$export took more than " + MOST);
                Thread.sleep(200);
                peak = Math.max(peak, resident(asker.subject().javaPid()));
                done = get(connection, asker, status, "application/json");
            }
            if (done.status() != 200) throw new IOException("the status of $export: " + done.status() + " " + done.text());
            long resources = 0;
            long bytes = 0;
            for (JsonNode output : Sample.JSON.readTree(done.text()).path("output")) {
                Connection.Answer file = get(connection, asker, Walk.path(output.path("url").asString()), "application/fhir+ndjson");
                if (file.status() != 200) throw new IOException("a file of $export: " + file.status() + " " + file.text());
                peak = Math.max(peak, resident(asker.subject().javaPid()));
                String text = file.text();
                bytes += text.length();
                resources += text.lines().filter(line -> !line.isBlank()).count();
            }
            return Optional.of(new Row(asker.subject().name(), resources, bytes, (System.nanoTime() - begun) / 1e9, before, peak));
        }
    }

    private static Connection.Answer get(Connection connection, Asker asker, String path, String accept) throws IOException {
        return connection.send(Connection.request("GET", path, asker.token(), accept, true, NOTHING, ""));
    }

    static String table(List<Row> rows) {
        var text = new StringBuilder("""
                | $export of everything | resources | characters | seconds | resources/s | resident before MiB | at most MiB |
                |---|---:|---:|---:|---:|---:|---:|
                """);
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "| %s | %d | %d | %.1f | %.0f | %d | %d |%n", row.server, row.resources,
                    row.bytes, row.seconds, row.perSecond(), row.before, row.peak));
        }
        return text.toString();
    }

    /// Resident memory of a process, MiB.
    static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    }
}
