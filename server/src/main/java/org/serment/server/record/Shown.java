package org.serment.server.record;

import java.util.List;
import org.serment.r4.Json;
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
        var resource = found.resource();
        return switch (this) {
            case Whole _ -> resource;
            case Summary _ -> Subset.summary(resource);
            case Text _ -> Subset.text(resource);
            case Data _ -> Subset.data(resource);
            case Elements e -> Subset.elements(resource, e.elements);
        };
    }
}
