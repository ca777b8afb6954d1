package org.serment.server.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.serment.kernel.access.Access;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Policy;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Reason;
import org.serment.kernel.access.Request;
import org.serment.kernel.access.Role;
import org.serment.kernel.access.Target;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Tx;

/// One request, heard once: its facts are those of one moment, and whatever it touches is decided on them.
/// A request that writes holds its hearing as long as its transaction.
public final class Hearing {
    private record Asked(Action action, String type) {}

    private final Clerk clerk;
    private final Policy policy;
    private final Ask ask;
    private final Facts facts;
    private final Instant at;
    private final Map<Asked, Plan> plans = new HashMap<>();
    private final Optional<Tx> tx;
    private final List<Touched> seen = new ArrayList<>();
    private final List<Touched> refused = new ArrayList<>();
    private List<Reason> reasons = List.of();

    Hearing(Clerk clerk, Policy policy, Ask ask, Facts facts, Instant at, Optional<Tx> tx) {
        this.clerk = clerk;
        this.tx = tx;
        this.policy = policy;
        this.ask = ask;
        this.facts = facts;
        this.at = at;
    }

    public Actor actor() {
        return ask.actor();
    }

    /// Whether the caller's word on stays and movements counts.
    public boolean recordsMovements() {
        return facts.account().filter(a -> a.role().recordsMovements()).isPresent();
    }

    /// What the caller may do with a type.
    public Plan plan(Action action, String type) {
        return plans.computeIfAbsent(new Asked(action, type), a -> Access.plan(request(a.action, a.type), facts, policy));
    }

    /// Whether the caller may do that with that resource.
    public boolean covers(Action action, String type, Target target) {
        return plan(action, type).accepts(target);
    }

    /// The authority for what [#covers] accepts, and for nothing when it accepts nothing.
    public Permit permit(Action action, String type) {
        return switch (plan(action, type)) {
            case Plan.None none -> throw new SecurityException("no permit without a grant");
            case Plan.All all -> new Permit(this, ask.with(action, type), all.condition(), all.terms(), Optional.empty());
            case Plan.Filtered some -> new Permit(this, ask.with(action, type), some.condition(), some.terms(), Optional.empty());
        };
    }

    /// The authority for a further type; empty when no resource of it is covered.
    Optional<Permit> also(Action action, String type) {
        return switch (plan(action, type)) {
            case Plan.None _ -> Optional.empty();
            case Plan.All _, Plan.Filtered _ -> Optional.of(permit(action, type));
        };
    }

    /// Remembers what the kernel refused, for the journal's line of this request.
    public void note(Action action, String type, Target target, String what) {
        reasons = switch (Access.decide(request(action, type), target, facts, policy)) {
            case Decision.Refusal r -> r.reasons();
            case Decision.Challenge c -> c.reasons();
            case Decision.Grant _ -> List.of();
        };
        refused.addAll(touched(action, target.subjects(), what));
    }

    /// Remembers what the caller learns of on the way (what a condition found, what a reference leads to): it is entered
    /// whether the request succeeds or not.
    public void saw(Set<Long> subjects, String what) {
        if (!subjects.isEmpty()) seen.addAll(touched(Action.SEARCH, subjects, what));
    }

    static List<Touched> touched(Action action, Set<Long> subjects, String what) {
        var all = subjects.isEmpty() ? Set.of(0L) : subjects;
        return all.stream().map(s -> new Touched(action, s, List.of(what))).toList();
    }

    /// Enters what was written into the journal and commits both: the answer may leave.
    public Released commit(List<Touched> touched) {
        var open = tx.orElseThrow();
        clerk.write(open, this, List.copyOf(plans.values()), Stream.concat(touched.stream(), seen.stream()).toList());
        open.commit();
        return new Released(ask.request());
    }

    /// Enters, after the transaction was rolled back, that nothing was written.
    public Released refused() {
        return clerk.refuse(this, reasons, seen, refused).release();
    }

    Decision decide(Target target) {
        return Access.decide(request(ask.action(), ask.type()), target, facts, policy);
    }

    Ask ask() {
        return ask;
    }

    Instant at() {
        return at;
    }

    /// The patient whose record is the caller's own.
    Optional<Long> own() {
        return facts.own().size() == 1 ? Optional.of(facts.own().iterator().next()) : Optional.empty();
    }

    boolean isOwn(Standing standing) {
        return own().filter(own -> standing.target().subjects().equals(Set.of(own))).isPresent();
    }

    Optional<Facts.Account> account() {
        return facts.account();
    }

    Purpose purpose() {
        return ask.purpose().orElseGet(() -> facts.account().map(Facts.Account::role).map(Hearing::usual).orElse(Purpose.TREAT));
    }

    private Request request(Action action, String type) {
        return new Request(ask.actor(), action, type, purpose(), at);
    }

    private static Purpose usual(Role role) {
        return switch (role) {
            case NURSE, PHYSICIAN, ADMISSIONS -> Purpose.TREAT;
            case PATIENT -> Purpose.PATRQT;
            case DPO, ADMINISTRATOR, LOADER -> Purpose.HOPERAT;
        };
    }
}
