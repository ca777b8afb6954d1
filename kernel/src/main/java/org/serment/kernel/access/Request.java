package org.serment.kernel.access;

import java.time.Instant;
import java.util.Objects;
import org.serment.kernel.identity.Actor;

/// What is asked, by whom, why and when.
///
/// @param type the FHIR resource type; `AuditEvent` for [Action#READERS] and [Action#PROOF]
public record Request(Actor actor, Action action, String type, Purpose purpose, Instant at) {

    public Request {
        Objects.requireNonNull(actor);
        Objects.requireNonNull(action);
        Objects.requireNonNull(type);
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(at);
    }
}
