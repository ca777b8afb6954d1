package org.serment.demo.histories;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/// The histories of the demonstration hospital as a file: transaction bundles in NDJSON, compressed by zstd,
/// with a small index beside it. It is made once for a number of patients and a seed, and kept.
///
/// Load the lines in their order; lines of different groups (see [Line#group]) may go at the same time once
/// the shared ones are in.
public record Histories(Path file, List<Line> lines) {

    /// The day on which the histories end, as Synthea is told it.
    static final String DAY = "20250101";
    /// The instant that the dates of stays are relative to.
    public static final OffsetDateTime REFERENCE = OffsetDateTime.parse("2025-01-01T00:00:00+00:00");
    public static final long SEED = 42;
    static final int VERSION = 1;
    static final int ENTRIES = 5_000;

    /// The file of so many patients under a directory, made if it isn't there.
    ///
    /// @param libraries where Synthea's jar files are
    /// @param told what goes on: a sentence, and a share done between 0 and 1
    public static Histories in(Path directory, int patients, long seed, Path libraries,
                               BiConsumer<String, Double> told) throws IOException, InterruptedException {
        Path file = directory.resolve("histories-%d-%d-v%d.ndjson.zst".formatted(patients, seed, VERSION));
        if (!Files.exists(file) || !Files.exists(index(file)))
            new Making(file, patients, seed, new Synthea(libraries), told).make();
        return new Histories(file, Files.readAllLines(index(file)).stream().map(Line::parse).toList());
    }

    static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + ".index");
    }

    /// All resources that the file creates.
    public long resources() {
        return lines.stream().mapToLong(Line::entries).sum();
    }

    public long patients() {
        return lines.stream().filter(line -> line.name().startsWith("history/") && line.name().endsWith("/1")).count();
    }

    /// Gives each line with its bundle, in order.
    public void each(BiConsumer<Line, String> consumer) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8), 1 << 16)) {
            Iterator<Line> next = lines.iterator();
            for (String bundle = in.readLine(); bundle != null; bundle = in.readLine())
                consumer.accept(next.next(), bundle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
