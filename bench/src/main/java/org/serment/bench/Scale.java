package org.serment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serment.demo.histories.Histories;

/// The mix of searches at growing numbers of patients, in one server that grows. The first hundred are Synthea's, the
/// others copies of them ([Copies]).
final class Scale {

    private static final List<Integer> STEPS = List.of(1, 10, 40);

    private Scale() {}

    static String run(Options options, Path scratch) throws IOException, InterruptedException {
        Path data = scratch.resolve("serment");
        Bench.own(options, data);
        Histories histories = Bench.imported(options);
        var text = new StringBuilder("""
                | patients | search | per second | of the first | p50 ms | p99 ms | CPU ms |
                |---:|---|---:|---:|---:|---:|---:|
                """);
        var rows = new ArrayList<Compared>();
        try (Server server = Server.start(data)) {
            var loading = new Import(server, Measure.of(server, options), server.token("loader"), histories);
            loading.everybody(0, 1);
            List<Compared> first = List.of();
            int copies = 1;
            for (int step : STEPS) {
                loading.everybody(copies, step);
                copies = Math.max(copies, step);
                var scenarios = new Scenarios(List.of(Asker.of(server, "loader", options)), options.length());
                scenarios.warm();
                List<Compared> now = scenarios.searches();
                if (first.isEmpty()) first = now;
                for (int i = 0; i < now.size(); i++) text.append(line(options.patients() * step, now.get(i), first.get(i)));
                rows.addAll(now);
            }
        }
        return text + "\nGoal: the mix loses less than 20 % of its rate from the first to the last.\n\nThe raw rows, in the same order:\n\n" + Report.table(rows);
    }

    private static String line(int patients, Compared now, Compared first) {
        Measure.Row row = now.ours();
        return String.format(Locale.ROOT, "| %d | %s | %.0f | %.0f %% | %.2f | %.2f | %.3f |%n", patients, now.scenario(), row.perSecond(),
                100 * row.perSecond() / first.ours().perSecond(), row.outcome().latencies().millis(0.5),
                row.outcome().latencies().millis(0.99), row.millis());
    }
}
