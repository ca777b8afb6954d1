package org.serment.kernel.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is known at the time of a request. Each source states its part ([#account(Account)],
/// [#care(List)] ...) and the parts are added; what no source states is missing, and a missing fact
/// refuses. So "no opposition" must be stated: an empty set is a fact, an absent one is not.
///
/// @param own the subjects whose record is the account's own (a patient's account)
/// @param clearance the label sets that the account may see
/// @param opposed the subjects that oppose the sharing of their record with this account
public record Facts(Optional<Account> account, List<Care> care, Set<Long> own, Optional<Set<Integer>> clearance,
                    Optional<Set<Long>> opposed, Optional<UseCase> useCase) {

    public static final Facts NONE =
            new Facts(Optional.empty(), List.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /// @param reviewDue when the yearly review of rights falls due; from then on the account is refused
    /// @param units the units it works in, by number, with their names
    /// @param fact the fact's id, quoted in reasons
    public record Account(Role role, boolean revoked, Instant reviewDue, String name, Map<Integer, String> units,
                          String fact) {
        public Account {
            Objects.requireNonNull(role);
            Objects.requireNonNull(reviewDue);
            units = Map.copyOf(units);
        }
    }

    /// A care relationship of the account with one patient, from an instant until before another.
    public record Care(long subject, int unit, Source source, Instant from, Instant until, String fact) {

        /// Where the relationship is read from.
        public enum Source { PRESENCE, APPOINTMENT, ORDER, TEAM, RECOGNITION, BREAK_GLASS }

        boolean holds(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /// The state, in the ethics register, of the use case that the client serves.
    public record UseCase(String id, boolean open, Instant from, Instant until, String fact) {}

    public Facts {
        care = List.copyOf(care);
        own = Set.copyOf(own);
        clearance = clearance.map(Set::copyOf);
        opposed = opposed.map(Set::copyOf);
    }

    public static Facts account(Account account) {
        return new Facts(Optional.of(account), List.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Facts care(List<Care> care) {
        return new Facts(Optional.empty(), care, Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Facts own(Set<Long> subjects) {
        return new Facts(Optional.empty(), List.of(), subjects, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Facts clearance(Set<Integer> labelSets) {
        return new Facts(Optional.empty(), List.of(), Set.of(), Optional.of(labelSets), Optional.empty(), Optional.empty());
    }

    public static Facts opposed(Set<Long> subjects) {
        return new Facts(Optional.empty(), List.of(), Set.of(), Optional.empty(), Optional.of(subjects), Optional.empty());
    }

    public static Facts useCase(UseCase useCase) {
        return new Facts(Optional.empty(), List.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.of(useCase));
    }

    /// Both parts together: relationships and oppositions add up.
    ///
    /// @throws IllegalArgumentException when both state the account, the clearance or the use case
    public Facts plus(Facts other) {
        return new Facts(one(account, other.account), Stream.concat(care.stream(), other.care.stream()).toList(),
                union(own, other.own), one(clearance, other.clearance),
                opposed.map(mine -> union(mine, other.opposed.orElse(Set.of()))).or(() -> other.opposed),
                one(useCase, other.useCase));
    }

    private static <T> Optional<T> one(Optional<T> a, Optional<T> b) {
        if (a.isPresent() && b.isPresent()) throw new IllegalArgumentException("two sources state one fact");
        return a.or(() -> b);
    }

    private static Set<Long> union(Set<Long> a, Set<Long> b) {
        Set<Long> both = new HashSet<>(a);
        both.addAll(b);
        return both;
    }
}
