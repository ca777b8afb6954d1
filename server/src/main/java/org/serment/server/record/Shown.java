package org.serment.server.record;

import java.util.List;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Subset;
import tools.jackson.databind.node.ObjectNode;

/// What an answer shows of each resource (`_summary`, `_elements`). It chooses among what was released, and is no protection.
sealed interface Shown {
    record Whole() implements Shown {}

    record Summary() implements Shown {}

    record Text() implements Shown {}

    record Data() implements Shown {}

    /// @param elements of results; included resources, whose elements have other names, stay whole
    record Elements(List<String> elements) implements Shown {}

    default List<Found> results(List<Found> found) {
        return this instanceof Whole ? found : found.stream().map(f -> f.with(Json.write(part(f)))).toList();
    }

    default List<Found> included(List<Found> found) {
        return this instanceof Elements ? found : results(found);
    }

    private ObjectNode part(Found found) {
        var resource = resource(found);
        return switch (this) {
            case Whole _ -> resource;
            case Summary _ -> Subset.summary(resource);
            case Text _ -> Subset.text(resource);
            case Data _ -> Subset.data(resource);
            case Elements e -> Subset.elements(resource, e.elements);
        };
    }

    private static ObjectNode resource(Found found) {
        return switch (Json.parse(found.body(), Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected _ -> throw new IllegalStateException("a stored body no longer reads as a resource");
        };
    }
}
