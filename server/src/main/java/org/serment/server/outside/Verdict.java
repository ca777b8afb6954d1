package org.serment.server.outside;

import java.util.List;

/// What came of a sign-in elsewhere.
sealed interface Verdict {
    /// @param methods how the provider says it was done (RFC 8176); may be empty
    /// @param level   its level of assurance
    record Welcome(int tenant, long account, List<String> methods, String level) implements Verdict {}

    /// @param identity what the provider calls the person, for the page that says whom to ask; otherwise empty
    record Refused(Why why, String identity) implements Verdict {}

    /// Why not; the texts are `outside.WHY.title` and `.text`.
    enum Why {
        /// The provider doesn't answer.
        UNREACHABLE,
        /// The answer belongs to no request of this browser, or was used before.
        STALE,
        /// The person, or the provider, said no.
        DECLINED,
        /// What the provider sent is not as it must be: signature, audience, nonce ...
        UNTRUSTED,
        /// The level of assurance is missing or too low.
        WEAK,
        /// No account is linked to this identity.
        UNKNOWN
    }
}
