package org.serment.server.gate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Message;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Policy;
import org.serment.kernel.access.Reason;
import org.serment.kernel.access.Target;
import org.serment.server.db.Answers;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.journal.Journal;

/// The one way in.
///
/// - A read of one resource: [#pass(Ask, Address)], [#enter(Permit, List)], the room, then [Pending#release()].
/// - A search: [#pass(Ask)], the room, then [#enter(Permit, List)] with what the page holds, and its release.
/// - A person's own record: [#passOwn(Ask)] and [#passOwn(Ask, Address)], which refuse whoever has none.
/// - A page that shows several types: [#pass(Ask, Address)], [Permit#also(Action, String)] for each further type, one entry for all.
/// - A write: [#hear(Tx, Ask)] inside its transaction, a permit for each resource, then [Hearing#commit(List)].
///
/// Refusals are in the journal before they are returned. Absent and forbidden take one path with the same work.
public final class Gate {
    private static final List<Reason> NOT_OWN = List.of(new Reason("own", List.of(), Message.NOT_OWN));

    private final Database database;
    private final Clerk clerk;
    private final Policy policy;
    private final List<FactSource> sources;
    private final TargetSource targets;
    private final InstantSource clock;

    public Gate(Database database, Journal journal, Policy policy, List<FactSource> sources, TargetSource targets, InstantSource clock) {
        this.database = database;
        this.clerk = new Clerk(journal);
        this.policy = policy;
        this.sources = List.copyOf(sources);
        this.targets = targets;
        this.clock = clock;
    }

    /// Decides on one resource.
    public Passage pass(Ask ask, Address address) {
        return pass(ask, address, false);
    }

    /// Decides on one resource of the caller's own record: what another right would open is refused here.
    public Passage passOwn(Ask ask, Address address) {
        return pass(ask, address, true);
    }

    private Passage pass(Ask ask, Address address, boolean own) {
        var at = clock.instant();
        var standing = ask.action() == Action.READ ? targets.sealed(address) : targets.standing(address);
        var facts = parts(ask, at);
        var answers = database.read(with(facts, standing));
        var hearing = new Hearing(clerk, policy, ask, sum(facts, answers), at, Optional.empty());
        var found = answers.of(standing);
        if (own && found.filter(hearing::isOwn).isEmpty()) return refuse(hearing, NOT_OWN, touched(hearing, found, address));
        return decide(hearing, found, address);
    }

    private Passage decide(Hearing hearing, Optional<Standing> standing, Address address) {
        // absent is decided too, on a patient that nobody has, so that it costs what forbidden costs
        var decision = hearing.decide(standing.map(Standing::target).orElseGet(() -> new Target(address.tenant(), Set.of(Long.MAX_VALUE), 0, 0, 0)));
        return switch (decision) {
            case Decision.Grant g when standing.isPresent() -> new Permit(hearing, hearing.ask(), g.scope(), g.terms(), standing);
            case Decision.Grant _ -> refuse(hearing, List.of(), touched(hearing, standing, address));
            case Decision.Refusal r -> refuse(hearing, r.reasons(), touched(hearing, standing, address));
            case Decision.Challenge c -> refuse(hearing, c.reasons(), touched(hearing, standing, address));
        };
    }

    private static List<Touched> touched(Hearing hearing, Optional<Standing> standing, Address address) {
        return Hearing.touched(hearing.ask().action(), standing.map(st -> st.target().subjects()).orElse(Set.of()), address.reference());
    }

    /// Decides on a whole type.
    public Passage pass(Ask ask) {
        return pass(ask, false);
    }

    /// Decides on a whole type within the caller's own record: who has none is refused, whatever else they may see.
    /// The permit tells whose record it is ([Permit#own()]).
    public Passage passOwn(Ask ask) {
        return pass(ask, true);
    }

    private Passage pass(Ask ask, boolean own) {
        var at = clock.instant();
        var facts = parts(ask, at);
        var hearing = new Hearing(clerk, policy, ask, sum(facts, database.read(with(facts))), at, Optional.empty());
        if (own && hearing.own().isEmpty()) return refuse(hearing, NOT_OWN, Hearing.touched(ask.action(), Set.of(), ask.type()));
        return switch (hearing.plan(ask.action(), ask.type())) {
            case Plan.None none -> refuse(hearing, none.reasons(), Hearing.touched(ask.action(), Set.of(), ask.type()));
            case Plan.All _, Plan.Filtered _ -> hearing.permit(ask.action(), ask.type());
        };
    }

    private Passage refuse(Hearing hearing, List<Reason> reasons, List<Touched> touched) {
        return new Passage.Refused(clerk.refuse(hearing, reasons, List.of(), touched).release(), reasons);
    }

    /// Enters the access into the journal. The room can work on while the entry becomes durable; [Pending#release()] waits for it.
    ///
    /// @param touched what the answer will hold; for a page without results, the patients that were asked about
    public Pending enter(Permit permit, List<Touched> touched) {
        return enter(List.of(permit), touched);
    }

    /// The same for several permits of one request: one entry.
    ///
    /// @param permits the first one names the request; the others come from [Permit#also(Action, String)]
    public Pending enter(List<Permit> permits, List<Touched> touched) {
        return enter(permits, touched, permits.getFirst().ask().query());
    }

    /// The same for a search whose query came out of a page link.
    public Pending enter(List<Permit> permits, List<Touched> touched, String query) {
        var first = permits.getFirst();
        if (permits.stream().anyMatch(p -> p.hearing() != first.hearing())) throw new IllegalArgumentException("permits of several requests");
        return clerk.enter(first.hearing(), first.ask().with(query), permits.stream().map(Permit::terms).toList(), touched);
    }

    /// Hears a request that writes, inside its transaction: the facts are read there, and the journal entry is written there.
    public Hearing hear(Tx tx, Ask ask) {
        var at = clock.instant();
        var facts = parts(ask, at);
        return new Hearing(clerk, policy, ask, sum(facts, tx.read(with(facts))), at, Optional.of(tx));
    }

    private List<Part<Facts>> parts(Ask ask, Instant at) {
        return sources.stream().map(s -> s.facts(ask.actor(), at)).toList();
    }

    private static Part<?>[] with(List<Part<Facts>> facts, Part<?>... more) {
        var all = new ArrayList<Part<?>>(facts);
        all.addAll(List.of(more));
        return all.toArray(Part[]::new);
    }

    private static Facts sum(List<Part<Facts>> parts, Answers answers) {
        return parts.stream().map(answers::of).reduce(Facts.NONE, Facts::plus);
    }
}
