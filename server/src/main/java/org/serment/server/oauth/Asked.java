package org.serment.server.oauth;

import java.util.function.Consumer;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.db.Database;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/// What an authorization request must be, stricter than Spring asks: the redirect is there and is a registered one, character
/// by character (no other port on the loopback either); it asks for something, and only for what the application is registered
/// for; the application is of the person's establishment. PKCE is Spring's part.
final class Asked implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {
    private final Database database;
    private final Apps apps;

    Asked(Database database, Apps apps) {
        this.database = database;
        this.apps = apps;
    }

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
        String redirect = asked.getRedirectUri();
        if (redirect == null || !context.getRegisteredClient().getRedirectUris().contains(redirect)) throw no(OAuth2ErrorCodes.INVALID_REQUEST, asked, null);
        if (((Authentication) asked.getPrincipal()).getPrincipal() instanceof Visitor person
                && database.read(apps.find(asked.getClientId())).filter(a -> a.tenant() == person.tenant()).isEmpty()) throw no(OAuth2ErrorCodes.INVALID_REQUEST, asked, null);
        if (asked.getScopes().isEmpty() || !context.getRegisteredClient().getScopes().containsAll(asked.getScopes())) throw no(OAuth2ErrorCodes.INVALID_SCOPE, asked, redirect);
    }

    /// @param redirect where the application learns of it; null when nobody can be trusted with the answer
    private static OAuth2AuthorizationCodeRequestAuthenticationException no(String error, OAuth2AuthorizationCodeRequestAuthenticationToken asked, String redirect) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(error), new OAuth2AuthorizationCodeRequestAuthenticationToken(
                asked.getAuthorizationUri(), asked.getClientId(), (Authentication) asked.getPrincipal(), redirect, asked.getState(), asked.getScopes(), asked.getAdditionalParameters()));
    }
}
