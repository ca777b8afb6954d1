package org.serment.server.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;

/// Lets a public client bring its refresh token: who it is rests on that token, which works once. (Spring knows public clients
/// at the exchange of a code only.)
final class PublicClients implements AuthenticationConverter, AuthenticationProvider {
    private static final String CODE = "authorization_code";

    private final KnownApps apps;

    PublicClients(KnownApps apps) {
        this.apps = apps;
    }

    /// A code comes here only when it lacks its verifier: Spring takes those that have one.
    @Override
    public Authentication convert(HttpServletRequest http) {
        if (CODE.equals(http.getParameter("grant_type"))) throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        String app = Optional.ofNullable(http.getParameterValues("client_id")).filter(v -> v.length == 1).map(v -> v[0]).filter(v -> !v.isBlank())
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        return new OAuth2ClientAuthenticationToken(app, ClientAuthenticationMethod.NONE, null, Map.of());
    }

    /// Spring wants null for whatever is another's matter.
    @Override
    public Authentication authenticate(Authentication asked) {
        OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) asked;
        if (CODE.equals(client.getAdditionalParameters().get("grant_type"))) return null;
        RegisteredClient app = apps.findByClientId(client.getName());
        if (app == null) throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        return new OAuth2ClientAuthenticationToken(app, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> type) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(type);
    }
}
