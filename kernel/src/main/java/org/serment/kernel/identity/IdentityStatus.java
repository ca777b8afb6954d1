package org.serment.kernel.identity;

/// How far a patient's identity can be trusted (RNIV): retrieved from the national service or not,
/// checked against an identity document or not. In French: provisoire, récupérée, validée, qualifiée.
public enum IdentityStatus {
    PROVISIONAL, RETRIEVED, VALIDATED, QUALIFIED;

    public static IdentityStatus of(boolean retrieved, boolean checked) {
        if (retrieved) return checked ? QUALIFIED : RETRIEVED;
        return checked ? VALIDATED : PROVISIONAL;
    }

    /// The INS leaves the system only when the identity is qualified.
    public boolean releasesIns() {
        return this == QUALIFIED;
    }
}
