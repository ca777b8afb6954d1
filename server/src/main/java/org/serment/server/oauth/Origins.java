package org.serment.server.oauth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.db.Away;
import org.serment.server.db.Database;

/// Lets pages of registered applications ask from a browser (Fetch standard, CORS): their origins are those of their redirects,
/// looked up for each request, so an application that ended is a stranger from the next one on. No cookie counts, never a `*`.
final class Origins extends HttpFilter {
    private final transient Database database;
    private final transient Apps apps;

    Origins(Database database, Apps apps) {
        this.database = database;
        this.apps = apps;
    }

    @Override
    protected void doFilter(HttpServletRequest http, HttpServletResponse to, FilterChain rest) throws IOException, ServletException {
        String origin = http.getHeader("Origin");
        to.addHeader("Vary", "Origin");
        boolean known = origin != null && known(origin);
        if (known) {
            to.setHeader("Access-Control-Allow-Origin", origin);
            to.setHeader("Access-Control-Expose-Headers", "ETag, Location, Content-Location, Last-Modified, Retry-After, X-Progress, X-Request-Id");
        }
        boolean preflight = http.getMethod().equals("OPTIONS") && http.getHeader("Access-Control-Request-Method") != null;
        if (!preflight) {
            rest.doFilter(http, to);
            return;
        }
        if (known) {
            to.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
            to.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-None-Exist, If-Modified-Since, X-Request-Id, Cache-Control");
            to.setHeader("Access-Control-Max-Age", "300");
        }
        to.setStatus(known ? 204 : 403);
    }

    private boolean known(String origin) {
        try {
            return database.read(apps.served()).stream().flatMap(Origins::of).anyMatch(origin::equals);
        } catch (Away e) {
            // whoever answers says that the database is away
            return false;
        }
    }

    private static Stream<String> of(App app) {
        return app.redirects().stream().map(App::origin);
    }
}
