package org.serment.r4;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What came of reading bytes as a resource.
public sealed interface Parsed {
    /// A resource whose structure is right.
    record Ok(ObjectNode resource) implements Parsed {}

    /// At least one problem.
    record Rejected(List<Problem> problems) implements Parsed {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
