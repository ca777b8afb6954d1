package org.serment.server.oauth;

import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.PublicClientAuthenticationConverter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.web.filter.CompositeFilter;

/// Spring's authorization server, put together by hand: these filters and these grants, and no others.
final class Endpoints {
    static final String CONSENT = "/oauth/consent";

    private final KnownApps apps;
    private final StoredGrants grants;
    private final Remembered consents;
    private final Tokens tokens;

    Endpoints(KnownApps apps, StoredGrants grants, Remembered consents, Tokens tokens) {
        this.apps = apps;
        this.grants = grants;
        this.consents = consents;
        this.tokens = tokens;
    }

    /// `/oauth/authorize`.
    ///
    /// @param consent address of the page that asks; a whole one where a proxy stands before us, which Spring doesn't see
    Filter authorize(Asked asked, Answers answers, String consent) {
        var requests = new OAuth2AuthorizationCodeRequestAuthenticationProvider(apps, grants, consents);
        requests.setAuthenticationValidator(asked);
        requests.setAuthorizationConsentRequired(this::question);
        var replies = new OAuth2AuthorizationConsentAuthenticationProvider(apps, grants, consents);
        var filter = new OAuth2AuthorizationEndpointFilter(new ProviderManager(requests, replies), "/oauth/authorize");
        filter.setConsentPage(consent);
        filter.setAuthenticationSuccessHandler(answers);
        filter.setAuthenticationFailureHandler(answers);
        return filter;
    }

    private boolean question(OAuth2AuthorizationCodeRequestAuthenticationContext c) {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = c.getAuthentication();
        Visitor person = Visitor.who((Authentication) asked.getPrincipal());
        return Contents.choosing(c.getAuthorizationRequest().getScopes(), person.opened())
                || !consents.covers(person, c.getRegisteredClient().getClientId(), c.getAuthorizationRequest().getScopes());
    }

    /// `/oauth/token` and `/oauth/revoke`, for applications.
    Filter programs() {
        var mine = new PublicClients(apps);
        var clients = new OAuth2ClientAuthenticationFilter(new ProviderManager(mine, new PublicClientAuthenticationProvider(apps, grants)), _ -> true);
        clients.setAuthenticationConverter(new DelegatingAuthenticationConverter(List.of(new PublicClientAuthenticationConverter(), mine)));
        var token = new OAuth2TokenEndpointFilter(new ProviderManager(new ForWhom(new OAuth2AuthorizationCodeAuthenticationProvider(grants, tokens), grants),
                new ForWhom(new OAuth2RefreshTokenAuthenticationProvider(grants, tokens), grants)), "/oauth/token");
        token.setAuthenticationConverter(new DelegatingAuthenticationConverter(List.of(new OAuth2AuthorizationCodeAuthenticationConverter(), new OAuth2RefreshTokenAuthenticationConverter())));
        var revoke = new OAuth2TokenRevocationEndpointFilter(new ProviderManager(new OAuth2TokenRevocationAuthenticationProvider(grants)), "/oauth/revoke");
        var all = new CompositeFilter();
        all.setFilters(List.of(clients, token, revoke));
        return all;
    }
}
