package org.serment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.serment.bench.off.Switch;

/// What sealing, deciding and journalling cost a read: the same reads of servers without one of them, and without all.
/// The six patients of a demonstration are enough for that: a read's work doesn't depend on how many there are.
final class Costs {

    private static final String WHOLE = "all on";

    private Costs() {}

    static String run(Options options, Path scratch) throws IOException, InterruptedException {
        var subjects = new ArrayList<Subject>();
        try {
            subjects.add(start(options, scratch, WHOLE, EnumSet.noneOf(Switch.class)));
            for (Switch one : Switch.values()) subjects.add(start(options, scratch, "without " + one.word(), EnumSet.of(one)));
            subjects.add(start(options, scratch, "without all three", EnumSet.allOf(Switch.class)));
            var askers = new ArrayList<Asker>();
            for (Subject subject : subjects) askers.add(Asker.of(subject, "loader", options));
            var scenarios = new Scenarios(askers, options.length());
            scenarios.warm();
            List<Compared> all = scenarios.reads();
            return table(all) + "\nThe raw rows:\n\n" + Report.table(all);
        } finally {
            subjects.reversed().forEach(Subject::close);
        }
    }

    private static Server start(Options options, Path scratch, String name, EnumSet<Switch> off) throws IOException, InterruptedException {
        System.err.println("starting a server: " + name);
        Path data = scratch.resolve(name.replace(' ', '-'));
        Bench.own(options, data);
        return Server.without(off, name, data);
    }

    private static String table(List<Compared> all) {
        var text = new StringBuilder("""
                | read | server | per second | p50 ms | CPU ms | of the whole request, CPU | of its time at the median |
                |---|---|---:|---:|---:|---:|---:|
                """);
        for (Compared one : all) {
            Measure.Row whole = one.rows().getFirst();
            for (Measure.Row row : one.rows()) {
                text.append(String.format(Locale.ROOT, "| %s | %s | %.0f | %.2f | %.3f | %.0f %% | %.0f %% |%n", row.scenario(), row.server(),
                        row.perSecond(), row.outcome().latencies().millis(0.5), row.millis(),
                        100 * (1 - row.millis() / whole.millis()),
                        100 * (1 - row.outcome().latencies().millis(0.5) / whole.outcome().latencies().millis(0.5))));
            }
        }
        return text.append("\nThe shares are what the work that is left out costs; goal: at most 20 % for all three.\n").toString();
    }
}
