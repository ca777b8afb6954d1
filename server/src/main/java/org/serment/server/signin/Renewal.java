package org.serment.server.signin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.Accounts;
import org.serment.server.db.Tx;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Touched;
import org.serment.server.web.Visit;

/// Means of signing in change only together with a line in the journal: a patient finds it in the list of their own record.
/// The right to it is the proof that was just given (a code, the factors), not one of the gate's.
final class Renewal {
    private static final String FACTORS = "factors";

    private final Gate gate;
    private final Accounts accounts;

    Renewal(Gate gate, Accounts accounts) {
        this.gate = gate;
        this.accounts = accounts;
    }

    /// Enters the change and commits both.
    void commit(Tx tx, Visit visit, int tenant, long account) {
        var whose = new Actor(tenant, account, SignedIn.PAGES, false, Set.of());
        long subject = tx.query(accounts.open(tenant, account)).map(Accounts.Known::subject).orElse(0L);
        gate.hear(tx, new Ask(whose, Action.UPDATE, FACTORS, Optional.empty(), visit.request(), ""))
                .commit(List.of(new Touched(Action.UPDATE, subject, List.of(FACTORS + '/' + account))));
    }
}
