package org.serment.server.oauth;

import java.util.List;
import java.util.stream.Collectors;
import org.serment.kernel.access.Action;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.db.Database;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/oauth/open/{patient}`: the applications that open from this patient's record. The answer is a form to [OpenServlet].
final class OpenPage {
    /// @param apps that open from a record
    record Shown(ConsentPage.Patient patient, List<App> apps) {}

    private final Database database;
    private final Apps apps;
    private final Openings openings;

    OpenPage(Database database, Apps apps, Openings openings) {
        this.database = database;
        this.apps = apps;
        this.openings = openings;
    }

    Route route() {
        return Route.of("GET", "/oauth/open/{patient}", this::show);
    }

    private Reply show(Visit visit) {
        return switch (openings.see(visit.ask(Action.READ, "Patient"), visit.part("patient"), false)) {
            case Openings.Look.Closed c -> Reply.notFound(c.released());
            case Openings.Look.Seen s -> {
                List<App> opening = database.read(apps.all(visit.signedIn().actor().tenant())).stream().filter(a -> !a.ended() && !a.launch().isEmpty()).toList();
                visit.answersMayGoTo(opening.stream().map(a -> App.origin(a.launch())).distinct().collect(Collectors.joining(" ")));
                yield Reply.html(s.released(), 200, "oauth/open", new Shown(ConsentPage.Patient.of(s.patient(), visit), opening));
            }
        };
    }
}
