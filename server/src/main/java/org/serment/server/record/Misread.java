package org.serment.server.record;

import org.serment.r4.Problem;

/// Leaves the reading of a query that can't be understood; caught once, in [QueryReader].
final class Misread extends RuntimeException {
    final transient Problem problem;

    Misread(String parameter, String code, String message) {
        super(message, null, false, false);
        problem = new Problem(parameter, code, message);
    }

    /// A parameter's name is worth repeating only when it looks like one: it could carry a patient's name.
    static String known(String name) {
        return name.matches("[A-Za-z_-]{1,40}") ? name : "(not a name)";
    }
}
