package org.serment.server.exports;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a client asks an export for (HL7 Bulk Data Access 2.0, "Query Parameters").
///
/// @param url      the address of the kick-off, which the manifest repeats
/// @param whose    the level
/// @param types    the resource types; empty for all that the client may copy
/// @param filters  of a type: searches, one of which must find the resource
/// @param elements of a type: the elements to keep; a type that is missing comes whole
/// @param since    only what changed from then on
/// @param patients `Patient/id` of those whose records alone are asked for
public record Wish(String url, Whose whose, List<String> types, Map<String, List<String>> filters, Map<String, List<String>> elements, Optional<Instant> since,
                   Optional<List<String>> patients) {
    public sealed interface Whose {
        record System() implements Whose {}

        /// `Patient/$export`
        record Patients() implements Whose {}

        /// `Group/[id]/$export`
        record Members(String group) implements Whose {}
    }
}
