package org.serment.server.fhir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.serment.server.record.QueryString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What an operation was given: in the address, or in a body of Parameters (FHIR R4 operations.html 3.2.0.1.1), in that order.
record Arguments(List<Map.Entry<String, JsonNode>> all) {
    private static final Set<String> TOLERATED = Set.of("_format", "_pretty");

    Arguments {
        all = List.copyOf(all);
    }

    /// Reads them and goes on; a parameter that the operation doesn't have is refused by name.
    static Answer of(Call call, Set<String> known, Function<Arguments, Answer> then) throws IOException {
        return any(call, given -> {
            for (var e : given.all)
                if (!known.contains(e.getKey()) && !TOLERATED.contains(e.getKey()))
                    return Answer.open(Outcomes.one(400, "not-supported", e.getKey().matches("[A-Za-z_:$-]{1,40}") ? e.getKey() : "", "the operation has no such parameter"));
            return then.apply(given);
        });
    }

    /// The same for an operation that is a search: its parameters become the query, whose reader refuses what it doesn't know.
    static Answer query(Call call, Function<Call, Answer> then) throws IOException {
        if (!call.method().equals("POST")) return then.apply(call);
        return any(call, given -> {
            if (!given.all.stream().allMatch(e -> e.getValue().isValueNode()))
                return Answer.open(Outcomes.one(400, "invalid", "Parameters.parameter", "each parameter of this operation has one primitive value"));
            return then.apply(call.with(text(given.all.stream().map(e -> Map.entry(e.getKey(), e.getValue().asString(""))).toList())));
        });
    }

    private static Answer any(Call call, Function<Arguments, Answer> then) throws IOException {
        var pairs = QueryString.pairs(call.query());
        if (pairs.isEmpty()) return Answer.open(Outcomes.one(400, "invalid", "", "the query is not well encoded"));
        var all = new ArrayList<Map.Entry<String, JsonNode>>();
        for (var p : pairs.get()) all.add(Map.entry(p.getKey(), StringNode.valueOf(p.getValue())));
        // a POST without a body gives none
        if (!call.method().equals("POST") || call.header("Content-Type").isEmpty()) return then.apply(new Arguments(all));
        return Incoming.of(call, "Parameters", body -> {
            for (var p : body.look().path("parameter")) all.add(Map.entry(p.path("name").asString(""), value(p).orElse(StringNode.valueOf(""))));
            return then.apply(new Arguments(all));
        });
    }

    /// `value[x]` or `resource` of a parameter.
    static Optional<JsonNode> value(JsonNode parameter) {
        return parameter.properties().stream().filter(p -> p.getKey().startsWith("value") || p.getKey().equals("resource")).map(Map.Entry::getValue).findFirst();
    }

    /// As a query, without some parameters: for a search that another part of it becomes.
    static String without(List<Map.Entry<String, String>> pairs, Set<String> names) {
        return text(pairs.stream().filter(p -> !names.contains(p.getKey())).toList());
    }

    private static String text(List<Map.Entry<String, String>> pairs) {
        return String.join("&", pairs.stream().map(p -> coded(p.getKey()) + '=' + coded(p.getValue())).toList());
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    List<String> texts(String name) {
        return all.stream().filter(e -> e.getKey().equals(name)).map(Map.Entry::getValue).filter(JsonNode::isValueNode).map(JsonNode::asString).toList();
    }

    Optional<String> text(String name) {
        return texts(name).stream().findFirst();
    }

    Optional<ObjectNode> object(String name) {
        return all.stream().filter(e -> e.getKey().equals(name)).map(Map.Entry::getValue).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast).findFirst();
    }

    /// Whether it is there and `true`.
    boolean yes(String name) {
        return text(name).equals(Optional.of("true"));
    }
}
