package org.serment.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Attempts;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Passkeys;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Establishment;

/// The steps of signing in, without pages. A wrong login and a wrong password get one answer after the same work.
final class Knock {
    /// What a step leads to.
    sealed interface Answer {
        /// Not yet: too many attempts.
        record Wait(Duration time) implements Answer {}

        record No() implements Answer {}

        /// The password was right.
        record Password(Half half) implements Answer {}

        /// A passkey was shown, which is two factors by itself.
        record Passkey(Passkeys.Passkey one) implements Answer {}

        /// All factors were given.
        ///
        /// @param recovered by a recovery code: a factor is lost
        record In(boolean recovered) implements Answer {}
    }

    private final Config.Site site;
    private final Database database;
    private final Accounts accounts;
    private final Factors factors;
    private final Attempts attempts;
    private final InstantSource clock;

    Knock(Config.Site site, Database database, Accounts accounts, Factors factors, Attempts attempts, InstantSource clock) {
        this.site = site;
        this.database = database;
        this.accounts = accounts;
        this.factors = factors;
        this.attempts = attempts;
        this.clock = clock;
    }

    /// The establishment whose door this is.
    int tenant() {
        return Establishment.of(database).map(Establishment::number).orElse(Establishment.FIRST);
    }

    Answer password(HttpServletRequest http, String typedLogin, String password, String to) {
        int tenant = tenant();
        var login = login(typedLogin);
        var whos = whos(http, tenant, login);
        var now = clock.instant();
        var wait = attempts.admit(whos, now);
        if (wait.isPresent()) return new Answer.Wait(wait.get());
        var account = database.read(accounts.open(tenant, login));
        if (!factors.password(tenant, account.map(Accounts.Known::account), password)) return new Answer.No();
        attempts.good(whos);
        return new Answer.Password(new Half(tenant, account.orElseThrow().account(), login, now, to));
    }

    Answer second(HttpServletRequest http, Half half, String code) {
        var whos = whos(http, half.tenant(), half.login());
        var now = clock.instant();
        var wait = attempts.admit(whos, now);
        if (wait.isPresent()) return new Answer.Wait(wait.get());
        var second = factors.second(half.tenant(), half.account(), code, now);
        if (second == Factors.Second.NO) return new Answer.No();
        attempts.good(whos);
        attempts.in(whos.getFirst(), whos.getLast(), now);
        return new Answer.In(second == Factors.Second.RECOVERY);
    }

    /// Nobody guesses a passkey: one that the house doesn't know is not counted, and one that it knows waits for its own account only.
    ///
    /// @param whose the account of the passkey that the browser names
    /// @param shown gives that passkey, if what the browser has shown is good
    Answer passkey(HttpServletRequest http, Optional<Passkeys.Passkey> whose, Supplier<Optional<Passkeys.Passkey>> shown) {
        if (whose.isEmpty()) return new Answer.No();
        var own = attempts.passkeys(whose.get().tenant(), whose.get().account());
        var now = clock.instant();
        var wait = attempts.admit(List.of(own), now);
        if (wait.isPresent()) return new Answer.Wait(wait.get());
        var one = shown.get().filter(p -> database.read(accounts.open(p.tenant(), p.account())).isPresent());
        if (one.isEmpty()) return new Answer.No();
        attempts.in(own, attempts.address(address(http)), now);
        return new Answer.Passkey(one.get());
    }

    /// The account that an enrolment code opens; the same work for a login that nobody has. The code is used up by [Factors#enrol] only.
    Optional<Accounts.Known> enrols(int tenant, String login, String code) {
        var account = database.read(accounts.open(tenant, login));
        boolean good = database.read(factors.codes().enrols(tenant, account.map(Accounts.Known::account).orElse(0L), code, clock.instant()));
        return account.filter(_ -> good);
    }

    List<Attempts.Who> whos(HttpServletRequest http, int tenant, String login) {
        return List.of(attempts.login(tenant, login), attempts.address(address(http)));
    }

    static String login(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    /// Where a browser is. Behind our own proxy, which then stands on the loopback, it is the last hop that the proxy saw.
    private String address(HttpServletRequest http) {
        return address(site, http);
    }

    /// A browser can send lines of its own, which stand before the proxy's.
    static String address(Config.Site site, HttpServletRequest http) {
        var forwarded = site.origin().flatMap(_ -> Collections.list(http.getHeaders("X-Forwarded-For")).reversed().stream().findFirst());
        return forwarded.map(f -> f.substring(f.lastIndexOf(',') + 1).strip()).filter(a -> a.length() <= 45).orElse(http.getRemoteAddr());
    }
}
