package org.serment.server.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.serment.server.accounts.Accounts;
import org.serment.server.db.Database;
import org.serment.server.web.Person;
import org.springframework.security.web.csrf.CsrfToken;

/// Tells the page kit who is there. The account is looked up for each request: one that was ended is nobody from then on.
final class Presence extends HttpFilter {
    private final transient Database database;
    private final transient Accounts accounts;
    private final transient Entrance entrance;

    Presence(Database database, Accounts accounts, Entrance entrance) {
        this.database = database;
        this.accounts = accounts;
        this.entrance = entrance;
    }

    @Override
    protected void doFilter(HttpServletRequest http, HttpServletResponse to, FilterChain rest) throws IOException, ServletException {
        if (!http.getRequestURI().startsWith("/assets/")) {
            entrance.who().ifPresent(who -> database.read(accounts.open(who.tenant(), who.account())).ifPresentOrElse(
                    account -> http.setAttribute(Person.ATTRIBUTE, new Person(who.actor(), account.name(), account.role())),
                    () -> entrance.out(http)));
            // making a token makes a cookie: only where somebody has a session, or there is a form for strangers
            boolean forms = http.getSession(false) != null || http.getRequestURI().startsWith("/sign-in");
            if (forms && http.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) http.setAttribute(Person.CSRF, token.getToken());
        }
        rest.doFilter(http, to);
    }
}
