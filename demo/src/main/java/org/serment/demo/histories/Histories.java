package org.serment.demo.histories;

import com.github.luben.zstd.Zstd;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/// The histories of the demonstration hospital as a file: transaction bundles in NDJSON, compressed by zstd,
/// one frame a line, with a small index beside it. It is made once for a number of patients and a seed, and kept.
///
/// Load the lines in their order; lines of different groups (see [Line#group]) may go at the same time once
/// the shared ones are in, and stays once the histories are.
public record Histories(Path file, List<Line> lines) {

    /// The day on which the histories end, as Synthea is told it.
    static final String DAY = "20250101";
    /// The instant that the dates of stays are relative to.
    public static final OffsetDateTime REFERENCE = OffsetDateTime.parse("2025-01-01T00:00:00+00:00");
    public static final long SEED = 42;
    static final int VERSION = 3;
    static final int ENTRIES = 5_000;

    /// The file of so many patients under a directory, made if it isn't there.
    ///
    /// @param libraries where Synthea's jar files are
    /// @param told what goes on: a sentence, and a share done between 0 and 1
    public static Histories in(Path directory, int patients, long seed, Path libraries,
                               BiConsumer<String, Double> told) throws IOException, InterruptedException {
        Path file = file(directory, patients, seed);
        if (missing(directory, patients, seed))
            new Making(file, patients, seed, new Synthea(libraries), told).make();
        return new Histories(file, Files.readAllLines(index(file)).stream().map(Line::parse).toList());
    }

    /// Whether the file must be made.
    public static boolean missing(Path directory, int patients, long seed) {
        Path file = file(directory, patients, seed);
        return !Files.exists(file) || !Files.exists(index(file));
    }

    private static Path file(Path directory, int patients, long seed) {
        return directory.resolve("histories-%d-%d-v%d.ndjson.zst".formatted(patients, seed, VERSION));
    }

    static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + ".index");
    }

    /// All resources that the file creates.
    public long resources() {
        return lines.stream().mapToLong(Line::entries).sum();
    }

    public long patients() {
        return lines.stream().filter(Line::first).count();
    }

    /// A line's bundle as it is loaded: the dates of a stay are moved to where `now` stands for the
    /// instant that they are relative to.
    public byte[] bundle(Line line, OffsetDateTime now) {
        byte[] text = text(line);
        if (!line.relative()) return text;
        ObjectNode bundle = (ObjectNode) Tree.MAPPER.readTree(text);
        StayBundle.move(bundle, now);
        return Tree.MAPPER.writeValueAsBytes(bundle);
    }

    /// A line's bundle as it stands in the file.
    byte[] text(Line line) {
        ByteBuffer frame = ByteBuffer.allocate(line.length());
        try (FileChannel in = FileChannel.open(file)) {
            while (frame.hasRemaining())
                if (in.read(frame, line.offset() + frame.position()) < 0) throw new EOFException(file + " is cut short");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Zstd.decompress(frame.array(), Math.toIntExact(Zstd.getFrameContentSize(frame.array())));
    }
}
