package org.serment.kernel.access;

/// What an account is employed for. A fact, read at each request; never a claim of a token.
public enum Role {
    NURSE, PHYSICIAN, ADMISSIONS, PATIENT,
    /// The data protection officer.
    DPO,
    /// A system client that loads existing histories.
    LOADER;

    /// Whether only a program may hold it.
    public boolean machine() {
        return this == LOADER;
    }
}
