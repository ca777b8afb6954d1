package org.serment.server.oauth;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.serment.server.accounts.Issuer;
import org.serment.server.accounts.TokenDoor;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.accounts.apps.Consents;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.credentials.Sessions;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.gate.Gate;
import org.serment.server.signin.Proof;
import org.serment.server.vault.Secrets;
import org.serment.server.web.Desk;
import org.serment.server.web.Route;

/// The whole authorization server: its servlets and its pages.
public final class AuthorizationServer {
    private static final String AUTHORIZE = "/oauth/authorize";

    private final Map<String, HttpServlet> servlets;
    private final List<Route> routes;

    /// @param systems  answers programs that sign in by themselves
    /// @param presence how whoever sends a request is signed in
    public AuthorizationServer(Config.Site site, Database database, Secrets secrets, Sessions sessions, Issuer issuer, TokenDoor systems,
            Function<HttpServletRequest, Optional<Proof>> presence, Gate gate, InstantSource clock) {
        var here = new Here(site);
        var apps = new Apps();
        var consents = new Consents();
        var grants = new Grants(database, secrets, clock);
        var known = new KnownApps(database, apps);
        var endpoints = new Endpoints(known, new StoredGrants(database, grants, sessions, known, clock), new Remembered(database, consents, clock), new Tokens(issuer, secrets, clock));
        var authorize = endpoints.authorize(new Asked(database, apps), new Answers(here), site.origin().map(o -> o + Endpoints.CONSENT).orElse(Endpoints.CONSENT));
        var token = new TokenServlet(systems, endpoints.programs(), here);
        var metadata = new MetadataServlet(issuer, here);
        servlets = Map.of(AUTHORIZE, new AuthorizeServlet(authorize, http -> presence.apply(http).map(Visitor::of), here),
                "/oauth/token", token, "/oauth/revoke", token, "/oauth/jwks", metadata, "/.well-known/openid-configuration", metadata,
                "/.well-known/oauth-authorization-server", metadata, "/fhir/.well-known/smart-configuration", metadata);
        var pages = new ArrayList<>(new AllowedPage(database, consents).routes());
        pages.addAll(new AppsPage(database, new Desk(database, gate), apps, clock).routes());
        pages.add(new ConsentPage(database, apps, grants).route());
        routes = List.copyOf(pages);
    }

    /// What is served where.
    public Map<String, HttpServlet> servlets() {
        return servlets;
    }

    /// Those of [#servlets] that a person meets: they stand behind the filter of the door `signin`.
    public Set<String> guarded() {
        return Set.of(AUTHORIZE);
    }

    public List<Route> routes() {
        return routes;
    }
}
