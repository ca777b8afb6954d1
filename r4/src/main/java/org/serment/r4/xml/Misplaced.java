package org.serment.r4.xml;

import org.serment.r4.Problem;

/// Ends a translation: something stands where XML of FHIR has no place for it.
final class Misplaced extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Misplaced(String place, String code, String message) {
        super(message, null, false, false);
        problem = new Problem(place, code, message);
    }

    Problem problem() {
        return problem;
    }
}
