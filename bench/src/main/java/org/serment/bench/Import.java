package org.serment.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.serment.demo.histories.Histories;

/// The import: transaction bundles posted as they come, those of one patient in their order by one client.
/// A bundle is loaded once, so these runs are not repeated.
final class Import {

    /// @param resources how many resources it creates
    private record Bundle(byte[] json, int resources) {}

    private static final Duration MOST = Duration.ofMinutes(20);
    private static final byte[] END = {};

    private final Server server;
    private final Measure measure;
    private final String token;
    private final List<Bundle> shared = new ArrayList<>();
    private final Map<String, List<Bundle>> groups = new LinkedHashMap<>();

    Import(Server server, Measure measure, String token, Histories histories) {
        this.server = server;
        this.measure = measure;
        this.token = token;
        histories.each((line, json) -> {
            if (line.relative()) return;
            var bundle = new Bundle(json.getBytes(StandardCharsets.UTF_8), line.entries());
            if (line.shared()) shared.add(bundle);
            else groups.computeIfAbsent(line.group(), _ -> new ArrayList<>()).add(bundle);
        });
    }

    /// What every history refers to, and a few histories to warm up; then a third of the rest by one client, and
    /// the others by four.
    List<Measure.Row> all() throws IOException, InterruptedException {
        var histories = new ArrayList<>(groups.values());
        int warm = Math.max(1, histories.size() / 10);
        int single = warm + (histories.size() - warm) / 3;
        post(shared);
        for (List<Bundle> history : histories.subList(0, warm)) post(history);
        return List.of(measured(1, histories.subList(warm, single)),
                measured(4, histories.subList(single, histories.size())));
    }

    private void post(Collection<Bundle> bundles) throws IOException {
        try (Connection connection = server.connect()) {
            for (Bundle bundle : bundles) {
                Connection.Answer answer = connection.send(request(bundle));
                if (answer.status() >= 400) {
                    throw new IOException("import: " + answer.status() + " "
                            + new String(answer.body(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private Measure.Row measured(int clients, List<List<Bundle>> histories) throws InterruptedException {
        Queue<List<Bundle>> waiting = new ConcurrentLinkedQueue<>(histories);
        var landed = new AtomicLong();
        var mine = new ArrayList<Iterator<Bundle>>();
        for (int i = 0; i < clients; i++) mine.add(List.<Bundle>of().iterator());
        Load.Source source = (client, _) -> {
            while (!mine.get(client).hasNext()) {
                List<Bundle> next = waiting.poll();
                if (next == null) return END;
                mine.set(client, next.iterator());
            }
            Bundle bundle = mine.get(client).next();
            landed.addAndGet(bundle.resources());
            return request(bundle);
        };
        return measure.once("import, a resource", clients, false,
                () -> server.load().run(clients, MOST, Long.MAX_VALUE, source),
                outcome -> outcome.errors() > 0 ? 0 : landed.get(), 1);
    }

    private byte[] request(Bundle bundle) {
        return Connection.request("POST", "/fhir", token, false, bundle.json());
    }
}
