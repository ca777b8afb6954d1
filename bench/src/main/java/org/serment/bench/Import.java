package org.serment.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;

/// The import: transaction bundles posted as they come, those of one patient in their order by one client.
/// A bundle is loaded once, so these runs are not repeated.
final class Import {

    private static final Duration MOST = Duration.ofMinutes(20);
    private static final byte[] END = {};

    private final Server server;
    private final Measure measure;
    private final String token;
    private final Histories histories;
    private final List<Line> shared = new ArrayList<>();
    private final Map<String, List<Line>> groups = new LinkedHashMap<>();

    Import(Server server, Measure measure, String token, Histories histories) {
        this.server = server;
        this.measure = measure;
        this.token = token;
        this.histories = histories;
        for (Line line : histories.lines()) {
            if (line.shared()) shared.add(line);
            else if (!line.relative()) groups.computeIfAbsent(line.group(), _ -> new ArrayList<>()).add(line);
        }
    }

    /// What every history refers to, and a few histories to warm up; then a third of the rest by one client, and
    /// the others by four.
    List<Measure.Row> all() throws IOException, InterruptedException {
        var patients = new ArrayList<>(groups.values());
        int warm = Math.max(1, patients.size() / 10);
        int single = warm + (patients.size() - warm) / 3;
        post(shared);
        for (List<Line> history : patients.subList(0, warm)) post(history);
        return List.of(measured(1, patients.subList(warm, single)),
                measured(4, patients.subList(single, patients.size())));
    }

    private void post(List<Line> bundles) throws IOException {
        try (Connection connection = server.connect()) {
            for (Line bundle : bundles) {
                Connection.Answer answer = connection.send(request(bundle));
                if (answer.status() >= 400) {
                    throw new IOException("import: " + answer.status() + " "
                            + new String(answer.body(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private Measure.Row measured(int clients, List<List<Line>> patients) throws InterruptedException {
        Queue<List<Line>> waiting = new ConcurrentLinkedQueue<>(patients);
        var landed = new AtomicLong();
        var mine = new ArrayList<Iterator<Line>>();
        for (int i = 0; i < clients; i++) mine.add(List.<Line>of().iterator());
        Load.Source source = (client, _) -> {
            while (!mine.get(client).hasNext()) {
                List<Line> next = waiting.poll();
                if (next == null) return END;
                mine.set(client, next.iterator());
            }
            Line bundle = mine.get(client).next();
            landed.addAndGet(bundle.entries());
            return request(bundle);
        };
        return measure.once("import, a resource", clients, false,
                () -> server.load().run(clients, MOST, Long.MAX_VALUE, source),
                outcome -> outcome.errors() > 0 ? 0 : landed.get(), 1);
    }

    private byte[] request(Line line) {
        return Connection.request("POST", "/fhir", token, false, histories.bundle(line, OffsetDateTime.now()));
    }
}
