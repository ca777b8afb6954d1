package org.serment.server.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Touched;
import org.serment.server.record.Found;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// One page about the caller's own record: it passed the gate, and whatever it shows becomes one line of the journal.
final class Own {
    private final Gate gate;
    private final Permit first;
    private final List<Permit> permits = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();

    private Own(Gate gate, Permit first) {
        this.gate = gate;
        this.first = first;
        permits.add(first);
    }

    /// A page that may do that with a type in the caller's own record. Whoever has none gets the page for "not open to you".
    static Reply page(Gate gate, Visit visit, Action action, String type, Function<Own, Reply> page) {
        return page(gate, gate.passOwn(visit.ask(action, type)), page);
    }

    /// A page of one resource of the caller's own record.
    static Reply one(Gate gate, Visit visit, String type, String id, Function<Own, Reply> page) {
        var ask = visit.ask(Action.READ, type);
        return page(gate, gate.passOwn(ask, new Address(ask.actor().tenant(), type, id)), page);
    }

    private static Reply page(Gate gate, Passage passage, Function<Own, Reply> page) {
        return switch (passage) {
            case Passage.Refused r -> Reply.notFound(r.released());
            case Permit permit -> page.apply(new Own(gate, permit));
        };
    }

    /// What the page was let in with.
    Permit permit() {
        return first;
    }

    /// The number of the patient.
    long subject() {
        return first.own().orElseThrow();
    }

    /// A further permit of the same passage; the first one again when it is the one.
    Optional<Permit> search(String type) {
        if (first.action() == Action.SEARCH && first.type().equals(type)) return Optional.of(first);
        var further = first.also(Action.SEARCH, type);
        further.ifPresent(permits::add);
        return further;
    }

    /// Remembers what the page shows.
    void shows(String reference) {
        shown.add(reference);
    }

    void shows(Found found) {
        shows(found.type() + '/' + found.id());
    }

    /// Enters what the page shows; waits until the journal holds it.
    Released enter() {
        return gate.enter(permits, List.of(new Touched(first.action(), subject(), shown))).release();
    }
}
