package org.serment.server.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.db.Away;
import org.serment.server.db.Traces;

/// The servlet of all pages: finds the route, asks its page, renders the reply.
/// Whatever breaks is caught here, once, and answered with a reference number; the log holds the same number and no data.
public final class Pages extends HttpServlet {
    private static final Logger LOG = Logger.getLogger(Pages.class.getName());
    private static final List<String> DOORS = List.of("web", "signin", "oauth", "outside", "office", "clinic", "portal");

    private final transient List<Route> routes;
    private final transient Menu menu;
    private final transient Assets assets = new Assets(DOORS);
    private final transient Map<Language, Texts> texts = new EnumMap<>(Language.class);
    private final transient TemplateEngine engine = TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), "org.serment.server");
    private final boolean demonstration;
    private final boolean secure;

    /// @param secure browsers come by https
    public Pages(List<Route> routes, Menu menu, boolean demonstration, boolean secure) {
        var all = new ArrayList<>(routes);
        all.add(Route.of("GET", "/", this::first));
        all.add(Route.open("GET", "/language/{language}", this::language));
        this.routes = List.copyOf(all);
        this.menu = menu;
        this.demonstration = demonstration;
        this.secure = secure;
        for (var l : Language.values()) texts.put(l, Texts.load(l, DOORS));
    }

    /// The servlet of what these pages load.
    public AssetsServlet assets() {
        return new AssetsServlet(assets);
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse to) throws IOException {
        var request = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        to.setHeader("X-Request-Id", request);
        var frame = frame(http);
        Reply reply;
        try {
            reply = reply(http, frame, request);
            if (reply instanceof Reply.Html h) send(to, h.status(), render(h, frame));
        } catch (Away e) {
            LOG.log(Level.WARNING, "page {0}: the database is away", request);
            reply = problem(to, Problem.of(503), frame);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "page " + request + " broke", Traces.withoutTexts(e));
            reply = problem(to, Problem.broken(request), frame);
        }
        switch (reply) {
            case Reply.Html _ -> { }
            case Reply.Redirect r -> redirect(to, r.path());
            case Reply.Speak s -> {
                to.addHeader("Set-Cookie", Language.COOKIE + "=" + s.language().tag() + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : ""));
                redirect(to, s.path());
            }
            case Reply.Download d -> download(to, d);
        }
    }

    private Reply problem(HttpServletResponse to, Reply reply, Frame frame) throws IOException {
        if (reply instanceof Reply.Html h) send(to, h.status(), render(h, frame));
        return reply;
    }

    private Reply reply(HttpServletRequest http, Frame frame, String request) {
        if (http.getAttribute("jakarta.servlet.error.status_code") instanceof Integer status) return Problem.of(known(status));
        var method = http.getMethod().equals("HEAD") ? "GET" : http.getMethod();
        boolean there = false;
        for (var route : routes) {
            var parts = route.match(frame.path());
            if (parts.isEmpty()) continue;
            there = true;
            if (!route.method().equals(method)) continue;
            // forms of ours send their fields in the body: what stands in an address is logged on the way
            if (method.equals("POST") && http.getQueryString() != null) return Problem.of(400);
            if (!route.anyone() && frame.person().isEmpty()) return signIn(http, frame);
            return route.page().reply(new Visit(http, parts.get(), frame, request));
        }
        return Problem.of(there ? 405 : 404);
    }

    private static int known(int status) {
        return switch (status) {
            case 403, 404, 405, 413, 429, 503 -> status;
            default -> status < 500 ? 400 : 500;
        };
    }

    /// After signing in the person comes to the page that was asked for.
    private static Reply signIn(HttpServletRequest http, Frame frame) {
        var asked = frame.path() + Optional.ofNullable(http.getQueryString()).map(q -> "?" + q).orElse("");
        boolean plain = frame.path().equals("/") || !http.getMethod().equals("GET") || !Reply.local(asked);
        return Reply.redirect(plain ? "/sign-in" : "/sign-in?to=" + URLEncoder.encode(asked, StandardCharsets.UTF_8));
    }

    private Reply first(Visit visit) {
        var links = menu.of(visit.person());
        return links.isEmpty() ? new Reply.Html(200, "web/nothing", new Problem(200, "")) : Reply.redirect(links.getFirst().path());
    }

    private Reply language(Visit visit) {
        var back = visit.parameter("back").filter(Reply::local).orElse("/");
        return Language.of(visit.part("language")).<Reply>map(l -> new Reply.Speak(l, back)).orElse(Problem.of(404));
    }

    private Frame frame(HttpServletRequest http) {
        var language = Language.of(http);
        var person = http.getAttribute(Person.ATTRIBUTE) instanceof Person p ? Optional.of(p) : Optional.<Person>empty();
        var csrf = http.getAttribute(Person.CSRF) instanceof String s ? s : "";
        return new Frame(language, texts.get(language), new Format(language), assets, person, csrf, http.getRequestURI(), menu.of(person), demonstration);
    }

    private byte[] render(Reply.Html html, Frame frame) {
        var out = new Utf8ByteOutput();
        engine.render(html.template() + ".jte", Map.of("frame", frame, "page", html.page()), out);
        return out.toByteArray();
    }

    private static void send(HttpServletResponse to, int status, byte[] body) throws IOException {
        to.setStatus(status);
        to.setContentType("text/html;charset=utf-8");
        to.setHeader("Cache-Control", "no-store");
        to.setContentLength(body.length);
        to.getOutputStream().write(body);
    }

    private static void redirect(HttpServletResponse to, String path) {
        to.setStatus(303);
        to.setHeader("Location", path);
        to.setHeader("Cache-Control", "no-store");
    }

    private static void download(HttpServletResponse to, Reply.Download d) throws IOException {
        to.setContentType(d.type());
        to.setHeader("Cache-Control", "no-store");
        to.setHeader("Content-Disposition", (d.inPlace() ? "inline" : "attachment") + "; filename=\"" + d.fileName() + "\"");
        to.setContentLength(d.body().length);
        to.getOutputStream().write(d.body());
    }
}
