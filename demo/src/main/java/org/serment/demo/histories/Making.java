package org.serment.demo.histories;

import com.github.luben.zstd.Zstd;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Makes the file of histories: Synthea, then the French identities patient by patient, each of Synthea's
/// files deleted once it is read.
final class Making {

    private static final int LEVEL = 9;
    private static final double SYNTHEA_SHARE = 0.7;

    private final Path file;
    private final int patients;
    private final long seed;
    private final Synthea synthea;
    private final BiConsumer<String, Double> told;
    private final List<Line> lines = new ArrayList<>();
    private long written;

    Making(Path file, int patients, long seed, Synthea synthea, BiConsumer<String, Double> told) {
        this.file = file;
        this.patients = patients;
        this.seed = seed;
        this.synthea = synthea;
        this.told = told;
    }

    void make() throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        Path work = Files.createTempDirectory(file.toAbsolutePath().getParent(), "synthea-");
        try {
            synthea.run(work, patients, seed, made ->
                    told.accept("Synthea makes histories", SYNTHEA_SHARE * Math.min(1.0, made / (double) patients)));
            rewrite(work.resolve("fhir"));
        } finally {
            delete(work);
        }
    }

    /// From Synthea's files, which it consumes, to ours: under another name until it is whole.
    void rewrite(Path made) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
            write(made, out);
        }
        Files.write(Histories.index(file), lines.stream().map(Line::row).toList());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(Path made, OutputStream out) throws IOException {
        Lists lists = Lists.read();
        People people = new People(seed, lists);
        Hospital hospital = Hospital.build(seed, people, bedsEach(patients));
        Directory directory = new Directory(seed, lists, people);
        line(out, HospitalBundle.of(hospital), "");
        line(out, directory.establishments(take(only(made, "hospitalInformation"))), "");
        line(out, directory.professionals(take(only(made, "practitionerInformation"))), "");
        Overlay overlay = new Overlay(hospital, people, directory);
        List<Inhabitant> inhabitants = new ArrayList<>();
        List<Path> files = largestFirst(made);
        for (Path each : files) {
            ObjectNode bundle = take(each);
            inhabitants.add(Inhabitant.of(bundle, overlay.apply(bundle)));
            for (ObjectNode part : Split.parts(bundle, Histories.ENTRIES)) line(out, part, Split.marker(part));
            told.accept("French identities", SYNTHEA_SHARE + (1 - SYNTHEA_SHARE) * inhabitants.size() / files.size());
        }
        long living = inhabitants.stream().filter(Inhabitant::living).count();
        if (living < patients) throw new IOException("Synthea told of " + living + " living patients of " + patients);
        for (Stays.Stay stay : Stays.choose(hospital, Histories.REFERENCE.toLocalDate(), inhabitants))
            line(out, StayBundle.of(seed, stay, hospital), StayBundle.marker(stay));
    }

    /// Room for twice the expected stays when they spread evenly.
    static int bedsEach(int patients) {
        return Math.max(12, Stays.wanted(patients) * 2 / 10);
    }

    /// One frame a line: together they are the compressed file, and each can be read alone.
    private void line(OutputStream out, ObjectNode bundle, String marker) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 20);
        Tree.MAPPER.writeValue(text, bundle);
        text.write('\n');
        byte[] frame = Zstd.compress(text.toByteArray(), LEVEL);
        out.write(frame);
        lines.add(new Line(bundle.path("identifier").path("value").asString(), bundle.path("entry").size(), marker,
                written, frame.length));
        written += frame.length;
    }

    private static ObjectNode take(Path file) throws IOException {
        ObjectNode bundle = (ObjectNode) Tree.MAPPER.readTree(file);
        Files.delete(file);
        return bundle;
    }

    private static Path only(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).findFirst().orElseThrow();
        }
    }

    /// Long histories first, so that loading several at a time ends together.
    private static List<Path> largestFirst(Path directory) throws IOException {
        record Sized(Path path, long size) {}
        List<Sized> sized = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) sized.add(new Sized(path, Files.size(path)));
        }
        return sized.stream().sorted(Comparator.comparingLong(Sized::size).reversed()
                .thenComparing(each -> each.path().getFileName().toString())).map(Sized::path).toList();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
