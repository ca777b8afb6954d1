package org.serment.server.record;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.serment.server.gate.Standing;
import tools.jackson.databind.node.ObjectNode;

/// What a change of a request has become on its way to the tables. Belongs to one [Writing].
final class Item {
    final Change change;
    final String type;
    final ObjectNode resource;
    final UUID hash;
    /// The id it has, or the one of the resource that was kept in its place.
    String id;
    /// Where its resource stood before; empty for a new one.
    Optional<Standing> before = Optional.empty();
    long oid;
    /// A conditional create found its resource: nothing is written.
    boolean kept;
    Set<Long> subjects = Set.of();
    Optional<Change.Done> done = Optional.empty();

    Item(Change change, String type, ObjectNode resource, String id, UUID hash) {
        this.change = change;
        this.type = type;
        this.resource = resource;
        this.id = id;
        this.hash = hash;
    }

    String reference() {
        return type + '/' + id;
    }

    boolean removes() {
        return change instanceof Change.Delete;
    }

    /// Where it stands in the request, as the beginning of a problem's path.
    String place() {
        return change.place().isEmpty() ? type : change.place() + ".resource";
    }
}
