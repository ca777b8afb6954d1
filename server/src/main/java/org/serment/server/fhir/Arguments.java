package org.serment.server.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.serment.server.record.QueryString;
import tools.jackson.databind.JsonNode;

/// The primitive parameters of an operation: in the address, or in a body of Parameters (FHIR R4 operations.html 3.2.0.1.1).
record Arguments(List<Map.Entry<String, String>> all) {
    private static final Set<String> TOLERATED = Set.of("_format", "_pretty");

    Arguments {
        all = List.copyOf(all);
    }

    List<String> values(String name) {
        return all.stream().filter(e -> e.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /// Reads them; what isn't known is refused by its name.
    static Answer of(Call call, Set<String> known, Function<Arguments, Answer> then) throws IOException {
        var pairs = QueryString.pairs(call.query());
        if (pairs.isEmpty()) return Answer.open(Outcomes.one(400, "invalid", "", "the query is not well encoded"));
        if (call.method().equals("POST") && call.header("Content-Type").isPresent())
            return Incoming.of(call, "Parameters", body -> check(join(pairs.get(), body), known, then));
        return check(pairs.get(), known, then);
    }

    private static List<Map.Entry<String, String>> join(List<Map.Entry<String, String>> pairs, Incoming body) {
        var all = new ArrayList<>(pairs);
        for (JsonNode p : body.look().path("parameter")) {
            var value = p.properties().stream().filter(e -> e.getKey().startsWith("value")).map(e -> e.getValue().asString("")).findFirst().orElse("");
            all.add(Map.entry(p.path("name").asString(""), value));
        }
        return all;
    }

    private static Answer check(List<Map.Entry<String, String>> all, Set<String> known, Function<Arguments, Answer> then) {
        for (var e : all)
            if (!known.contains(e.getKey()) && !TOLERATED.contains(e.getKey()))
                return Answer.open(Outcomes.one(400, "not-supported", e.getKey().matches("[A-Za-z_:$-]{1,40}") ? e.getKey() : "", "no such parameter of this operation"));
        return then.apply(new Arguments(all));
    }
}
