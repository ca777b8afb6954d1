package org.serment.kernel.access;

/// What is asked. The first seven are FHIR interactions.
public enum Action {
    READ('r'), VREAD('r'), HISTORY('r'), SEARCH('s'), CREATE('c'), UPDATE('u'), DELETE('d'),
    /// Who opened this patient's record?
    READERS('s'),
    /// A proof of one line of that answer.
    PROOF('r'),
    /// Copied out in bulk, into files (HL7 Bulk Data Access).
    EXPORT('s');

    private final char letter;

    Action(char letter) {
        this.letter = letter;
    }

    /// The letter of a SMART App Launch v2 scope that covers it: one of `cruds`.
    char letter() {
        return letter;
    }

    /// Whether it is about a stored resource, whose content a granular scope can speak of.
    boolean content() {
        return this != READERS && this != PROOF;
    }

    /// Whether it only looks at resources.
    boolean looks() {
        return this == READ || this == VREAD || this == HISTORY || this == SEARCH || this == EXPORT;
    }
}
