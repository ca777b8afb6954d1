package org.serment.server.oauth;

/// For whom an application was opened (SMART App Launch 2.2, "Launch context").
sealed interface Opened {
    /// For nobody in particular, or for a patient who is still to be chosen.
    record Nobody() implements Opened {}

    /// It was to be for somebody, and what it brought for that is worth nothing.
    record Lost() implements Opened {}

    /// @param patient   the id of the Patient
    /// @param subject   the patient's number
    /// @param encounter the id of the stay; empty when there is none
    record For(String patient, long subject, String encounter) implements Opened {}
}
