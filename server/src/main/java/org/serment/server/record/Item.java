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
    /// What shall be written; of a patch, once it was applied.
    ObjectNode resource;
    /// The id it has, or that of the resource that a condition found.
    String id;
    UUID hash;
    /// What a condition found: the version that satisfied it.
    Optional<Integer> matched = Optional.empty();
    /// The server gives the id, as for any create.
    boolean fresh;
    /// Where its resource stood before; empty for a new one.
    Optional<Standing> before = Optional.empty();
    long oid;
    /// The opened body of the version before.
    Optional<byte[]> opened = Optional.empty();
    /// Nothing is written: a conditional create found its resource, a conditional deletion found none.
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

    /// The condition found that one.
    void is(String otherId, UUID otherHash) {
        id = otherId;
        hash = otherHash;
    }

    String reference() {
        return type + '/' + id;
    }

    boolean removes() {
        return change instanceof Change.Delete;
    }

    Optional<Integer> ifMatch() {
        return switch (change) {
            case Change.Create _ -> Optional.empty();
            case Change.Update u -> u.ifMatch();
            case Change.Patch p -> p.ifMatch();
            case Change.Delete d -> d.ifMatch();
        };
    }

    /// The search that it depends on.
    Optional<String> condition() {
        return switch (change) {
            case Change.Create c -> c.ifNoneExist();
            case Change.Update u -> query(u.which());
            case Change.Patch p -> query(p.which());
            case Change.Delete d -> query(d.which());
        };
    }

    private static Optional<String> query(Change.Which which) {
        return which instanceof Change.Which.Matching m ? Optional.of(m.query()) : Optional.empty();
    }

    /// Where that search stands in the request.
    String conditionPlace() {
        return change.place().isEmpty() ? "" : change.place() + ".request." + (change instanceof Change.Create ? "ifNoneExist" : "url");
    }

    Optional<String> fullUrl() {
        return switch (change) {
            case Change.Create c -> c.fullUrl();
            case Change.Update u -> u.fullUrl();
            case Change.Patch p -> p.fullUrl();
            case Change.Delete _ -> Optional.empty();
        };
    }

    /// Where it stands in the request, as the beginning of a problem's path.
    String place() {
        return change.place().isEmpty() ? type : change.place() + ".resource";
    }
}
