package org.serment.server.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
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
    private static final String MATTER = "accounts";

    private final Database database;
    private final Gate gate;

    public Desk(Database database, Gate gate) {
        this.database = database;
        this.gate = gate;
    }

    /// Shows a list.
    ///
    /// @param what of what, for the journal
    public Reply show(Visit visit, String what, Function<Released, Reply> page) {
        return switch (gate.pass(visit.ask(Action.SEARCH, MATTER))) {
            case Permit permit -> page.apply(gate.enter(permit, List.of(new Touched(Action.SEARCH, 0, List.of(what)))).release());
            case Passage.Refused refused -> Reply.notFound(refused.released());
        };
    }

    /// Changes something, in one transaction with its line in the journal.
    ///
    /// @param change gives what it changed, for the journal; empty when nothing was to be changed, then nothing is written
    /// @param done   the answer when something was
    /// @param not    the answer when nothing was
    public Reply change(Visit visit, Action action, Function<Tx, Optional<String>> change, Reply done, Function<Visit, Reply> not) {
        Hearing hearing;
        boolean may;
        Optional<String> changed = Optional.empty();
        try (Tx tx = database.begin()) {
            hearing = gate.hear(tx, visit.ask(action, MATTER));
            may = !(hearing.plan(action, MATTER) instanceof Plan.None);
            if (may) changed = change.apply(tx);
            if (changed.isPresent()) hearing.commit(List.of(new Touched(action, 0, List.of(changed.get()))));
        }
        if (may) return changed.isPresent() ? done : not.apply(visit);
        hearing.note(action, MATTER, new Target(hearing.actor().tenant(), Set.of(), 0, 0, 0), MATTER);
        return Reply.notFound(hearing.refused());
    }
}
