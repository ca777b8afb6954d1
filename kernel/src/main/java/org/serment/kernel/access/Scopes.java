package org.serment.kernel.access;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serment.kernel.identity.Actor;

/// SMART App Launch v2 scopes (`user/Observation.rs`). They narrow what facts grant and grant nothing;
/// a scope that isn't understood here, one with a query included, counts for nothing.
final class Scopes {

    private static final Pattern SCOPE =
            Pattern.compile("(patient|user|system)/(\\*|[A-Z][A-Za-z]*)\\.(c?r?u?d?s?)");

    private Scopes() {}

    static boolean cover(Actor actor, Role role, Action action, String type) {
        for (String scope : actor.scopes()) {
            Matcher parts = SCOPE.matcher(scope);
            if (parts.matches() && contexts(role).contains(parts.group(1))
                    && (parts.group(2).equals("*") || parts.group(2).equals(type))
                    && parts.group(3).indexOf(action.letter()) >= 0) return true;
        }
        return false;
    }

    private static Set<String> contexts(Role role) {
        if (role.machine()) return Set.of("system");
        return role == Role.PATIENT ? Set.of("patient", "user") : Set.of("user");
    }
}
