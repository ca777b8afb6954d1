package org.serment.server.oauth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.db.Database;
import org.serment.server.web.Person;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/oauth/consent`: which application asks, for what, and where the answer goes. All of it is read from the request that was
/// stored, nothing from the address of the page but the ticket; the answer is a form to `/oauth/authorize`.
final class ConsentPage {
    /// @param ticket names the stored request
    /// @param origin where the answer goes: scheme, host and port
    record Question(App app, String ticket, Set<String> scopes, String origin, Role role) {
        List<Permission> permissions() {
            return Permission.of(scopes);
        }
    }

    private final Database database;
    private final Apps apps;
    private final Grants grants;

    ConsentPage(Database database, Apps apps, Grants grants) {
        this.database = database;
        this.apps = apps;
        this.grants = grants;
    }

    Route route() {
        return Route.of("GET", Endpoints.CONSENT, this::ask);
    }

    private Reply ask(Visit visit) {
        Optional<Question> question = visit.parameter("state").flatMap(grants::find)
                .filter(h -> h.token().kind() == Grants.Kind.TICKET && mine(h.grant(), visit.signedIn()))
                .flatMap(h -> question(h, visit.signedIn().role()));
        question.ifPresent(q -> visit.answersMayGoTo(q.origin()));
        return question.map(q -> Reply.open(200, "oauth/consent", q)).orElseGet(() -> Reply.open(404, "oauth/over", "over"));
    }

    private static boolean mine(Grants.Grant grant, Person person) {
        return grant.tenant() == person.actor().tenant() && grant.account() == person.actor().account();
    }

    private Optional<Question> question(Grants.Held held, Role role) {
        Contents asked = Contents.of(held.grant().contents());
        return database.read(apps.find(held.grant().app()))
                .map(app -> new Question(app, held.token().value(), asked.request().getScopes(), origin(asked.request().getRedirectUri()), role));
    }

    private static String origin(String address) {
        URI u = URI.create(address);
        return u.getScheme() + "://" + u.getRawAuthority();
    }
}
