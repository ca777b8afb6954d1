package org.serment.server.signin;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.serment.server.credentials.Attempts;
import org.serment.server.credentials.Base32;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Passwords;
import org.serment.server.credentials.Totp;
import org.serment.server.db.Database;
import org.serment.server.db.Establishment;
import org.serment.server.db.Tx;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/sign-in/enrol`: an enrolment code opens an account for a new password and a new second factor, in place of all old ones.
final class EnrolPages {
    /// @param minutes how long to wait; 0 not at all
    record First(Map<String, String> errors, String login, long minutes) {}

    /// @param secret  of the application, for typing
    /// @param passkey options for the browser
    record Second(Map<String, String> errors, Qr qr, String secret, String passkey) {}

    private final Knock knock;
    private final Attempts attempts;
    private final Database database;
    private final Factors factors;
    private final PasskeyDoor passkeys;
    private final Entrance entrance;
    private final Renewal renewal;
    private final InstantSource clock;

    EnrolPages(Knock knock, Attempts attempts, Database database, Factors factors, PasskeyDoor passkeys, Entrance entrance, Renewal renewal, InstantSource clock) {
        this.knock = knock;
        this.attempts = attempts;
        this.database = database;
        this.factors = factors;
        this.passkeys = passkeys;
        this.entrance = entrance;
        this.renewal = renewal;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.open("GET", "/sign-in/enrol", v -> first(v, 200, Map.of(), 0)), Route.open("POST", "/sign-in/enrol", this::begin),
                Route.open("GET", "/sign-in/enrol/factor", v -> enrolling(v).map(e -> second(v, e, 200, Map.of())).orElseGet(EnrolPages::again)),
                Route.open("POST", "/sign-in/enrol/app", this::app), Route.open("POST", "/sign-in/enrol/passkey", this::passkey));
    }

    private static Reply again() {
        return Reply.redirect("/sign-in/enrol");
    }

    private Reply first(Visit visit, int status, Map<String, String> errors, long minutes) {
        return Reply.open(status, "signin/enrol", new First(errors, visit.parameter("login").orElse(""), minutes));
    }

    private Reply begin(Visit visit) {
        int tenant = knock.tenant();
        var login = Knock.login(visit.parameter("login").orElse(""));
        var errors = new LinkedHashMap<String, String>();
        for (var field : List.of("login", "code")) if (visit.parameter(field).isEmpty()) errors.put(field, "signin.missing");
        errors.putAll(newPassword(visit, factors.passwords(), login));
        if (!errors.isEmpty()) return first(visit, 422, errors, 0);
        var whos = knock.whos(visit.http(), tenant, login);
        var wait = attempts.admit(whos, clock.instant());
        if (wait.isPresent()) return first(visit, 429, Map.of("code", "signin.wait"), SignInPages.minutes(wait.get()));
        var account = knock.enrols(tenant, login, visit.parameter("code").orElseThrow());
        // the same work, whether the code is good or not
        var verifier = factors.passwords().verifier(visit.parameter("password").orElseThrow());
        if (account.isEmpty()) return first(visit, 422, Map.of("code", "signin.enrol.wrong"), 0);
        attempts.good(whos);
        entrance.step(visit.http(), new Enrolling(tenant, account.get().account(), login, visit.parameter("code").orElseThrow(), verifier, factors.newTotp(), clock.instant()));
        return Reply.redirect("/sign-in/enrol/factor");
    }

    /// What is wrong with the two fields of a new password.
    static Map<String, String> newPassword(Visit visit, Passwords passwords, String login) {
        var password = visit.parameter("password");
        if (password.isEmpty()) return Map.of("password", "signin.missing");
        var weak = passwords.weakness(login, password.get());
        if (weak.isPresent()) return Map.of("password", switch (weak.get()) {
            case SHORT -> "signin.weak.short";
            case LONG -> "signin.weak.long";
            case LOGIN -> "signin.weak.login";
            case COMMON -> "signin.weak.common";
        });
        return password.equals(visit.parameter("again")) ? Map.of() : Map.of("again", "signin.weak.again");
    }

    private Optional<Enrolling> enrolling(Visit visit) {
        return entrance.step(visit.http(), Enrolling.class).filter(e -> e.holds(clock.instant()));
    }

    private Reply second(Visit visit, Enrolling one, int status, Map<String, String> errors) {
        return Reply.open(status, "signin/factor", new Second(errors, Qr.of(Totp.uri(name(database), one.login(), one.totp())), Base32.grouped(Base32.of(one.totp())),
                passkeys.make(visit.http(), one.tenant(), one.account(), one.login(), List.of())));
    }

    static String name(Database database) {
        return Establishment.of(database).map(Establishment::name).orElse("Serment");
    }

    private Reply app(Visit visit) {
        var one = enrolling(visit);
        if (one.isEmpty()) return again();
        var code = visit.parameter("code").orElse("").replaceAll("\\s", "");
        var now = clock.instant();
        if (Totp.step(one.get().totp(), code, now).isEmpty()) return second(visit, one.get(), 422, Map.of("code", "signin.app.wrong"));
        return enrol(visit, one.get(), List.of("pwd", "otp", "mfa"), (tx, account) -> factors.totp(tx, one.get().tenant(), account, one.get().totp(), code, now));
    }

    private Reply passkey(Visit visit) {
        var one = enrolling(visit);
        if (one.isEmpty()) return again();
        var made = passkeys.made(visit.http(), one.get().tenant(), one.get().account(), visit.parameter("credential").orElse(""));
        if (made.isEmpty()) return second(visit, one.get(), 422, Map.of("passkey", "signin.passkey.wrong"));
        return enrol(visit, one.get(), List.of("hwk", "user", "mfa"), (tx, account) -> factors.passkeys().add(tx, one.get().tenant(), account, made.get().id(), made.get().attestation(),
                made.get().counter(), AccountPages.label(visit), clock.instant()));
    }

    private Reply enrol(Visit visit, Enrolling one, List<String> methods, ObjLongConsumer<Tx> factor) {
        List<String> codes;
        try (var tx = database.begin()) {
            if (!factors.enrol(tx, one.tenant(), one.account(), one.code(), one.verifier(), clock.instant())) return again();
            factor.accept(tx, one.account());
            codes = factors.codes().recovery(tx, one.tenant(), one.account());
            renewal.commit(tx, visit, one.tenant(), one.account());
        }
        var whos = knock.whos(visit.http(), one.tenant(), one.login());
        attempts.in(whos.getFirst(), whos.getLast(), clock.instant());
        entrance.in(visit.http(), one.tenant(), one.account(), methods);
        entrance.keep(visit.http(), new NewCodes(codes));
        return Reply.redirect("/account/codes");
    }
}
