package org.serment.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// The scenarios that show whether work grows with what is stored: a whole record, a late page, a value that only a
/// few old resources have. One that a server doesn't offer is left out, with a word.
final class Deep {

    private static final int PAGE = 2_000;
    private static final int COUNT = 10;
    private static final int RECORD = 700;

    private final List<Asker> askers;
    private final Scenarios scenarios;
    private final Contents contents;

    Deep(List<Asker> askers, Scenarios scenarios, Contents contents) {
        this.askers = askers;
        this.scenarios = scenarios;
        this.contents = contents;
    }

    List<Compared> all() throws IOException, InterruptedException {
        var all = new ArrayList<Compared>();
        List<Load.Source> records = new ArrayList<>();
        for (Asker asker : askers) records.addAll(record(asker).stream().toList());
        if (records.size() == askers.size()) all.add(scenarios.compared("Patient/id/$everything, all pages", 8, sources(records)));
        List<Load.Source> late = new ArrayList<>();
        for (Asker asker : askers) late.addAll(late(asker).stream().toList());
        if (late.size() == askers.size()) all.add(scenarios.compared("Observation?_count=10, page 2,000", 20, sources(late)));
        List<String> rare = contents.rare();
        if (rare.isEmpty()) say("no code that only a few old observations have");
        else all.add(scenarios.compared("Observation?status=final&code= of a few old ones", 20,
                asker -> asker.each(Asker.paths("Observation?_count=10&status=final&code=", rare, ""))));
        return all;
    }

    private java.util.function.Function<Asker, Load.Source> sources(List<Load.Source> each) {
        return asker -> each.get(askers.indexOf(asker));
    }

    /// The record nearest to 700 resources, the same patient everywhere.
    private Optional<Load.Source> record(Asker asker) throws IOException {
        try (Connection connection = asker.subject().connect()) {
            List<JsonNode> found = Sample.page(connection, asker.token(),
                    "Patient?identifier=" + Sample.escaped(contents.patientOf(RECORD)));
            if (found.isEmpty()) return left(asker, "the patient of about " + RECORD + " resources isn't there");
            var entries = new AtomicLong();
            var walk = new Walk(asker.token(), "/fhir/Patient/" + found.getFirst().path("id").asString() + "/$everything?_count=100",
                    Integer.MAX_VALUE, entries);
            Connection.Answer answer = walk.on(connection);
            if (answer.status() >= 400) return left(asker, "$everything was answered " + answer.status());
            say("$everything of " + asker.subject().name() + ": " + entries.get() + " resources");
            return Optional.of((_, _) -> walk);
        }
    }

    /// Ours walks to the page once, then asks for it by its link; the peer takes an offset, which any page may be asked by.
    private Optional<Load.Source> late(Asker asker) throws IOException {
        return switch (asker.subject()) {
            case Server server -> {
                try (Connection connection = server.connect()) {
                    Connection.Answer before = new Walk(asker.token(), "/fhir/Observation?_count=" + COUNT, PAGE - 1, new AtomicLong()).on(connection);
                    Optional<String> link = Walk.next(before.text());
                    yield link.isEmpty() ? left(asker, "there are no " + PAGE + " pages of observations")
                            : Optional.of(one(asker, link.get()));
                }
            }
            case Peer _ -> Optional.of(one(asker, "/fhir/Observation?_count=" + COUNT + "&_offset=" + (PAGE - 1) * COUNT));
        };
    }

    private static Load.Source one(Asker asker, String path) {
        Load.Call call = Load.Call.of(Connection.request("GET", path, asker.token(), true, new byte[0]));
        return (_, _) -> call;
    }

    private static Optional<Load.Source> left(Asker asker, String why) {
        say("left out for " + asker.subject().name() + ": " + why);
        return Optional.empty();
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
