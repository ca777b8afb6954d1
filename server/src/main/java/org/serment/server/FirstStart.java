package org.serment.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Factors;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Establishment;
import org.serment.server.vault.Secrets;

/// The first start of a hospital: founds the establishment and makes one account, an administrator who can do nothing but enrol.
/// Its enrolment code is said once, to whoever started the server. Nothing is invented that would last: no password, no second factor.
final class FirstStart {
    private static final String LOGIN = "administrator";
    private static final Duration REVIEW = Duration.ofDays(365);

    private final Database database;
    private final Config.Site site;
    private final Accounts accounts = new Accounts();

    FirstStart(Database database, Config.Site site) {
        this.database = database;
        this.site = site;
    }

    /// Asks for what a first start needs, before anything is written.
    ///
    /// @throws CannotStart when it isn't there
    void require() {
        if (Establishment.of(database).isEmpty() && !database.read(accounts.any()) && site.name().isEmpty())
            throw new CannotStart("this database has no establishment yet: give its name in establishment.name "
                    + "(or SERMENT_ESTABLISHMENT_NAME), as patients and colleagues are to read it");
    }

    /// The enrolment code to be said; empty once somebody has enrolled. Until then each start makes a new one, in case the last was lost.
    Optional<String> code(Secrets secrets, Instant now) {
        var factors = new Factors(database, secrets);
        if (!factors.nobody()) return Optional.empty();
        try (var tx = database.begin()) {
            // two first starts at the same moment: the second waits here for the first
            site.name().ifPresent(name -> Establishment.found(tx, name));
            if (!tx.query(accounts.any())) accounts.create(tx, new Accounts.NewAccount(Establishment.FIRST, accounts.number(tx), Role.ADMINISTRATOR, "Administrator", LOGIN, 0, now.plus(REVIEW)));
            var code = tx.query(accounts.open(Establishment.FIRST, LOGIN)).filter(a -> a.role() == Role.ADMINISTRATOR)
                    .map(a -> factors.codes().enrol(tx, Establishment.FIRST, a.account(), now));
            tx.commit();
            return code;
        }
    }

    /// What is said on standard error, and nowhere else.
    static String text(String code, String origin) {
        return """
                serment: nobody can sign in yet. The first administrator enrols at %s/sign-in/enrol
                serment:   login  %s
                serment:   code   %s
                serment: the code works once, within 72 hours, and is not kept anywhere; until it is used, each start says a new one."""
                .formatted(origin, LOGIN, code);
    }
}
