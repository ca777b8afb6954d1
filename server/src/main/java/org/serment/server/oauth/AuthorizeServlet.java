package org.serment.server.oauth;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.db.Away;
import org.serment.server.db.Traces;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/// `/oauth/authorize`: an application asks (GET), the person answers on the page of [ConsentPage] (POST). Stands behind the chain
/// of all pages, so sessions, form tokens and headers are theirs. Whoever isn't signed in is sent to do so and comes back.
final class AuthorizeServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger(AuthorizeServlet.class.getName());

    private final transient Filter endpoint;
    private final transient Function<HttpServletRequest, Optional<Visitor>> presence;
    private final transient Openings openings;
    private final transient Here here;

    AuthorizeServlet(Filter endpoint, Function<HttpServletRequest, Optional<Visitor>> presence, Openings openings, Here here) {
        this.endpoint = endpoint;
        this.presence = presence;
        this.openings = openings;
        this.here = here;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse to) throws IOException, ServletException {
        to.setHeader("Cache-Control", "no-store");
        try {
            serve(http, to);
        } catch (Away e) {
            to.sendError(503);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "an authorization request broke", Traces.withoutTexts(e));
            to.sendError(500);
        }
    }

    private void serve(HttpServletRequest http, HttpServletResponse to) throws IOException, ServletException {
        Optional<Visitor> person = presence.apply(http);
        boolean get = http.getMethod().equals("GET");
        if (!get && !http.getMethod().equals("POST")) to.sendError(405);
        else if (!Here.readable(http)) to.sendError(400);
        else if (person.isEmpty() && (!get || !"none".equals(http.getParameter("prompt")))) signIn(to, get ? Optional.ofNullable(http.getQueryString()) : Optional.empty());
        else if (get) answer(http, to, person.map(p -> openings.opened(p, one(http, "client_id").orElse(""), Openings.scopes(one(http, "scope")), one(http, "launch"))));
        else if (chosen(http, person.orElseThrow())) answer(http, to, person);
        else {
            to.setStatus(303);
            to.setHeader("Location", Endpoints.CONSENT + "?state=" + URLEncoder.encode(one(http, "state").orElse(""), StandardCharsets.UTF_8) + "&wrong=patient");
        }
    }

    /// Whoever allows an application that asks for one patient has said which.
    private boolean chosen(HttpServletRequest http, Visitor person) {
        return http.getParameter("scope") == null || one(http, "state").filter(ticket -> !openings.choose(person, ticket, one(http, "patient"))).isEmpty();
    }

    private static Optional<String> one(HttpServletRequest http, String name) {
        return Optional.ofNullable(http.getParameterValues(name)).filter(v -> v.length == 1).map(v -> v[0]);
    }

    private static void signIn(HttpServletResponse to, Optional<String> query) {
        to.setStatus(303);
        to.setHeader("Location", "/sign-in" + query.map(q -> "?to=" + URLEncoder.encode("/oauth/authorize?" + q, StandardCharsets.UTF_8)).orElse(""));
    }

    private void answer(HttpServletRequest http, HttpServletResponse to, Optional<Visitor> person) throws IOException, ServletException {
        SecurityContext before = SecurityContextHolder.getContext();
        try (var _ = here.enter(http)) {
            SecurityContextHolder.setContext(new SecurityContextImpl(person.map(Visitor::authentication).orElse(null)));
            endpoint.doFilter(http, to, (_, _) -> to.sendError(404));
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }
}
