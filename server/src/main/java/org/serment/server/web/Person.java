package org.serment.server.web;

import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;

/// Whoever is signed in, with all the factors that are needed. The door `signin` puts it on the request.
///
/// @param name for display; empty for a patient, whose name only the record has
public record Person(Actor actor, String name, Role role) {
    /// The request attribute that holds the person.
    public static final String ATTRIBUTE = "org.serment.server.web.Person";
    /// The request attribute that holds the token which forms send back, a String.
    public static final String CSRF = "org.serment.server.web.csrf";
}
