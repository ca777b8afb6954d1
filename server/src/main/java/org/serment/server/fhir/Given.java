package org.serment.server.fhir;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The parameters of an operation whose parameters are all primitive: in the address, or as a Parameters resource by POST
/// (FHIR R4 operations.html 3.2.0.3). The rest of the door knows them as a query.
final class Given {
    private Given() {}

    static Answer of(Call call, Function<Call, Answer> then) throws IOException {
        if (!call.method().equals("POST")) return then.apply(call);
        return Incoming.of(call, "Parameters", body -> {
            var pairs = new ArrayList<String>();
            if (!call.query().isEmpty()) pairs.add(call.query());
            for (var p : body.look().path("parameter")) {
                var values = p.properties().stream().filter(e -> e.getKey().startsWith("value")).map(Map.Entry::getValue).filter(JsonNode::isValueNode).toList();
                if (values.size() != 1) return Answer.open(Outcomes.one(400, "invalid", "Parameters.parameter", "each parameter of this operation has one primitive value"));
                pairs.add(coded(p.path("name").asString("")) + '=' + coded(values.getFirst().asString("")));
            }
            return then.apply(call.with(String.join("&", pairs)));
        });
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The same query without some parameters, for a search that another part of it becomes.
    static String without(List<Map.Entry<String, String>> pairs, Set<String> names) {
        return String.join("&", pairs.stream().filter(p -> !names.contains(p.getKey())).map(p -> coded(p.getKey()) + '=' + coded(p.getValue())).toList());
    }
}
