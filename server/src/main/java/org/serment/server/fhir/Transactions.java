package org.serment.server.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Problem;
import org.serment.server.record.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a transaction Bundle into changes (FHIR R4 http.html 3.1.0.11.2).
final class Transactions {
    /// What came of reading.
    sealed interface Result {
        /// @param changes in the specification's order: deletes, creates, updates and patches
        /// @param order   where each of them stood in the bundle
        /// @param reads   what is read once all is written
        record Ready(List<Change> changes, List<Integer> order, List<Entry> reads) implements Result {}

        record Bad(Problem problem) implements Result {}
    }

    private Transactions() {}

    static Result read(ObjectNode bundle, Call call) {
        try {
            var changes = new ArrayList<Entry>();
            var reads = new ArrayList<Entry>();
            int i = 0;
            for (JsonNode entry : bundle.path("entry")) {
                var read = Entry.of(i++, entry, call.base());
                (read.reads() ? reads : changes).add(read);
            }
            for (var read : reads) if (read.call(call).route() instanceof Route.Nowhere) throw wrongUrl(read, "a read's url is a place of this server");
            changes.sort(Comparator.comparingInt(Entry::rank));
            return new Result.Ready(changes.stream().map(e -> change(e, call)).toList(), changes.stream().map(Entry::index).toList(), reads);
        } catch (Entry.Wrong e) {
            return new Result.Bad(e.problem);
        }
    }

    private static Change change(Entry entry, Call bundle) {
        var call = entry.call(bundle);
        return switch (entry.method()) {
            case POST -> {
                if (!(call.route() instanceof Route.Type t) || !entry.query().isEmpty()) throw wrongUrl(entry, "a create's url is its type");
                yield new Change.Create(entry.place(), resource(entry, t.type()), entry.fullUrl(), call.ifNoneExist());
            }
            case PUT -> {
                var at = at(entry, call);
                var resource = resource(entry, at.type);
                if (at.which instanceof Change.Which.Named n && !resource.path("id").asString("").equals(n.id())) throw new Entry.Wrong(entry.place() + ".resource.id", "invalid", "the id is not that of the url");
                yield new Change.Update(entry.place(), at.type, at.which, resource, entry.fullUrl(), ifMatch(entry, call));
            }
            case PATCH -> {
                var at = at(entry, call);
                yield new Change.Patch(entry.place(), at.type, at.which, Patches.read(entry, call), entry.fullUrl(), ifMatch(entry, call));
            }
            case DELETE -> {
                var at = at(entry, call);
                yield new Change.Delete(entry.place(), at.type, at.which, ifMatch(entry, call));
            }
            case GET, HEAD -> throw new IllegalStateException("changes nothing");
        };
    }

    private record At(String type, Change.Which which) {}

    private static At at(Entry entry, Call call) {
        if (call.route() instanceof Route.Instance i && entry.query().isEmpty()) return new At(i.type(), new Change.Which.Named(i.id()));
        if (call.route() instanceof Route.Type t && !entry.query().isEmpty()) return new At(t.type(), new Change.Which.Matching(entry.query()));
        throw wrongUrl(entry, "the url is Type/id, or Type?query");
    }

    private static Entry.Wrong wrongUrl(Entry entry, String message) {
        return new Entry.Wrong(entry.place() + ".request.url", "invalid", message);
    }

    static ObjectNode resource(Entry entry, String type) {
        var resource = entry.resource().orElseThrow(() -> new Entry.Wrong(entry.place() + ".resource", "required", "the entry carries no resource"));
        if (!resource.path("resourceType").asString("").equals(type)) throw new Entry.Wrong(entry.place() + ".resource", "invalid", "the resource is not of the type in the url");
        return resource;
    }

    private static Optional<Integer> ifMatch(Entry entry, Call call) {
        if (call.ifMatch().filter(v -> v < 0).isPresent()) throw new Entry.Wrong(entry.place() + ".request.ifMatch", "invalid", "not an ETag of ours");
        return call.ifMatch();
    }
}
