package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.serment.demo.histories.Histories;

/// `./serment bench`: imports histories into a server of its own, then reads, searches and creates.
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("serment bench: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        Path target = Files.createDirectories(options.home().resolve("target"));
        Path scratch = Files.createTempDirectory(target, "bench-");
        try {
            Path data = scratch.resolve("data");
            // the server's own patients, made once; then others, of another seed, which are imported
            keep(histories(options, Server.PATIENTS, Histories.SEED), data.resolve("demo"));
            Histories histories = histories(options, options.patients(), Histories.SEED + 1);
            List<Measure.Row> rows = measure(options, data, histories);
            System.out.println("\n" + Report.machine() + "\n\n" + Report.table(rows));
            if (options.write()) {
                Report.append(options.home().resolve("docs/performance.md"),
                        "./serment bench " + String.join(" ", arguments), rows);
            }
        } finally {
            remove(scratch);
        }
    }

    private static List<Measure.Row> measure(Options options, Path data, Histories histories)
            throws IOException, InterruptedException {
        try (Server server = Server.start(data)) {
            var rows = new ArrayList<Measure.Row>();
            var measure = new Measure(server);
            String loader = server.token("loader");
            rows.addAll(new Import(server, measure, loader, histories).all());
            say("imported; now the requests");
            String nurse = server.token("nurse");
            Sample sample;
            Sample inCare;
            try (Connection connection = server.connect()) {
                sample = Sample.take(connection, loader);
                inCare = Sample.take(connection, nurse);
            }
            rows.addAll(new Scenarios(server, measure, options.length()).all(loader, nurse, sample, inCare));
            return rows;
        }
    }

    private static Histories histories(Options options, int patients, long seed)
            throws IOException, InterruptedException {
        return Histories.in(Files.createDirectories(options.home().resolve("target/histories")), patients, seed,
                options.home().resolve("demo/target/synthea-lib"), (what, _) -> say(what));
    }

    private static void keep(Histories histories, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = histories.file();
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path one : files.filter(f -> f.getFileName().toString().startsWith(file.getFileName().toString())).toList()) {
                Files.copy(one, directory.resolve(one.getFileName()));
            }
        }
    }

    private static void say(String text) {
        System.err.println(text);
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
