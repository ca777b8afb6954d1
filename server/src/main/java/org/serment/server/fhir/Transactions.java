package org.serment.server.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Problem;
import org.serment.r4.Types;
import org.serment.server.record.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a transaction Bundle into changes (FHIR R4 http.html 3.1.0.11.2).
final class Transactions {
    /// What came of reading.
    sealed interface Result {
        /// In the specification's order: deletes, creates, updates; `order` tells where each stood in the bundle.
        record Ready(List<Change> changes, List<Integer> order) implements Result {}

        record Bad(Problem problem) implements Result {}
    }

    private record Placed(int index, int rank, Change change) {}

    private static final class Wrong extends RuntimeException {
        final transient Problem problem;

        Wrong(String place, String code, String message) {
            super(message, null, false, false);
            problem = new Problem(place, code, message);
        }
    }

    private Transactions() {}

    static Result read(ObjectNode bundle) {
        try {
            var type = bundle.path("type").asString("");
            if (!type.equals("transaction")) throw new Wrong("Bundle.type", "not-supported", "only transactions are accepted here yet");
            var all = new ArrayList<Placed>();
            int i = 0;
            for (JsonNode entry : bundle.path("entry")) {
                all.add(change(i, entry));
                i++;
            }
            var sorted = all.stream().sorted(Comparator.comparingInt(Placed::rank)).toList();
            return new Result.Ready(sorted.stream().map(Placed::change).toList(), sorted.stream().map(Placed::index).toList());
        } catch (Wrong e) {
            return new Result.Bad(e.problem);
        }
    }

    private static Placed change(int index, JsonNode entry) {
        var place = "Bundle.entry[" + index + "]";
        var request = entry.path("request");
        if (!(request instanceof ObjectNode)) throw new Wrong(place + ".request", "required", "an entry of a transaction has a request");
        var url = request.path("url").asString("");
        if (url.contains("?")) throw new Wrong(place + ".request.url", "not-supported", "conditional updates and deletes are not supported yet");
        var parts = url.split("/");
        if (parts.length == 0 || !Types.known(parts[0])) throw new Wrong(place + ".request.url", "invalid", "the url begins with no resource type");
        var fullUrl = Optional.ofNullable(entry.get("fullUrl")).map(JsonNode::stringValue);
        return switch (request.path("method").asString("")) {
            case "POST" -> {
                if (parts.length != 1) throw new Wrong(place + ".request.url", "invalid", "a create's url is its type");
                yield new Placed(index, 1, new Change.Create(place, resource(place, parts[0], entry), fullUrl,
                        Optional.ofNullable(request.get("ifNoneExist")).map(n -> query(n.stringValue()))));
            }
            case "PUT" -> {
                var id = id(place, parts);
                var resource = resource(place, parts[0], entry);
                if (!resource.path("id").asString("").equals(id)) throw new Wrong(place + ".resource.id", "invalid", "the id is not that of the url");
                yield new Placed(index, 2, new Change.Update(place, parts[0], id, resource, fullUrl, ifMatch(place, request)));
            }
            case "DELETE" -> new Placed(index, 0, new Change.Delete(place, parts[0], id(place, parts), ifMatch(place, request)));
            case "" -> throw new Wrong(place + ".request.method", "required", "an entry of a transaction has a method");
            default -> throw new Wrong(place + ".request.method", "not-supported", "POST, PUT and DELETE are accepted in a transaction yet");
        };
    }

    /// `Type?query` or `query`: both are in use.
    private static String query(String ifNoneExist) {
        return ifNoneExist.substring(ifNoneExist.indexOf('?') + 1);
    }

    private static String id(String place, String[] parts) {
        if (parts.length != 2 || !Route.ID.matcher(parts[1]).matches()) throw new Wrong(place + ".request.url", "invalid", "the url is Type/id");
        return parts[1];
    }

    private static ObjectNode resource(String place, String type, JsonNode entry) {
        if (!(entry.get("resource") instanceof ObjectNode resource)) throw new Wrong(place + ".resource", "required", "the entry carries no resource");
        if (!resource.path("resourceType").asString("").equals(type)) throw new Wrong(place + ".resource", "invalid", "the resource is not of the type in the url");
        return resource;
    }

    private static Optional<Integer> ifMatch(String place, JsonNode request) {
        var value = request.path("ifMatch").asString("");
        if (value.isEmpty()) return Optional.empty();
        var number = value.replaceFirst("^W/", "").replace("\"", "");
        if (!number.matches("[1-9][0-9]{0,8}")) throw new Wrong(place + ".request.ifMatch", "invalid", "not an ETag of ours");
        return Optional.of(Integer.parseInt(number));
    }
}
