package org.serment.kernel.access;

/// HL7 v3 PurposeOfUse codes (code system `http://terminology.hl7.org/CodeSystem/v3-ActReason`).
public enum Purpose {
    /// Treatment.
    TREAT,
    /// Emergency treatment: the break-glass.
    ETREAT,
    /// Healthcare payment.
    HPAYMT,
    /// Healthcare operations.
    HOPERAT,
    /// Healthcare research.
    HRESCH,
    /// Public health.
    PUBHLTH,
    /// The patient's own request.
    PATRQT
}
