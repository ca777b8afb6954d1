package org.serment.kernel.access;

/// What an account is employed for. A fact, read at each request; never a claim of a token.
public enum Role {
    NURSE, PHYSICIAN, ADMISSIONS, PATIENT,
    /// The data protection officer.
    DPO,
    /// Makes and ends accounts, and sees no patient's data.
    ADMINISTRATOR,
    /// A system client that loads existing histories.
    LOADER;

    /// Whether what it writes of stays and movements is a fact that care relationships rest on: nobody gives themselves a patient.
    public boolean recordsMovements() {
        return this == ADMISSIONS || this == LOADER;
    }

    /// Whether it takes care of patients.
    public boolean carer() {
        return this == NURSE || this == PHYSICIAN;
    }

    /// Whether only a program may hold it.
    public boolean machine() {
        return this == LOADER;
    }
}
