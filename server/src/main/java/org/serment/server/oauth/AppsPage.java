package org.serment.server.oauth;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.serment.kernel.access.Action;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.db.Database;
import org.serment.server.web.Desk;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/accounts/apps`: the administrator registers and ends applications.
final class AppsPage {
    private static final String PATH = "/accounts/apps";
    private static final int LONGEST_NAME = 80;

    /// @param typed what stands in the form
    record Registered(List<App> apps, Map<String, String> errors, Typed typed) {}

    record Typed(String name, String redirects, String scopes, String launch) {
        static Typed of(Visit visit) {
            return new Typed(visit.parameter("name").orElse(""), visit.parameter("redirects").orElse(""), visit.parameter("scopes").orElse(""), visit.parameter("launch").orElse(""));
        }

        List<String> redirectList() {
            return Arrays.stream(redirects.split("\\s+")).filter(s -> !s.isEmpty()).distinct().toList();
        }

        Set<String> scopeSet() {
            return new TreeSet<>(Arrays.stream(scopes.split("\\s+")).filter(s -> !s.isEmpty()).toList());
        }

        Map<String, String> errors() {
            Map<String, String> errors = new LinkedHashMap<>();
            if (name.isEmpty() || name.length() > LONGEST_NAME) errors.put("name", "oauth.apps.wrong.name");
            if (redirectList().isEmpty() || !redirectList().stream().allMatch(App::redirect)) errors.put("redirects", "oauth.apps.wrong.redirects");
            if (scopeSet().isEmpty() || !scopeSet().stream().allMatch(Asked::known)) errors.put("scopes", "oauth.apps.wrong.scopes");
            if (!launch.isEmpty() && !App.redirect(launch)) errors.put("launch", "oauth.apps.wrong.redirects");
            return errors;
        }
    }

    private final Database database;
    private final Desk desk;
    private final Apps apps;
    private final InstantSource clock;

    AppsPage(Database database, Desk desk, Apps apps, InstantSource clock) {
        this.database = database;
        this.desk = desk;
        this.apps = apps;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", PATH, v -> show(v, 200, Map.of(), new Typed("", "", "", ""))), Route.of("POST", PATH, this::register),
                Route.of("POST", PATH + "/{app}/end", this::end));
    }

    private Reply show(Visit visit, int status, Map<String, String> errors, Typed typed) {
        return desk.show(visit, List.of("accounts/apps"), (_, released) -> Reply.html(released, status, "oauth/apps",
                new Registered(database.read(apps.all(visit.signedIn().actor().tenant())), errors, typed)));
    }

    private Reply register(Visit visit) {
        var typed = Typed.of(visit);
        var errors = typed.errors();
        if (!errors.isEmpty()) return show(visit, 422, errors, typed);
        return desk.change(visit, Action.CREATE,
                (tx, _) -> Optional.of(done(apps.register(tx, visit.signedIn().actor().tenant(), typed.name(), typed.redirectList(), typed.scopeSet(), typed.launch()))),
                (_, _) -> Reply.redirect(PATH), () -> show(visit, 422, errors, typed));
    }

    private Reply end(Visit visit) {
        return desk.change(visit, Action.DELETE,
                (tx, _) -> apps.end(tx, visit.signedIn().actor().tenant(), visit.part("app"), clock.instant()) ? Optional.of(done(visit.part("app"))) : Optional.empty(),
                (_, _) -> Reply.redirect(PATH), () -> Reply.redirect(PATH));
    }

    private static Desk.Done<String> done(String app) {
        return new Desk.Done<>(0, "app/" + app, app);
    }
}
