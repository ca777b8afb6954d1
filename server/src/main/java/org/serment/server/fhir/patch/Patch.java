package org.serment.server.fhir.patch;

import org.serment.r4.Problem;
import org.serment.server.record.Change;

/// What came of reading a patch, before any resource is known.
public sealed interface Patch {
    record Ready(Change.Edit edit) implements Patch {}

    /// It is no patch, whatever it were applied to.
    record Bad(Problem problem) implements Patch {}

    /// Leaves an operation that doesn't apply, or can't be read.
    final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Wrong(String place, String code, String message) {
            super(message, null, false, false);
            problem = new Problem(place, code, message);
        }

        Problem problem() {
            return problem;
        }
    }
}
