package org.serment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.serment.demo.histories.Histories;

/// All scenarios on our server, and on the peer's beside it when that is asked for.
final class Comparison {

    private Comparison() {}

    static String run(Options options, Path scratch) throws IOException, InterruptedException {
        Path data = scratch.resolve("serment");
        Bench.own(options, data);
        Histories histories = Bench.imported(options);
        var subjects = new ArrayList<Subject>();
        try {
            subjects.add(Server.start(data));
            if (options.peer()) subjects.add(Peer.start(options.home(), scratch.resolve("peer")));
            return report(options, subjects, histories);
        } finally {
            subjects.reversed().forEach(Subject::close);
        }
    }

    private static String report(Options options, List<Subject> subjects, Histories histories)
            throws IOException, InterruptedException {
        var imports = new ArrayList<Import>();
        for (Subject subject : subjects) imports.add(new Import(subject, Measure.of(subject, options), subject.token("loader"), histories));
        var all = new ArrayList<>(Import.all(imports));
        Contents contents = Contents.of(histories, imports.getFirst().early());
        List<Disk> disk = tried("the disk", () -> Disk.of(subjects));
        var askers = new ArrayList<Asker>();
        for (Subject subject : subjects) askers.add(Asker.of(subject, "loader", options));
        var scenarios = new Scenarios(askers, options.length());
        scenarios.warm();
        all.addAll(scenarios.all());
        all.addAll(tried("late pages and whole records", () -> new Deep(askers, scenarios, contents).all()));
        all.addAll(tried("a nurse", () -> new Scenarios(List.of(Asker.of(subjects.getFirst(), "nurse", options)), options.length()).ofSomebodyInCare()));
        List<Export.Row> exports = tried("$export", () -> Export.all(askers));
        var text = new StringBuilder();
        if (options.peer()) text.append(Report.ratios(all)).append('\n');
        if (!disk.isEmpty()) text.append(Disk.table(disk, contents.bytes(), Contents.of(Bench.own(options), Set.of()).bytes()));
        if (!exports.isEmpty()) text.append('\n').append(Export.table(exports));
        return text.append("\nThe raw rows:\n\n").append(Report.table(all)).toString();
    }

    private interface Part<T> {
        List<T> all() throws IOException, InterruptedException;
    }

    /// A part that fails is left out of the report, with a word: what took half an hour before it is not lost.
    private static <T> List<T> tried(String what, Part<T> part) throws InterruptedException {
        try {
            return part.all();
        } catch (IOException | RuntimeException e) {
            System.err.println("left out: " + what + ": " + e);
            return List.of();
        }
    }
}
