package org.serment.server.oauth;

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
import org.serment.kernel.access.Action;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.db.Away;
import org.serment.server.db.Database;
import org.serment.server.db.Traces;

/// `POST /oauth/open`: sends the browser to an application with a value that stands for this patient (SMART App Launch 2.2, "Launch
/// app: EHR launch"). The value says nothing by itself. Stands behind the chain of all pages.
final class OpenServlet extends HttpServlet {
    private static final Logger LOG = Logger.getLogger(OpenServlet.class.getName());

    private final transient Database database;
    private final transient Apps apps;
    private final transient Openings openings;
    private final transient Function<HttpServletRequest, Optional<Visitor>> presence;
    private final transient Here here;

    OpenServlet(Database database, Apps apps, Openings openings, Function<HttpServletRequest, Optional<Visitor>> presence, Here here) {
        this.database = database;
        this.apps = apps;
        this.openings = openings;
        this.presence = presence;
        this.here = here;
    }

    @Override
    protected void doPost(HttpServletRequest http, HttpServletResponse to) throws IOException {
        to.setHeader("Cache-Control", "no-store");
        try {
            Optional<Visitor> person = presence.apply(http);
            if (person.isEmpty()) to.sendRedirect("/sign-in");
            else if (!Here.readable(http)) to.sendError(400);
            else open(http, to, person.get());
        } catch (Away e) {
            to.sendError(503);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "opening an application broke", Traces.withoutTexts(e));
            to.sendError(500);
        }
    }

    private void open(HttpServletRequest http, HttpServletResponse to, Visitor person) throws IOException {
        Optional<App> app = Optional.ofNullable(http.getParameter("app")).flatMap(id -> database.read(apps.find(id)))
                .filter(a -> a.tenant() == person.tenant() && !a.ended() && !a.launch().isEmpty());
        Optional<Openings.Look.Seen> seen = app.flatMap(_ -> Optional.ofNullable(http.getParameter("patient"))).filter(id -> id.matches("[A-Za-z0-9\\-.]{1,64}"))
                .flatMap(id -> openings.see(Openings.ask(person, Action.READ), id, true).seen());
        if (seen.isEmpty()) {
            to.sendError(404);
            return;
        }
        String launch = app.get().launch();
        to.setStatus(303);
        to.setHeader("Location", launch + (launch.indexOf('?') < 0 ? '?' : '&') + "iss=" + URLEncoder.encode(here.address(http) + "/fhir", StandardCharsets.UTF_8)
                + "&launch=" + openings.launch(person, app.get().app(), seen.get().opened()));
    }
}
