package org.serment.server.oauth;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.Issuer;
import org.serment.server.accounts.TokenDoor;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.accounts.apps.Consents;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.accounts.apps.Launches;
import org.serment.server.credentials.Sessions;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.gate.Gate;
import org.serment.server.record.Record;
import org.serment.server.signin.Proof;
import org.serment.server.vault.Secrets;
import org.serment.server.web.Desk;
import org.serment.server.web.Route;

/// The whole authorization server: its servlets and its pages.
public final class AuthorizationServer {
    private static final String AUTHORIZE = "/oauth/authorize", OPEN = "/oauth/open";

    private final Map<String, HttpServlet> servlets;
    private final List<Route> routes;
    private final Filter origins;

    /// @param systems  answers programs that sign in by themselves
    /// @param presence how whoever sends a request is signed in
    public AuthorizationServer(Config.Site site, Database database, Secrets secrets, Sessions sessions, Issuer issuer, TokenDoor systems,
            Function<HttpServletRequest, Optional<Proof>> presence, Gate gate, Record record, Accounts accounts, InstantSource clock) {
        var here = new Here(site);
        var apps = new Apps();
        var consents = new Consents();
        var grants = new Grants(database, secrets, clock);
        var openings = new Openings(database, gate, record, accounts, grants, new Launches(database, secrets, clock));
        Function<HttpServletRequest, Optional<Visitor>> person = http -> presence.apply(http).map(Visitor::of);
        origins = new Origins(database, apps);
        var known = new KnownApps(database, apps);
        var endpoints = new Endpoints(known, new StoredGrants(database, grants, sessions, known, clock), new Remembered(database, consents, clock), new Tokens(issuer, secrets, clock));
        var authorize = endpoints.authorize(new Asked(database, apps), new Answers(here), site.origin().map(o -> o + Endpoints.CONSENT).orElse(Endpoints.CONSENT));
        var token = new TokenServlet(systems, endpoints.programs(), here);
        var metadata = new MetadataServlet(issuer, here);
        servlets = Map.of(AUTHORIZE, new AuthorizeServlet(authorize, person, openings, here), OPEN, new OpenServlet(database, apps, openings, person, here),
                "/oauth/token", token, "/oauth/revoke", token, "/oauth/jwks", metadata, "/.well-known/openid-configuration", metadata,
                "/.well-known/oauth-authorization-server", metadata, "/fhir/.well-known/smart-configuration", metadata);
        var pages = new ArrayList<>(new AllowedPage(database, consents).routes());
        pages.addAll(new AppsPage(database, new Desk(database, gate), apps, clock).routes());
        pages.add(new ConsentPage(database, apps, grants, openings).route());
        pages.add(new OpenPage(database, apps, openings).route());
        routes = List.copyOf(pages);
    }

    /// What is served where.
    public Map<String, HttpServlet> servlets() {
        return servlets;
    }

    /// Those of [#servlets] that a person meets: they stand behind the filter of the door `signin`.
    public Set<String> guarded() {
        return Set.of(AUTHORIZE, OPEN);
    }

    /// Stands before [#open()] and whatever else applications ask from a browser.
    public Filter origins() {
        return origins;
    }

    /// Those of [#servlets] that programs meet, pages of other sites included.
    public Set<String> open() {
        return servlets.keySet().stream().filter(path -> !guarded().contains(path)).collect(Collectors.toSet());
    }

    public List<Route> routes() {
        return routes;
    }
}
