package org.serment.server.record;

import java.util.List;
import org.serment.r4.Problem;

/// Leaves a transaction that can't be written; caught once, in [Writing], which rolls back.
final class Refusal extends RuntimeException {
    final transient Change.Cause cause;
    final transient List<Problem> problems;

    Refusal(Change.Cause cause, String path, String code, String message) {
        super(message, null, false, false);
        this.cause = cause;
        this.problems = List.of(new Problem(path, code, message));
    }

    Refusal(Change.Cause cause, List<Problem> problems) {
        super("refused", null, false, false);
        this.cause = cause;
        this.problems = problems;
    }
}
