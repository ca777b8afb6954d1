package org.serment.server.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Target;
import org.serment.server.db.Database;
import org.serment.server.db.Tx;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Touched;

/// What an administrator does to accounts and all that belongs to them: asked of the gate and written in the journal like any other access.
public final class Desk {
    /// What the gate is asked about.
    public static final String MATTER = "accounts";

    /// What was done, for the journal.
    ///
    /// @param subject the patient whose own account it is about; 0 for all others
    /// @param what    `accounts/NUMBER` and the like
    /// @param more    what the answer needs to know
    public record Done<T>(long subject, String what, T more) {}

    private final Database database;
    private final Gate gate;

    public Desk(Database database, Gate gate) {
        this.database = database;
        this.gate = gate;
    }

    /// Shows something.
    ///
    /// @param what of what, for the journal
    public Reply show(Visit visit, List<String> what, BiFunction<Permit, Released, Reply> page) {
        return switch (gate.pass(visit.ask(Action.SEARCH, MATTER))) {
            case Permit permit -> page.apply(permit, gate.enter(permit, List.of(new Touched(Action.SEARCH, 0, what))).release());
            case Passage.Refused refused -> Reply.notFound(refused.released());
        };
    }

    /// Changes something, in one transaction with its line in the journal. A change that could not be made is entered too.
    ///
    /// @param work      does it; empty when it can't be done, then nothing is written
    /// @param then      the answer when it was done
    /// @param otherwise the answer when nothing was
    public <T> Reply change(Visit visit, Action action, BiFunction<Tx, Hearing, Optional<Done<T>>> work, BiFunction<Released, T, Reply> then, Supplier<Reply> otherwise) {
        try (var tx = database.begin()) {
            var hearing = gate.hear(tx, visit.ask(action, MATTER));
            var target = new Target(hearing.actor().tenant(), Set.of(), 0, 0, 0);
            boolean may = hearing.covers(action, MATTER, target);
            var done = may ? work.apply(tx, hearing) : Optional.<Done<T>>empty();
            if (done.isPresent()) return then.apply(hearing.commit(List.of(new Touched(action, done.get().subject, List.of(done.get().what)))), done.get().more);
            if (!may) hearing.note(action, MATTER, target, MATTER);
            tx.close();
            var released = hearing.refused();
            return may ? otherwise.get() : Reply.notFound(released);
        }
    }
}
