package org.serment.server.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.server.db.Provider;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/sign-in`, `/sign-in/code` and `/sign-out`.
final class SignInPages {
    /// @param to      where the person wants to go
    /// @param minutes how long to wait; 0 not at all
    /// @param again   somebody is signed in, and asked to prove it once more
    /// @param showcase whom a demonstration offers
    record First(Map<String, String> errors, String to, String login, long minutes, boolean again, List<Provider> providers,
            List<Showcase.Row> showcase) {}

    /// Options for showing a passkey.
    record Asked(String options) {}

    /// @param shown the code of this moment, in a demonstration
    record Second(Map<String, String> errors, long minutes, Optional<String> shown) {}

    private final Knock knock;
    private final PasskeyDoor passkeys;
    private final Entrance entrance;
    private final List<Provider> providers;
    private final Optional<Showcase> showcase;
    private final InstantSource clock;

    SignInPages(Knock knock, PasskeyDoor passkeys, Entrance entrance, List<Provider> providers, Optional<Showcase> showcase, InstantSource clock) {
        this.knock = knock;
        this.passkeys = passkeys;
        this.entrance = entrance;
        this.providers = providers;
        this.showcase = showcase;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.open("GET", "/sign-in", this::first), Route.open("POST", "/sign-in", this::password),
                Route.open("POST", "/sign-in/passkey", this::passkey),
                Route.open("POST", "/sign-in/passkey/options", v -> Reply.open(200, "signin/asked", new Asked(passkeys.ask(v.http())))),
                Route.open("GET", "/sign-in/code", this::second), Route.open("POST", "/sign-in/code", this::code),
                Route.open("POST", "/sign-out", this::out));
    }

    private Reply first(Visit visit) {
        return visit.person().isPresent() && visit.parameter("again").isEmpty() ? Reply.redirect(to(visit)) : first(visit, 200, Map.of(), 0);
    }

    private Reply first(Visit visit, int status, Map<String, String> errors, long minutes) {
        return Reply.open(status, "signin/first", new First(errors, to(visit), visit.parameter("login").orElse(""), minutes,
                visit.person().isPresent(), providers, showcase.map(Showcase::rows).orElse(List.of())));
    }

    private Reply password(Visit visit) {
        var login = visit.parameter("login");
        var password = visit.parameter("password");
        if (login.isEmpty() || password.isEmpty()) return first(visit, 422, Map.of(login.isEmpty() ? "login" : "password", "signin.missing"), 0);
        return switch (knock.password(visit.http(), login.get(), password.get(), to(visit))) {
            case Knock.Answer.Wait w -> first(visit, 429, Map.of("login", "signin.wait"), minutes(w.time()));
            case Knock.Answer.Password p -> {
                entrance.step(visit.http(), p.half());
                yield Reply.redirect("/sign-in/code");
            }
            case Knock.Answer.No _, Knock.Answer.In _, Knock.Answer.Passkey _ -> first(visit, 422, Map.of("login", "signin.wrong"), 0);
        };
    }

    private Reply passkey(Visit visit) {
        var credential = visit.parameter("credential").orElse("");
        var named = passkeys.named(knock.tenant(), credential);
        return switch (knock.passkey(visit.http(), named, () -> named.flatMap(n -> passkeys.shown(visit.http(), n, credential)))) {
            case Knock.Answer.Wait w -> first(visit, 429, Map.of("login", "signin.wait"), minutes(w.time()));
            case Knock.Answer.Passkey p -> {
                entrance.in(visit.http(), p.one().tenant(), p.one().account(), List.of("hwk", "user", "mfa"));
                yield Reply.redirect(to(visit));
            }
            case Knock.Answer.No _, Knock.Answer.In _, Knock.Answer.Password _ -> first(visit, 422, Map.of("login", "signin.passkey.wrong"), 0);
        };
    }

    private Optional<Half> half(Visit visit) {
        return entrance.step(visit.http(), Half.class).filter(h -> h.holds(clock.instant()));
    }

    private Reply second(Visit visit) {
        return half(visit).<Reply>map(h -> second(h, 200, Map.of(), 0)).orElse(Reply.redirect("/sign-in"));
    }

    private Reply second(Half half, int status, Map<String, String> errors, long minutes) {
        var shown = showcase.stream().flatMap(s -> s.rows().stream()).filter(r -> r.login().equals(half.login())).map(Showcase.Row::code).findFirst();
        return Reply.open(status, "signin/second", new Second(errors, minutes, shown));
    }

    private Reply code(Visit visit) {
        var half = half(visit);
        if (half.isEmpty()) return Reply.redirect("/sign-in");
        var code = visit.parameter("code");
        if (code.isEmpty()) return second(half.get(), 422, Map.of("code", "signin.missing"), 0);
        return switch (knock.second(visit.http(), half.get(), code.get())) {
            case Knock.Answer.Wait w -> second(half.get(), 429, Map.of("code", "signin.wait"), minutes(w.time()));
            case Knock.Answer.In in -> {
                entrance.in(visit.http(), half.get().tenant(), half.get().account(), List.of("pwd", "otp", "mfa"));
                yield Reply.redirect(in.recovered() ? "/account?recovered=1" : half.get().to());
            }
            case Knock.Answer.No _, Knock.Answer.Password _, Knock.Answer.Passkey _ -> second(half.get(), 422, Map.of("code", "signin.code.wrong"), 0);
        };
    }

    private Reply out(Visit visit) {
        entrance.out(visit.http());
        return Reply.redirect("/sign-in");
    }

    static long minutes(Duration wait) {
        return Math.max(1, (wait.toSeconds() + 59) / 60);
    }

    static String to(Visit visit) {
        return visit.parameter("to").filter(Reply::local).orElse("/");
    }
}
