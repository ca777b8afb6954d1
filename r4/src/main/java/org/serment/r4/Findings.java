package org.serment.r4;

import java.util.ArrayList;
import java.util.List;

/// Problems of one reading, each with the place where the reader stands.
final class Findings {
    private final Place place;
    private final int most;
    private final List<Problem> problems = new ArrayList<>();

    Findings(Place place, int most) {
        this.place = place;
        this.most = most;
    }

    /// Notes a problem; throws [Enough] when that makes as many as are listed.
    void add(String code, String message) {
        problems.add(new Problem(place.path(), code, message));
        if (problems.size() >= most) {
            throw new Enough();
        }
    }

    /// The same for an element of the object where the reader stands.
    void at(String element, String code, String message) {
        place.enter(element);
        add(code, message);
        place.leave();
    }

    /// Notes a problem after which reading cannot go on.
    Enough last(String code, String message) {
        problems.add(new Problem(place.path(), code, message));
        return new Enough();
    }

    List<Problem> all() {
        return problems;
    }

    /// Ends a reading.
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Enough() {
            super("enough problems", null, false, false);
        }
    }
}
