package org.serment.server.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Attempts;
import org.serment.server.credentials.Base32;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Sessions;
import org.serment.server.credentials.Totp;
import org.serment.server.db.Database;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/account`: what somebody proves themselves with, and where they are signed in. Whatever changes that asks for the factors again,
/// unless they were given a moment ago: a session left open makes no passkey.
final class AccountPages {
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Reply DONE = Reply.redirect("/account");

    /// @param lost    a recovery code was used to sign in
    /// @param fresh   the factors were given a moment ago: they may be changed
    /// @param passkey options for the browser, when fresh
    record Overview(Map<String, String> errors, Factors.Known known, List<Sessions.Line> sessions, boolean lost, boolean fresh, String passkey) {}

    record Password(Map<String, String> errors, String login) {}

    record App(Map<String, String> errors, Qr qr, String secret) {}

    private final Knock knock;
    private final Attempts attempts;
    private final Database database;
    private final Accounts accounts;
    private final Factors factors;
    private final PasskeyDoor passkeys;
    private final Entrance entrance;
    private final Renewal renewal;
    private final InstantSource clock;

    AccountPages(Knock knock, Attempts attempts, Database database, Accounts accounts, Factors factors, PasskeyDoor passkeys, Entrance entrance,
                 Renewal renewal, InstantSource clock) {
        this.knock = knock;
        this.attempts = attempts;
        this.database = database;
        this.accounts = accounts;
        this.factors = factors;
        this.passkeys = passkeys;
        this.entrance = entrance;
        this.renewal = renewal;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/account", v -> overview(v, 200, Map.of())),
                Route.of("GET", "/account/password", fresh(_ -> Reply.open(200, "signin/password", new Password(Map.of(), login())))), Route.of("POST", "/account/password", fresh(this::password)),
                Route.of("GET", "/account/app", fresh(v -> app(v, 200, Map.of()))), Route.of("POST", "/account/app", fresh(this::newApp)),
                Route.of("POST", "/account/passkeys", fresh(this::passkey)), Route.of("POST", "/account/passkeys/{name}/remove", fresh(this::remove)),
                Route.of("GET", "/account/codes", this::codes), Route.of("POST", "/account/codes", fresh(this::newCodes)),
                Route.of("POST", "/account/sessions/end", this::endSessions));
    }

    private Page fresh(Page page) {
        return visit -> isFresh() ? page.reply(visit) : Reply.redirect("/sign-in?again=1&to=/account");
    }

    private boolean isFresh() {
        return clock.instant().isBefore(who().at().plus(FRESH));
    }

    private SignedIn who() {
        return entrance.who().orElseThrow();
    }

    private String login() {
        return database.read(accounts.login(who().tenant(), who().account())).orElseThrow();
    }

    private Reply overview(Visit visit, int status, Map<String, String> errors) {
        var who = who();
        var known = factors.known(who.tenant(), who.account());
        var options = isFresh() ? passkeys.make(visit.http(), who.tenant(), who.account(), login(), known.passkeys()) : "";
        return Reply.open(status, "signin/account", new Overview(errors, known, factors.sessions().of(who.tenant(), who.account(), visit.http().getSession().getId(), clock.instant()),
                visit.parameter("recovered").isPresent(), isFresh(), options));
    }

    private Reply password(Visit visit) {
        var who = who();
        var errors = new LinkedHashMap<String, String>();
        errors.putAll(EnrolPages.newPassword(visit, factors.passwords(), login()));
        var whos = knock.whos(visit.http(), who.tenant(), login());
        if (errors.isEmpty() && attempts.admit(whos, clock.instant()).isPresent()) errors.put("current", "signin.wait");
        if (errors.isEmpty() && !factors.password(who.tenant(), Optional.of(who.account()), visit.parameter("current").orElse(""))) errors.put("current", "signin.current.wrong");
        if (!errors.isEmpty()) return Reply.open(422, "signin/password", new Password(errors, login()));
        try (var tx = database.begin()) {
            factors.password(tx, who.tenant(), who.account(), factors.passwords().verifier(visit.parameter("password").orElseThrow()), clock.instant());
            factors.sessions().endOthers(tx, who.tenant(), who.account(), visit.http().getSession().getId());
            renewal.commit(tx, visit, who().tenant(), who().account());
        }
        attempts.good(whos);
        attempts.in(whos.getFirst(), whos.getLast(), clock.instant());
        return DONE;
    }

    private Reply app(Visit visit, int status, Map<String, String> errors) {
        var secret = entrance.step(visit.http(), NewApp.class).map(NewApp::secret).orElseGet(() -> {
            byte[] fresh = factors.newTotp();
            entrance.keep(visit.http(), new NewApp(fresh));
            return fresh;
        });
        return Reply.open(status, "signin/app", new App(errors, Qr.of(Totp.uri(EnrolPages.name(database), login(), secret)), Base32.grouped(Base32.of(secret))));
    }

    private Reply newApp(Visit visit) {
        var offered = entrance.step(visit.http(), NewApp.class);
        var code = visit.parameter("code").orElse("").replaceAll("\\s", "");
        try (var tx = database.begin()) {
            if (offered.isEmpty() || !factors.totp(tx, who().tenant(), who().account(), offered.get().secret(), code, clock.instant()))
                return app(visit, 422, Map.of("code", "signin.app.wrong"));
            renewal.commit(tx, visit, who().tenant(), who().account());
        }
        entrance.forget(visit.http(), NewApp.class);
        return DONE;
    }

    private Reply passkey(Visit visit) {
        var made = passkeys.made(visit.http(), who().tenant(), who().account(), visit.parameter("credential").orElse(""));
        if (made.isEmpty()) return overview(visit, 422, Map.of("passkey", "signin.passkey.wrong"));
        try (var tx = database.begin()) {
            factors.passkeys().add(tx, who().tenant(), who().account(), made.get().id(), made.get().attestation(), made.get().counter(), label(visit), clock.instant());
            renewal.commit(tx, visit, who().tenant(), who().account());
        }
        return DONE;
    }

    /// What its owner calls a passkey.
    static String label(Visit visit) {
        var label = visit.parameter("label").orElse("");
        return label.substring(0, Math.min(60, label.length()));
    }

    /// The last second factor stays: without one there would be no way in.
    private Reply remove(Visit visit) {
        var known = factors.known(who().tenant(), who().account());
        if (known.totp().isEmpty() && known.passkeys().size() < 2) return overview(visit, 422, Map.of("passkey", "signin.passkey.last"));
        var name = known.passkeys().stream().map(p -> p.name()).filter(n -> n.toString().equals(visit.part("name"))).findFirst();
        try (var tx = database.begin()) {
            if (name.isEmpty()) return DONE;
            factors.passkeys().remove(tx, who().tenant(), who().account(), name.get());
            renewal.commit(tx, visit, who().tenant(), who().account());
        }
        return DONE;
    }

    private Reply newCodes(Visit visit) {
        try (var tx = database.begin()) {
            entrance.keep(visit.http(), new NewCodes(factors.codes().recovery(tx, who().tenant(), who().account())));
            renewal.commit(tx, visit, who().tenant(), who().account());
        }
        return Reply.redirect("/account/codes");
    }

    private Reply codes(Visit visit) {
        var codes = entrance.step(visit.http(), NewCodes.class);
        // whoever only asks for the headers has not seen them
        if (!visit.http().getMethod().equals("HEAD")) entrance.forget(visit.http(), NewCodes.class);
        return codes.<Reply>map(c -> Reply.open(200, "signin/codes", c)).orElse(DONE);
    }

    private Reply endSessions(Visit visit) {
        try (var tx = database.begin()) {
            factors.sessions().endOthers(tx, who().tenant(), who().account(), visit.http().getSession().getId());
            tx.commit();
        }
        return DONE;
    }
}
