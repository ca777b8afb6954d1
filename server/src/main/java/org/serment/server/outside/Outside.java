package org.serment.server.outside;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.apps.Outsiders;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Provider;
import org.serment.server.gate.Gate;
import org.serment.server.outside.Verdict.Why;
import org.serment.server.signin.SignIn;
import org.serment.server.vault.Secrets;
import org.serment.server.web.Desk;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/// `/sign-in/outside/NAME` leads to a provider, `/sign-in/outside/NAME/back` is where it sends the browser.
public final class Outside extends HttpServlet {
    /// Where the servlet stands, behind the filter of the door `signin`.
    public static final String PATH = "/sign-in/outside/*";
    private static final String TO = "org.serment.server.outside.to";
    private static final String IDENTITY = "org.serment.server.outside.identity";

    /// @param identity what to tell the administrator; otherwise empty
    record Refusal(String why, String label, String identity) {}

    private final transient Config.Site site;
    private final transient SignIn signIn;
    private final transient Providers providers;
    private final transient Vouching vouching;
    private final transient LinksPage links;
    private final transient HttpSessionOAuth2AuthorizationRequestRepository requests = new HttpSessionOAuth2AuthorizationRequestRepository();

    public Outside(Config.Site site, Database database, Accounts accounts, Secrets secrets, SignIn signIn, Gate gate, InstantSource clock) {
        var outsiders = new Outsiders(secrets);
        this.site = site;
        this.signIn = signIn;
        this.providers = new Providers(site.providers(), clock);
        this.vouching = new Vouching(database, accounts, outsiders);
        this.links = new LinksPage(database, new Desk(database, gate), accounts, outsiders, site.providers(), clock);
    }

    public List<Route> routes() {
        var all = new ArrayList<>(links.routes());
        all.add(Route.open("GET", "/sign-in/refused", this::refused));
        return List.copyOf(all);
    }

    @Override
    protected void doGet(HttpServletRequest http, HttpServletResponse to) throws IOException {
        to.setHeader("Cache-Control", "no-store");
        String[] path = Optional.ofNullable(http.getPathInfo()).orElse("").split("/");
        var provider = providers.named(path.length > 1 ? path[1] : "");
        if (provider.isEmpty() || path.length > 3 || path.length == 3 && !path[2].equals("back")) to.sendError(404);
        else if (path.length == 2) leave(http, to, provider.get());
        else arrive(http, to, provider.get());
    }

    private void leave(HttpServletRequest http, HttpServletResponse to, Provider provider) {
        var known = providers.ask(provider);
        if (known.isEmpty()) {
            refuse(http, to, provider, new Verdict.Refused(Why.UNREACHABLE, ""));
            return;
        }
        var registration = known.get().registration(address(http));
        var resolver = new DefaultOAuth2AuthorizationRequestResolver(_ -> registration);
        resolver.setAuthorizationRequestCustomizer(r -> r.additionalParameters(p -> p.put("acr_values", provider.level())));
        var request = resolver.resolve(http, provider.name());
        requests.saveAuthorizationRequest(request, http, to);
        http.getSession().setAttribute(TO, Optional.ofNullable(http.getParameter("to")).filter(Reply::local).orElse("/"));
        redirect(to, request.getAuthorizationRequestUri());
    }

    private void arrive(HttpServletRequest http, HttpServletResponse to, Provider provider) {
        // taken out of the session: an answer works once
        var asked = Optional.ofNullable(requests.removeAuthorizationRequest(http, to)).filter(r -> provider.name().equals(r.getAttribute(OAuth2ParameterNames.REGISTRATION_ID)));
        var verdict = asked.<Verdict>map(r -> judge(http, provider, r)).orElse(new Verdict.Refused(Why.STALE, ""));
        switch (verdict) {
            case Verdict.Welcome w -> {
                var next = http.getSession().getAttribute(TO) instanceof String s ? s : "/";
                signIn.vouched(http, w.tenant(), w.account(), w.methods(), w.level());
                redirect(to, next);
            }
            case Verdict.Refused r -> refuse(http, to, provider, r);
        }
    }

    private Verdict judge(HttpServletRequest http, Provider provider, OAuth2AuthorizationRequest asked) {
        var code = Optional.ofNullable(http.getParameter("code"));
        // an answer that names another issuer was meant for somebody else (RFC 9207)
        boolean ours = Optional.ofNullable(http.getParameter("iss")).filter(iss -> !iss.equals(provider.issuer())).isEmpty();
        if (code.isEmpty() || !ours) return new Verdict.Refused(Why.DECLINED, "");
        return providers.ask(provider).<Verdict>map(known -> {
            ClientRegistration registration = known.registration(address(http));
            var answer = OAuth2AuthorizationResponse.success(code.get()).redirectUri(registration.getRedirectUri()).state(http.getParameter("state")).build();
            return vouching.judge(known, new OAuth2LoginAuthenticationToken(registration, new OAuth2AuthorizationExchange(asked, answer)));
        }).orElse(new Verdict.Refused(Why.UNREACHABLE, ""));
    }

    private static void refuse(HttpServletRequest http, HttpServletResponse to, Provider provider, Verdict.Refused why) {
        if (!why.identity().isEmpty()) http.getSession().setAttribute(IDENTITY, why.identity());
        redirect(to, "/sign-in/refused?by=" + provider.name() + "&why=" + why.why().name().toLowerCase(Locale.ROOT));
    }

    private Reply refused(Visit visit) {
        var provider = providers.named(visit.parameter("by").orElse(""));
        var why = visit.parameter("why").filter(w -> visit.texts().has("outside." + w + ".title"));
        if (provider.isEmpty() || why.isEmpty()) return Reply.redirect("/sign-in");
        var session = Optional.ofNullable(visit.http().getSession(false));
        var identity = session.map(s -> s.getAttribute(IDENTITY)).filter(String.class::isInstance).map(String.class::cast).filter(_ -> why.get().equals("unknown")).orElse("");
        session.ifPresent(s -> s.removeAttribute(IDENTITY));
        return Reply.open(why.get().equals("unreachable") ? 503 : 403, "outside/refused", new Refusal(why.get(), provider.get().label(), identity));
    }

    private String address(HttpServletRequest http) {
        return site.origin().map(URI::toString).orElseGet(() -> "http://localhost:" + http.getLocalPort());
    }

    private static void redirect(HttpServletResponse to, String address) {
        to.setStatus(303);
        to.setHeader("Location", address);
    }
}
