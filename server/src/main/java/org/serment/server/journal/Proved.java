package org.serment.server.journal;

/// The answer to a request for a proof.
public sealed interface Proved {
    /// The text of a proof file, which `verify` checks offline.
    record File(String text) implements Proved {}

    /// The entry is durable, but no signed checkpoint covers it yet: within a second or two one will.
    record NotYet() implements Proved {}

    /// There is no such line of this patient.
    record Absent() implements Proved {}
}
