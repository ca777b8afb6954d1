package org.serment.server.gate;

import java.util.List;

/// What an answer releases, or a write changes, of one patient: one line of the journal.
///
/// @param subject the patient's number; 0 for resources without a patient
/// @param what    `Type/id` of each resource
public record Touched(long subject, List<String> what) {
    public Touched {
        what = List.copyOf(what);
    }
}
