package org.serment.server.gate;

import java.util.List;
import org.serment.kernel.access.Reason;

/// What the gate answers.
public sealed interface Passage permits Permit, Passage.Refused {

    /// Not for you, or not there: one answer. It is in the journal already.
    ///
    /// @param reasons why; empty when there is no such resource. Never for the caller's eyes on a by-id request.
    record Refused(Released released, List<Reason> reasons) implements Passage {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
