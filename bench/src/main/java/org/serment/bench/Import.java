package org.serment.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;

/// The import: transaction bundles posted as they come, those of one patient in their order by one client.
/// A bundle is loaded once, so these runs are not repeated.
final class Import {

    private static final Duration MOST = Duration.ofMinutes(20);

    private final Subject server;
    private final Measure measure;
    private final String token;
    private final Histories histories;
    private final List<Line> shared = new ArrayList<>();
    private final Map<String, List<Line>> groups = new LinkedHashMap<>();

    Import(Subject server, Measure measure, String token, Histories histories) {
        this.server = server;
        this.measure = measure;
        this.token = token;
        this.histories = histories;
        for (Line line : histories.lines()) {
            if (line.shared()) shared.add(line);
            else if (!line.relative()) groups.computeIfAbsent(line.group(), _ -> new ArrayList<>()).add(line);
        }
    }

    /// What every history refers to, and a few histories to warm up; then, of the rest, a third by one client and the
    /// others by four, in two parts. Each part goes into one server after the other.
    static List<Compared> all(List<Import> imports) throws IOException, InterruptedException {
        for (Import one : imports) {
            System.err.println("import into " + one.server.name());
            one.post(one.shared);
            for (List<Line> history : one.warm()) one.post(history);
        }
        List<Measure.Row> single = part(imports, 1, 0);
        List<Measure.Row> four = part(imports, 4, 1);
        List<Measure.Row> more = part(imports, 4, 2);
        var whole = new ArrayList<Measure.Row>();
        for (int i = 0; i < imports.size(); i++) whole.add(four.get(i).plus(more.get(i)));
        return List.of(new Compared("import, a resource, 1 client", 0, single),
                new Compared("import, a resource, 4 clients", 8, whole));
    }

    private static List<Measure.Row> part(List<Import> imports, int clients, int third) throws InterruptedException {
        var rows = new ArrayList<Measure.Row>();
        for (Import one : imports) rows.add(one.measured(clients, one.third(third)));
        return rows;
    }

    private List<List<Line>> warm() {
        return List.copyOf(groups.values()).subList(0, first());
    }

    private int first() {
        return Math.max(1, groups.size() / 10);
    }

    /// The groups of what is loaded before anything is measured.
    Set<String> early() {
        return Set.copyOf(List.copyOf(groups.keySet()).subList(0, first()));
    }

    /// Every third of the other patients: their order in the file is by what they hold, or by chance.
    private List<List<Line>> third(int which) {
        var all = List.copyOf(groups.values());
        var mine = new ArrayList<List<Line>>();
        for (int i = first(); i < all.size(); i++) if (i % 3 == which) mine.add(all.get(i));
        return mine;
    }

    /// Everybody, by four clients, as the copies from one number until before another.
    void everybody(int from, int until) throws IOException, InterruptedException {
        if (from >= until) return;
        var bundles = new ArrayList<byte[]>();
        for (Line line : shared) bundles.add(histories.bundle(line, OffsetDateTime.now()));
        Copies copies = Copies.beside(bundles);
        if (from == 0) post(shared);
        for (int copy = from; copy < until; copy++) {
            System.err.println("loading copy " + (copy + 1) + " of " + until);
            int number = copy;
            Load.Outcome outcome = server.load().run(4, MOST, Long.MAX_VALUE, source(4, List.copyOf(groups.values()), new AtomicLong(),
                    bundle -> copies.of(bundle, number)));
            if (outcome.errors() > 0) throw new IOException("import: " + outcome.firstError());
        }
    }

    private void post(List<Line> bundles) throws IOException {
        try (Connection connection = server.connect()) {
            for (Line bundle : bundles) {
                Connection.Answer answer = connection.send(request(histories.bundle(bundle, OffsetDateTime.now())));
                if (answer.status() >= 400) {
                    throw new IOException("import: " + answer.status() + " "
                            + answer.text());
                }
            }
        }
    }

    private Measure.Row measured(int clients, List<List<Line>> patients) throws InterruptedException {
        var landed = new AtomicLong();
        Load.Source source = source(clients, patients, landed, bundle -> bundle);
        Measure.Row row = measure.once("import, a resource", clients, true,
                () -> server.load().run(clients, MOST, Long.MAX_VALUE, source),
                outcome -> outcome.errors() > 0 ? 0 : landed.get(), 1);
        System.err.print(Report.lines(List.of(row)));
        return row;
    }

    private Load.Source source(int clients, List<List<Line>> patients, AtomicLong landed, UnaryOperator<byte[]> changed) {
        Queue<List<Line>> waiting = new ConcurrentLinkedQueue<>(patients);
        var mine = new ArrayList<Iterator<Line>>();
        for (int i = 0; i < clients; i++) mine.add(List.<Line>of().iterator());
        return (client, _) -> {
            while (!mine.get(client).hasNext()) {
                List<Line> next = waiting.poll();
                if (next == null) return Load.Call.END;
                mine.set(client, next.iterator());
            }
            Line bundle = mine.get(client).next();
            landed.addAndGet(bundle.entries());
            return Load.Call.of(request(changed.apply(histories.bundle(bundle, OffsetDateTime.now()))));
        };
    }

    private byte[] request(byte[] bundle) {
        return Connection.request("POST", "/fhir", token, true, bundle);
    }
}
