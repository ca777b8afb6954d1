package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import org.serment.bench.micro.Micro;
import org.serment.demo.histories.Histories;

/// `./serment bench`: one of its measurements, on servers of its own in a scratch directory.
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("serment bench: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        Path scratch = Files.createTempDirectory(Files.createDirectories(options.home().resolve("target")), "bench-");
        try {
            String report = switch (options.what()) {
                case HELP -> Options.USAGE;
                case MICRO -> Micro.run(scratch);
                case SCENARIOS -> Comparison.run(options, scratch);
                case COSTS -> Costs.run(options, scratch);
                case SCALE -> Scale.run(options, scratch);
            };
            System.out.println(report);
            if (options.write() && options.what() != Options.What.HELP) {
                Document.replace(options.home().resolve("docs/performance.md"), options.what(),
                        ("./serment bench " + String.join(" ", arguments)).strip(), report);
            }
        } finally {
            remove(scratch);
        }
    }

    /// The histories that are imported: of another seed than the server's own few.
    static Histories imported(Options options) throws IOException, InterruptedException {
        return histories(options, options.patients(), Histories.SEED + 1);
    }

    /// The server's own patients, made once.
    static Histories own(Options options) throws IOException, InterruptedException {
        return histories(options, Server.PATIENTS, Histories.SEED);
    }

    /// The same, put where a demonstration looks for them.
    static void own(Options options, Path data) throws IOException, InterruptedException {
        Path file = own(options).file();
        Path directory = Files.createDirectories(data.resolve("demo"));
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path one : files.filter(f -> f.getFileName().toString().startsWith(file.getFileName().toString())).toList()) {
                Files.copy(one, directory.resolve(one.getFileName()));
            }
        }
    }

    private static Histories histories(Options options, int patients, long seed)
            throws IOException, InterruptedException {
        return Histories.in(Files.createDirectories(options.home().resolve("target/histories")), patients, seed,
                options.home().resolve("demo/target/synthea-lib"), (what, _) -> System.err.println(what));
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
