package org.serment.server.record;

import java.time.Instant;
import java.util.Set;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import tools.jackson.databind.node.ObjectNode;

/// An opened version of a resource.
///
/// @param id       its logical id
/// @param oid      its stable number
/// @param version  1, 2, 3 ...
/// @param updated  when this version was made, to the millisecond
/// @param subjects the patients it is about
/// @param frame    the JSON as a zstd frame, as it was stored
/// @param body     the JSON, compact UTF-8; starts with resourceType, id and meta
public record Found(String type, String id, long oid, int version, Instant updated, Set<Long> subjects, byte[] frame, byte[] body) {
    /// The JSON as a tree; numbers keep the digits they were written with.
    public ObjectNode resource() {
        return tree(body);
    }

    static ObjectNode tree(byte[] stored) {
        return switch (Json.parse(stored, Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected _ -> throw new IllegalStateException("a stored body no longer reads as a resource");
        };
    }

    /// The same with another body, which was not stored.
    Found with(byte[] part) {
        return new Found(type, id, oid, version, updated, subjects, new byte[0], part);
    }
}
