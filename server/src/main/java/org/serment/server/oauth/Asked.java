package org.serment.server.oauth;

import java.util.Optional;
import java.util.function.Consumer;
import org.serment.kernel.access.Scope;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.db.Database;
import org.serment.server.record.Granular;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

/// What an authorization request must be, stricter than Spring asks: the redirect is there and is a registered one, character
/// by character (no other port on the loopback either); it asks for something, and only for what the application is registered
/// for and what can be held to (a granular scope whose search isn't understood is refused, not ignored); what is asked for is ours to
/// give (`aud`, SMART App Launch 2.2); the application is of the person's establishment. PKCE is Spring's part.
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
        Optional<App> app = database.read(apps.find(asked.getClientId()));
        if (((Authentication) asked.getPrincipal()).getPrincipal() instanceof Visitor person && app.filter(a -> a.tenant() == person.tenant()).isEmpty())
            throw no(OAuth2ErrorCodes.INVALID_REQUEST, asked, null);
        if (asked.getScopes().isEmpty() || !asked.getScopes().stream().allMatch(s -> known(s) && app.filter(a -> a.mayAsk(s)).isPresent()))
            throw no(OAuth2ErrorCodes.INVALID_SCOPE, asked, redirect);
        boolean ours = (AuthorizationServerContextHolder.getContext().getIssuer() + "/fhir").equals(asked.getAdditionalParameters().get("aud"));
        boolean lost = ((Authentication) asked.getPrincipal()).getPrincipal() instanceof Visitor person && person.opened() instanceof Opened.Lost;
        if (lost || asked.getScopes().stream().anyMatch(s -> Scope.of(s).isPresent()) && !ours) throw no(OAuth2ErrorCodes.INVALID_REQUEST, asked, redirect);
    }

    /// Whether such a scope can be given at all.
    static boolean known(String scope) {
        return App.scope(scope) && Scope.of(scope).filter(s -> !Granular.understood(s)).isEmpty();
    }

    /// @param redirect where the application learns of it; null when nobody can be trusted with the answer
    private static OAuth2AuthorizationCodeRequestAuthenticationException no(String error, OAuth2AuthorizationCodeRequestAuthenticationToken asked, String redirect) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(error), new OAuth2AuthorizationCodeRequestAuthenticationToken(
                asked.getAuthorizationUri(), asked.getClientId(), (Authentication) asked.getPrincipal(), redirect, asked.getState(), asked.getScopes(), asked.getAdditionalParameters()));
    }
}
