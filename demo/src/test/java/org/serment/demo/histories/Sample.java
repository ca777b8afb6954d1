package org.serment.demo.histories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Synthea's own output of a few patients, one of them with a history longer than a part. Made once for a
/// build and kept in its target directory.
public final class Sample {

    public static final long SEED = 11;
    public static final int PATIENTS = 4;

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path LIBRARIES = TARGET.resolve("synthea-lib");

    private Sample() {}

    /// Synthea's files; copy them before they are consumed.
    static synchronized Path raw() throws IOException, InterruptedException {
        Path made = TARGET.resolve("synthea-sample");
        if (Files.exists(made)) return made.resolve("fhir");
        Path unfinished = Files.createTempDirectory(TARGET, "synthea-");
        new Synthea(LIBRARIES).run(unfinished, PATIENTS, SEED, count -> {});
        Files.move(unfinished, made);
        return made.resolve("fhir");
    }

    /// The sample as a file of histories.
    public static Histories in(Path directory) throws IOException, InterruptedException {
        Path work = directory.resolve("raw");
        copy(raw(), work);
        making(directory).rewrite(work);
        delete(work);
        return Histories.in(directory, PATIENTS, SEED, Path.of("/nowhere"), (what, share) -> {});
    }

    static Making making(Path where) throws IOException {
        Files.createDirectories(where);
        return new Making(where.resolve("histories-%d-%d-v%d.ndjson.zst".formatted(PATIENTS, SEED, Histories.VERSION)),
                PATIENTS, SEED, new Synthea(LIBRARIES), (what, share) -> {});
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.delete(directory);
    }
}
