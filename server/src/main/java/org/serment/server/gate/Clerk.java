package org.serment.server.gate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Reason;
import org.serment.kernel.access.Request;
import org.serment.kernel.trace.Line;
import org.serment.server.db.Tx;
import org.serment.server.journal.Event;
import org.serment.server.journal.Journal;

/// Tells the journal what the gate decided: one event a request, one part a patient.
final class Clerk {
    private final Journal journal;

    Clerk(Journal journal) {
        this.journal = journal;
    }

    Pending enter(Hearing hearing, Ask ask, List<Decision.Terms> terms, List<Touched> touched) {
        return append(hearing, event(hearing, ask, basis(terms), reasons(terms), Line.Outcome.GRANTED, parts(Line.Outcome.GRANTED, touched)));
    }

    /// @param seen    what the caller could learn of before the refusal
    /// @param refused what was refused
    Pending refuse(Hearing hearing, List<Reason> reasons, List<Touched> seen, List<Touched> refused) {
        var parts = Stream.concat(parts(Line.Outcome.GRANTED, seen).stream(), parts(Line.Outcome.REFUSED, refused).stream()).toList();
        return append(hearing, event(hearing, hearing.ask(), "", reasons, Line.Outcome.REFUSED, parts));
    }

    void write(Tx tx, Hearing hearing, List<Plan> plans, List<Touched> touched) {
        var terms = plans.stream().map(Clerk::terms).flatMap(Optional::stream).toList();
        journal.write(tx, event(hearing, hearing.ask(), basis(terms), reasons(terms), Line.Outcome.GRANTED, parts(Line.Outcome.GRANTED, touched)));
    }

    private static String basis(List<Decision.Terms> terms) {
        return terms.stream().map(Decision.Terms::basis).distinct().collect(Collectors.joining("; "));
    }

    private static List<Reason> reasons(List<Decision.Terms> terms) {
        return terms.stream().flatMap(t -> t.reasons().stream()).toList();
    }

    private Pending append(Hearing hearing, Event event) {
        return new Pending(journal.append(event), hearing.ask().request());
    }

    private static Optional<Decision.Terms> terms(Plan plan) {
        return switch (plan) {
            case Plan.None _ -> Optional.empty();
            case Plan.All all -> Optional.of(all.terms());
            case Plan.Filtered some -> Optional.of(some.terms());
        };
    }

    private static List<Event.Part> parts(Line.Outcome outcome, List<Touched> touched) {
        return touched.stream().map(t -> new Event.Part(t.action(), outcome, t.subject(), t.subject() == 0 ? "" : "subject/" + t.subject(), t.what(), t.what().size())).toList();
    }

    private static Event event(Hearing hearing, Ask ask, String basis, List<Reason> reasons, Line.Outcome outcome, List<Event.Part> parts) {
        var who = hearing.account().map(a -> new Event.Who(a.name(), a.role().name(), "", String.join(", ", a.units().values()))).orElse(Event.Who.UNKNOWN);
        return new Event(new Request(ask.actor(), ask.action(), ask.type(), hearing.purpose(), hearing.at()), who, basis,
                reasons.stream().map(Reason::rule).distinct().toList(), parts, outcome, ask.request(), ask.query());
    }
}
