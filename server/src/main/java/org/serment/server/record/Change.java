package org.serment.server.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Problem;
import org.serment.server.gate.Released;
import tools.jackson.databind.node.ObjectNode;

/// One change that a request asks for. `place` is where it stands in the request, `Bundle.entry[3]` or empty, and begins
/// the path of every problem.
public sealed interface Change {
    String place();

    /// @param fullUrl     the name that references inside the same bundle use
    /// @param ifNoneExist a search; when it finds one resource, that one is kept and nothing is created
    record Create(String place, ObjectNode resource, Optional<String> fullUrl, Optional<String> ifNoneExist) implements Change {}

    /// @param ifMatch the version that the caller saw
    record Update(String place, String type, String id, ObjectNode resource, Optional<String> fullUrl, Optional<Integer> ifMatch) implements Change {}

    record Delete(String place, String type, String id, Optional<Integer> ifMatch) implements Change {}

    /// What became of a change.
    ///
    /// @param body the stored JSON; empty for a deletion
    record Done(String type, String id, int version, Instant updated, Kind kind, byte[] body) {}

    enum Kind { CREATED, UPDATED, DELETED, KEPT }

    /// What became of a request's changes: all of them, or none.
    sealed interface Result {
        record Written(List<Done> done, Released released) implements Result {}

        /// Nothing was written.
        record Rejected(Cause cause, List<Problem> problems, Released released) implements Result {}
    }

    /// Why nothing was written.
    enum Cause {
        /// The request contradicts itself or names what can't be resolved.
        INVALID,
        /// No such resource for the caller.
        NOT_FOUND,
        /// The caller may not.
        FORBIDDEN,
        /// The resource changed since the version in If-Match, or a search that should find at most one finds several.
        PRECONDITION,
        /// Another transaction changed the same resource at the same time.
        CONFLICT,
        /// Well formed, and against a rule of the record.
        UNPROCESSABLE
    }
}
