package org.serment.kernel.access;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.serment.kernel.identity.Actor;

/// What the scopes of a token leave of the rights. They narrow what facts grant and grant nothing; a scope that isn't
/// understood counts for nothing.
final class Scopes {

    /// What covers an action on a type.
    ///
    /// @param patient the only patient it speaks of, when it speaks of one
    /// @param within  searches of the type, one of which the resource must satisfy; empty when its content doesn't matter
    record Coverage(OptionalLong patient, List<String> within) {}

    private Scopes() {}

    /// Empty when no scope covers it. Where scopes of both contexts do, those of `user/` count: what they allow can't be
    /// added up with what is allowed for one patient.
    static Optional<Coverage> cover(Actor actor, Role role, Action action, String type) {
        if (role.machine()) return cover("system", actor, action, type, OptionalLong.empty());
        Optional<Coverage> all = cover("user", actor, action, type, OptionalLong.empty());
        if (all.isPresent()) return all;
        // a patient has one record; others speak of a patient only after one was chosen for this token
        if (role != Role.PATIENT && actor.patient().isEmpty()) return Optional.empty();
        return cover("patient", actor, action, type, role == Role.PATIENT ? OptionalLong.empty() : actor.patient());
    }

    private static Optional<Coverage> cover(String context, Actor actor, Action action, String type, OptionalLong patient) {
        List<Scope> fitting = actor.scopes().stream().map(Scope::of).flatMap(Optional::stream)
                .filter(scope -> scope.context().equals(context) && (scope.type().equals("*") || scope.type().equals(type)))
                .filter(scope -> scope.letters().indexOf(action.letter()) >= 0)
                .filter(scope -> scope.query().isEmpty() || action.content()).toList();
        if (fitting.isEmpty()) return Optional.empty();
        boolean whole = fitting.stream().anyMatch(scope -> scope.query().isEmpty());
        return Optional.of(new Coverage(patient, whole ? List.of() : List.copyOf(new TreeSet<>(fitting.stream().map(Scope::query).toList()))));
    }
}
