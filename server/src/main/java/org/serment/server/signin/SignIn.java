package org.serment.server.signin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Attempts;
import org.serment.server.credentials.Factors;
import org.serment.server.db.Away;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.gate.Gate;
import org.serment.server.signin.sessions.SessionStore;
import org.serment.server.vault.Secrets;
import org.serment.server.web.Person;
import org.serment.server.web.Route;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/// The whole door: one filter before all pages, and the pages of signing in.
public final class SignIn implements AutoCloseable {
    private final AnnotationConfigApplicationContext spring;
    private final Filter filter;
    private final List<Route> routes;
    private final Entrance entrance;

    private SignIn(AnnotationConfigApplicationContext spring, Filter filter, List<Route> routes, Entrance entrance) {
        this.spring = spring;
        this.entrance = entrance;
        this.filter = filter;
        this.routes = routes;
    }

    /// @param showcase of a demonstration only
    public static SignIn open(Config.Site site, Database database, Secrets secrets, Gate gate, Optional<Showcase> showcase, InstantSource clock) {
        var accounts = new Accounts();
        var factors = new Factors(database, secrets, site.sitting());
        var entrance = new Entrance(clock);
        var attempts = new Attempts(database, secrets);
        var knock = new Knock(site, database, accounts, factors, attempts, clock);
        var passkeys = new PasskeyDoor(site, factors.passkeys(), secrets, entrance, clock);
        var renewal = new Renewal(gate, accounts);
        var spring = new AnnotationConfigApplicationContext();
        spring.registerBean(Config.Site.class, () -> site);
        spring.registerBean(Presence.class, () -> new Presence(database, accounts, entrance));
        spring.register(Beans.class);
        spring.refresh();
        var sessions = new SessionRepositoryFilter<>(new SessionStore(factors.sessions(), clock));
        sessions.setHttpSessionIdResolver(cookie(site));
        var routes = new ArrayList<Route>();
        routes.addAll(new SignInPages(knock, passkeys, entrance, site.providers(), showcase, clock).routes());
        routes.addAll(new EnrolPages(knock, attempts, database, factors, passkeys, entrance, renewal, clock).routes());
        routes.addAll(new AccountPages(knock, attempts, database, accounts, factors, passkeys, entrance, renewal, clock).routes());
        return new SignIn(spring, both(sessions, spring.getBean("springSecurityFilterChain", Filter.class)), List.copyOf(routes), entrance);
    }

    public Filter filter() {
        return filter;
    }

    public List<Route> routes() {
        return routes;
    }

    /// How whoever sends a request is signed in; empty when nobody is. For servlets behind the filter.
    public Optional<Proof> proof(HttpServletRequest http) {
        return http.getAttribute(Person.ATTRIBUTE) instanceof Person ? entrance.proof(http) : Optional.empty();
    }

    /// Signs somebody in for whom an outside provider vouches.
    ///
    /// @param methods the factors, as the provider names them (RFC 8176); may be empty
    /// @param level   its level of assurance (`acr`)
    public void vouched(HttpServletRequest http, int tenant, long account, List<String> methods, String level) {
        entrance.in(http, tenant, account, methods, level);
    }

    /// Lax and not Strict: whoever comes by a link of another site, or back from an outside provider, is still signed in; no form
    /// of another site carries it, and forms have their own token besides.
    private static CookieHttpSessionIdResolver cookie(Config.Site site) {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName("session");
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        cookie.setUseSecureCookie(site.origin().isPresent());
        cookie.setUseBase64Encoding(false);
        var resolver = new CookieHttpSessionIdResolver();
        resolver.setCookieSerializer(cookie);
        return resolver;
    }

    private static Filter both(Filter sessions, Filter security) {
        return new Filter() {
            @Override
            public void doFilter(ServletRequest http, ServletResponse to, FilterChain rest) throws IOException, ServletException {
                try {
                    sessions.doFilter(http, to, (h, t) -> security.doFilter(h, t, rest));
                } catch (Away e) {
                    if (!to.isCommitted() && to instanceof HttpServletResponse answer) answer.sendError(503);
                }
            }
        };
    }

    @Override
    public void close() {
        spring.close();
    }
}
