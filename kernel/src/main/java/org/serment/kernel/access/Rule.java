package org.serment.kernel.access;

import java.util.Objects;
import java.util.Set;

/// One right: these roles may do these actions, for these purposes, on resources of these types that
/// are tied to them so, if no guard objects.
///
/// @param id quoted in reasons and in the journal
/// @param basis the legal basis, quoted in the journal
public record Rule(String id, String basis, Set<Role> roles, Set<Action> actions, Set<Purpose> purposes,
                   Types types, Tie tie, Set<Guard> guards, Set<Obligation> obligations) {

    /// What must tie the resource to the account.
    public enum Tie { IN_CARE, BREAK_GLASS, OWN_RECORD, DIRECTORY, AUTHOR, UNIT, DUTY }

    /// What can still object.
    public enum Guard { OPPOSITION, CLEARANCE, USE_CASE }

    /// What a grant obliges to.
    public enum Obligation { MASK, NOTIFY, EXPIRE, REVIEW }

    /// The named types only, or all others.
    public record Types(boolean except, Set<String> names) {

        public Types {
            names = Set.copyOf(names);
        }

        public static Types only(Set<String> names) {
            return new Types(false, names);
        }

        public static Types except(Set<String> names) {
            return new Types(true, names);
        }

        boolean contains(String type) {
            return names.contains(type) != except;
        }
    }

    public Rule {
        Objects.requireNonNull(types);
        Objects.requireNonNull(tie);
        if (!id.matches("[a-z.-]+")) throw new IllegalArgumentException("not a rule id: " + id);
        roles = Set.copyOf(roles);
        actions = Set.copyOf(actions);
        purposes = Set.copyOf(purposes);
        guards = Set.copyOf(guards);
        obligations = Set.copyOf(obligations);
    }
}
