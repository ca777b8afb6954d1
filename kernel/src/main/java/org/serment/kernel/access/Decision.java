package org.serment.kernel.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The answer for one resource.
public sealed interface Decision {

    /// @param scope the atoms that the granting rules asked of the resource
    record Grant(Terms terms, Filter scope) implements Decision {}

    record Refusal(List<Reason> reasons) implements Decision {
        public Refusal {
            reasons = List.copyOf(reasons);
        }
    }

    /// Refused as it stands; doing what `kind` says would lift it.
    record Challenge(Kind kind, List<Reason> reasons) implements Decision {
        public Challenge {
            reasons = List.copyOf(reasons);
        }
    }

    enum Kind {
        /// State an emergency for this one patient, with a reason, after signing in again.
        BREAK_GLASS
    }

    /// What goes with a permission, of one resource or of a plan.
    ///
    /// @param basis the legal basis, for the journal
    /// @param policy the hash of the policy that granted it
    /// @param until when the facts it rests on stop to hold
    /// @param within searches of the type, one of which the resource's content must satisfy: granular scopes of the token, which
    ///               the record applies; empty when the content doesn't matter
    record Terms(List<Reason> reasons, String basis, Set<Rule.Obligation> obligations, String policy, Instant until, List<String> within) {
        public Terms {
            within = List.copyOf(within);
            reasons = List.copyOf(reasons);
            obligations = Set.copyOf(obligations);
        }
    }
}
