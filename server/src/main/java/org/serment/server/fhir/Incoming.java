package org.serment.server.fhir;

import java.util.Optional;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import tools.jackson.databind.node.ObjectNode;

/// A body that was read as a resource. Writing changes the tree it takes, so a second try takes another, parsed anew.
final class Incoming {
    private final byte[] bytes;
    private Optional<ObjectNode> parsed;

    Incoming(byte[] bytes, ObjectNode parsed) {
        this.bytes = bytes;
        this.parsed = Optional.of(parsed);
    }

    /// For checks before it is taken.
    ObjectNode look() {
        return parsed.orElseThrow(() -> new IllegalStateException("taken already"));
    }

    /// The tree, the taker's to change.
    ObjectNode take() {
        var tree = parsed.orElseGet(this::again);
        parsed = Optional.empty();
        return tree;
    }

    private ObjectNode again() {
        return switch (Json.parse(bytes, Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected _ -> throw new IllegalStateException("read a moment ago");
        };
    }
}
