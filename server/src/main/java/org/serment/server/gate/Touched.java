package org.serment.server.gate;

import java.util.List;
import org.serment.kernel.access.Action;

/// What an answer releases, or a write changes, of one patient: one line of the journal.
///
/// @param action  what was done, which in a transaction is not what the request is called
/// @param subject the patient's number; 0 for resources without a patient
/// @param what    `Type/id` of each resource; empty when the patient was asked about and nothing was found
public record Touched(Action action, long subject, List<String> what) {
    public Touched {
        what = List.copyOf(what);
    }
}
