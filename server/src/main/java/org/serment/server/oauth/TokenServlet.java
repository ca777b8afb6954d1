package org.serment.server.oauth;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.accounts.TokenDoor;
import org.serment.server.db.Away;
import org.serment.server.db.Traces;
import org.springframework.security.core.context.SecurityContextHolder;

/// `POST /oauth/token` and `/oauth/revoke`, for programs: no cookie counts here. A program that signs in by itself
/// (`client_credentials`) goes to [TokenDoor], one that acts for a person to Spring's endpoints; the grant type says which.
final class TokenServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger(TokenServlet.class.getName());

    private final transient TokenDoor systems;
    private final transient Filter people;
    private final transient Here here;

    TokenServlet(TokenDoor systems, Filter people, Here here) {
        this.systems = systems;
        this.people = people;
        this.here = here;
    }

    @Override
    protected void doPost(HttpServletRequest http, HttpServletResponse to) throws IOException, ServletException {
        to.setHeader("Cache-Control", "no-store");
        to.setHeader("X-Content-Type-Options", "nosniff");
        try {
            // what is secret stands in the body: addresses are logged on the way
            if (http.getQueryString() != null || !Here.readable(http)) json(to, 400, "{\"error\":\"invalid_request\"}");
            else if ("client_credentials".equals(http.getParameter("grant_type")) && http.getServletPath().equals("/oauth/token")) system(http, to);
            else person(http, to);
        } catch (Away e) {
            json(to, 503, "{\"error\":\"temporarily_unavailable\"}");
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "a token request broke", Traces.withoutTexts(e));
            json(to, 500, "{\"error\":\"server_error\"}");
        }
    }

    private void person(HttpServletRequest http, HttpServletResponse to) throws IOException, ServletException {
        SecurityContextHolder.clearContext();
        try (var _ = here.enter(http)) {
            people.doFilter(http, to, (_, _) -> to.setStatus(404));
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private void system(HttpServletRequest http, HttpServletResponse to) throws IOException {
        Map<String, String> form = new HashMap<>();
        http.getParameterMap().forEach((name, values) -> {
            if (values.length == 1) form.put(name, values[0]);
        });
        // never from the Host header: an assertion made for another server must not pass here
        TokenDoor.Answer answer = systems.answer(form, here.address(http) + "/oauth/token");
        json(to, answer.status(), answer.json());
    }

    private static void json(HttpServletResponse to, int status, String json) throws IOException {
        to.setStatus(status);
        to.setContentType("application/json;charset=utf-8");
        to.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }
}
