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

    /// Which resource a change is about.
    sealed interface Which {
        record Named(String id) implements Which {}

        /// The one that a search finds, within what the caller may see (FHIR R4 http.html 3.1.0.4.3, 3.1.0.7.1).
        record Matching(String query) implements Which {}
    }

    /// @param fullUrl     the name that references inside the same bundle use
    /// @param ifNoneExist a search; when it finds one resource, that one is kept and nothing is created
    record Create(String place, ObjectNode resource, Optional<String> fullUrl, Optional<String> ifNoneExist) implements Change {}

    /// @param ifMatch the version that the caller saw
    record Update(String place, String type, Which which, ObjectNode resource, Optional<String> fullUrl, Optional<Integer> ifMatch) implements Change {
        public Update(String place, String type, String id, ObjectNode resource, Optional<String> fullUrl, Optional<Integer> ifMatch) {
            this(place, type, new Which.Named(id), resource, fullUrl, ifMatch);
        }
    }

    /// An update made from the resource as it stands when it is held.
    record Patch(String place, String type, Which which, Edit edit, Optional<String> fullUrl, Optional<Integer> ifMatch) implements Change {}

    record Delete(String place, String type, Which which, Optional<Integer> ifMatch) implements Change {
        public Delete(String place, String type, String id, Optional<Integer> ifMatch) {
            this(place, type, new Which.Named(id), ifMatch);
        }
    }

    /// A patch: a function of the current resource, called once for each try, inside the transaction.
    interface Edit {
        /// @param current the caller's to change
        Edited of(ObjectNode current);
    }

    /// What a patch makes of a resource.
    sealed interface Edited {
        /// @param resource unchecked: it is checked as any body before it is written
        record Ok(ObjectNode resource) implements Edited {}

        /// It doesn't apply to this resource.
        record Not(Problem problem) implements Edited {}
    }

    /// What became of a change.
    ///
    /// @param body the stored JSON; empty for a deletion
    record Done(String type, String id, int version, Instant updated, Kind kind, byte[] body) {}

    enum Kind {
        CREATED, UPDATED, DELETED,
        /// A conditional create found its resource.
        KEPT,
        /// A conditional deletion found nothing: no id, version 0.
        NOTHING
    }

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
