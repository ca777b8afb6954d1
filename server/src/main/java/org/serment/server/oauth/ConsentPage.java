package org.serment.server.oauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.db.Database;
import org.serment.server.record.Found;
import org.serment.server.web.Person;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;
import tools.jackson.databind.JsonNode;

/// `/oauth/consent`: which application asks, for what, and where the answer goes. All of it is read from the request that was
/// stored, nothing from the address of the page but the ticket; the answer is a form to `/oauth/authorize`.
final class ConsentPage {
    /// @param ticket names the stored request
    /// @param origin where the answer goes: scheme, host and port
    /// @param patients to choose from; empty where none is to be chosen
    /// @param name     what was typed to find one
    record Question(App app, String ticket, Set<String> scopes, String origin, Role role, Optional<List<Patient>> patients, String name, String note) {
        List<Permission> permissions() {
            return Permission.of(scopes);
        }
    }

    /// @param born as people of the page's language write it; empty when it isn't known
    record Patient(String id, String name, String born) {
        static Patient of(Found found, Visit visit) {
            JsonNode resource = found.resource();
            JsonNode official = resource.path("name").path(0);
            for (JsonNode name : resource.path("name")) if (name.path("use").asString("").equals("official")) official = name;
            List<String> given = new ArrayList<>();
            for (JsonNode one : official.path("given")) given.add(one.asString(""));
            String name = (official.path("family").asString("").toUpperCase(Locale.ROOT) + " " + String.join(" ", given)).strip();
            String born = resource.path("birthDate").asString("");
            return new Patient(found.id(), name.isEmpty() ? official.path("text").asString(found.id()) : name, born.isEmpty() ? "" : visit.format().fhir(born));
        }
    }

    private final Database database;
    private final Apps apps;
    private final Grants grants;
    private final Openings openings;

    ConsentPage(Database database, Apps apps, Grants grants, Openings openings) {
        this.openings = openings;
        this.database = database;
        this.apps = apps;
        this.grants = grants;
    }

    Route route() {
        return Route.of("GET", Endpoints.CONSENT, this::ask);
    }

    private Reply ask(Visit visit) {
        Optional<Grants.Held> held = visit.parameter("state").flatMap(grants::find).filter(h -> h.token().kind() == Grants.Kind.TICKET && mine(h.grant(), visit.signedIn()));
        Optional<App> app = held.flatMap(h -> database.read(apps.find(h.grant().app())));
        if (app.isEmpty()) return Reply.open(404, "oauth/over", "over");
        Contents asked = Contents.of(held.get().grant().contents());
        Question question = new Question(app.get(), held.get().token().value(), asked.request().getScopes(), App.origin(asked.request().getRedirectUri()), visit.signedIn().role(),
                Optional.empty(), "", "");
        visit.answersMayGoTo(question.origin());
        return asked.choosing() ? choose(visit, question) : Reply.open(200, "oauth/consent", question);
    }

    /// The page lists patients: it passes the gate like any page that does.
    private static Question with(Question q, List<Patient> patients, String name, String note) {
        return new Question(q.app, q.ticket, q.scopes, q.origin, q.role, Optional.of(patients), name, note);
    }

    private Reply choose(Visit visit, Question question) {
        String name = visit.parameter("name").orElse("");
        Optional<Openings.Choice> choice = openings.choice(visit.ask(Action.SEARCH, "Patient"), name);
        if (choice.isEmpty()) return Reply.open(200, "oauth/consent", with(question, List.of(), name, "oauth.choose.closed"));
        Openings.Choice c = choice.get();
        String note = visit.parameter("wrong").isPresent() ? "oauth.choose.needed" : c.wrong() ? "oauth.choose.short" : c.patients().isEmpty() ? "oauth.choose.none" : c.more() ? "oauth.choose.more" : "";
        return Reply.html(c.released(), 200, "oauth/consent", with(question, c.patients().stream().map(f -> Patient.of(f, visit)).toList(), name, note));
    }

    private static boolean mine(Grants.Grant grant, Person person) {
        return grant.tenant() == person.actor().tenant() && grant.account() == person.actor().account();
    }
}
