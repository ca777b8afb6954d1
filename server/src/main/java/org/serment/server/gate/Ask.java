package org.serment.server.gate;

import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.identity.Actor;

/// What a door asks for somebody.
///
/// @param type    the FHIR resource type
/// @param purpose what the caller says it is for; absent: the usual purpose of the account's role
/// @param request the request's number, quoted in answers, logs and the journal
/// @param query   the search as it came, for the sealed journal; empty when nothing was searched
public record Ask(Actor actor, Action action, String type, Optional<Purpose> purpose, String request, String query) {
    public Ask with(Action other, String otherType) {
        return new Ask(actor, other, otherType, purpose, request, query);
    }

    Ask with(String otherQuery) {
        return new Ask(actor, action, type, purpose, request, otherQuery);
    }
}
