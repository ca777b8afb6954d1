package org.serment.server.clinic;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Facts;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.Accounts;
import org.serment.server.db.Database;

/// What the accounts know of whoever is signed in; nothing of a patient.
record Me(Database database, Accounts accounts) {
    Optional<Facts.Account> account(Actor actor, Instant now) {
        return database.read(accounts.facts(actor, now)).account();
    }

    /// Where the person works now: names of units by their numbers.
    Map<Integer, String> units(Actor actor, Instant now) {
        return account(actor, now).map(Facts.Account::units).orElse(Map.of());
    }
}
