package org.serment.server.oauth;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.Issuer;
import org.serment.server.vault.Secrets;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/// Makes what an application gets: access tokens of our own kind ([Issuer]) for the person, refresh tokens while the person
/// stays signed in, identity tokens (OpenID Connect Core 1.0, 2).
final class Tokens implements OAuth2TokenGenerator<OAuth2Token> {
    private static final int RANDOM_BYTES = 32;

    private final Issuer issuer;
    private final Secrets secrets;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(Issuer issuer, Secrets secrets, InstantSource clock) {
        this.issuer = issuer;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Spring wants null for what isn't made.
    @Override
    public OAuth2Token generate(OAuth2TokenContext context) {
        Instant now = clock.instant();
        Visitor person = Visitor.who(context.getPrincipal());
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) return access(context, person, now);
        if (OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) return refresh(context, now);
        return OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue()) ? identity(context, person, now) : null;
    }

    private OAuth2AccessToken access(OAuth2TokenContext context, Visitor person, Instant now) {
        Actor actor = new Actor(person.tenant(), person.account(), context.getRegisteredClient().getClientId(), false, context.getAuthorizedScopes(),
                person.opened() instanceof Opened.For f ? OptionalLong.of(f.subject()) : OptionalLong.empty());
        return new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, issuer.issue(actor, now, Issuer.LONGEST), now, now.plus(Issuer.LONGEST), context.getAuthorizedScopes());
    }

    /// It ends with the grant, however often it is replaced.
    private OAuth2RefreshToken refresh(OAuth2TokenContext context, Instant now) {
        if (!context.getAuthorization().getAuthorizedScopes().contains("online_access")) return null;
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        Instant until = StoredGrants.until(context.getAuthorization(), now);
        return until.isAfter(now) ? new OAuth2RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(secret), now, until) : null;
    }

    private Jwt identity(OAuth2TokenContext context, Visitor person, Instant now) {
        OAuth2AuthorizationRequest asked = context.getAuthorization().getAttribute(OAuth2AuthorizationRequest.class.getName());
        Map<String, Object> claims = new HashMap<>(Map.of("auth_time", person.since().getEpochSecond(), "acr", person.level()));
        if (!person.methods().isEmpty()) claims.put("amr", person.methods());
        if (asked.getAdditionalParameters().get("nonce") instanceof String nonce) claims.put("nonce", nonce);
        String address = context.getAuthorizationServerContext().getIssuer();
        if (context.getAuthorizedScopes().contains("fhirUser") && !person.user().isEmpty()) claims.put("fhirUser", address + "/fhir/" + person.user());
        String text = issuer.identity(address, subject(person), context.getRegisteredClient().getClientId(), claims, now);
        return new Jwt(text, now, now.plus(Issuer.LONGEST), Map.of("alg", "EdDSA"), Map.of("iss", address, "sub", subject(person), "aud", List.of(context.getRegisteredClient().getClientId())));
    }

    /// Stands for the account, here and for good, and says nothing else.
    private String subject(Visitor person) {
        return secrets.fingerprint(person.tenant(), "oidc-subject", Long.toString(person.account())).toString();
    }
}
