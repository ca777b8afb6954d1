package org.serment.kernel.trace;

import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Vkey;

/// What a [ProofFile] is worth.
public sealed interface Verdict {

    /// The line is in the log that `key` signs. Whether that is the hospital's key, only the hospital can say.
    record Genuine(Line line, Checkpoint checkpoint, Vkey key) implements Verdict {}

    /// @param place the part of the file where it fails, in plain English
    record Forged(String place) implements Verdict {}
}
