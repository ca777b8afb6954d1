package org.serment.server.oauth;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.accounts.apps.Grants.Grant;
import org.serment.server.accounts.apps.Grants.Held;
import org.serment.server.accounts.apps.Grants.Kind;
import org.serment.server.accounts.apps.Grants.Token;
import org.serment.server.credentials.Sessions;
import org.serment.server.db.Database;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/// Keeps Spring's authorizations in [Grants]. Access and identity tokens are not kept at all.
final class StoredGrants implements OAuth2AuthorizationService {
    private static final Duration TICKET = Duration.ofMinutes(10);
    private static final String REQUEST = OAuth2AuthorizationRequest.class.getName();
    private static final String PERSON = Principal.class.getName();
    /// The grant and token that an authorization was made from.
    private static final String HELD = Held.class.getName();
    private static final Map<String, Kind> KINDS = Map.of(OAuth2ParameterNames.STATE, Kind.TICKET, OAuth2ParameterNames.CODE, Kind.CODE,
            OAuth2TokenType.REFRESH_TOKEN.getValue(), Kind.REFRESH);

    private final Database database;
    private final Grants grants;
    private final Sessions sessions;
    private final KnownApps apps;
    private final InstantSource clock;

    StoredGrants(Database database, Grants grants, Sessions sessions, KnownApps apps, InstantSource clock) {
        this.database = database;
        this.grants = grants;
        this.sessions = sessions;
        this.apps = apps;
        this.clock = clock;
    }

    @Override
    public void save(OAuth2Authorization a) {
        Visitor person = Visitor.who(a.getAttribute(PERSON));
        byte[] contents = new Contents(a.getAttribute(REQUEST), a.getAuthorizedScopes(), person.since(), person.methods(), person.level(), person.opened(), person.user()).bytes();
        Optional<Held> held = Optional.ofNullable(a.getAttribute(HELD));
        if (held.isEmpty()) {
            Instant until = clock.instant().plus(Grants.LONGEST);
            grants.open(new Grant(UUID.fromString(a.getId()), person.tenant(), person.account(), a.getRegisteredClientId(), 0, person.session(), until, contents), fresh(a, ""));
        } else if (ended(a)) {
            remove(a);
        } else {
            Grant g = held.get().grant();
            boolean turned = grants.turn(new Grant(g.id(), g.tenant(), g.account(), g.app(), g.turn(), g.session(), g.until(), contents), fresh(a, held.get().token().value()));
            if (!turned) throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
    }

    /// Revoked by the application, or a code that another application tried to use.
    private static boolean ended(OAuth2Authorization a) {
        return invalidated(a.getToken(OAuth2RefreshToken.class)) || invalidated(a.getToken(OAuth2AuthorizationCode.class)) && a.getAccessToken() == null;
    }

    private static boolean invalidated(OAuth2Authorization.Token<? extends OAuth2Token> token) {
        return token != null && token.isInvalidated();
    }

    private List<Token> fresh(OAuth2Authorization a, String held) {
        List<Token> fresh = new ArrayList<>();
        String ticket = a.getAttribute(OAuth2ParameterNames.STATE);
        if (ticket != null) fresh.add(new Token(Kind.TICKET, ticket, clock.instant().plus(TICKET)));
        add(fresh, Kind.CODE, a.getToken(OAuth2AuthorizationCode.class), held);
        add(fresh, Kind.REFRESH, a.getToken(OAuth2RefreshToken.class), held);
        return fresh;
    }

    private static void add(List<Token> fresh, Kind kind, OAuth2Authorization.Token<? extends OAuth2Token> token, String held) {
        if (token != null && !token.getToken().getTokenValue().equals(held))
            fresh.add(new Token(kind, token.getToken().getTokenValue(), token.getToken().getExpiresAt()));
    }

    @Override
    public void remove(OAuth2Authorization a) {
        grants.end(UUID.fromString(a.getId()));
    }

    @Override
    public OAuth2Authorization findById(String id) {
        throw new UnsupportedOperationException("grants are found by what somebody holds of them");
    }

    /// Spring wants null for none.
    @Override
    public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
        return grants.find(token).filter(this::standing).filter(h -> type == null || h.token().kind() == KINDS.get(type.getValue())).flatMap(this::authorization).orElse(null);
    }

    /// A grant ends with the session in which it was given.
    private boolean standing(Held held) {
        Grant g = held.grant();
        boolean lasts = database.read(sessions.lasts(g.session(), g.tenant(), g.account(), clock.instant()));
        if (!lasts) grants.end(g.id());
        return lasts;
    }

    private Optional<OAuth2Authorization> authorization(Held held) {
        RegisteredClient app = apps.findById(held.grant().app());
        if (app == null) return Optional.empty();
        Grant g = held.grant();
        Contents c = Contents.of(g.contents());
        Authentication person = new Visitor(g.tenant(), g.account(), g.session(), c.since(), c.methods(), c.level(), c.opened(), c.user()).authentication();
        OAuth2Authorization.Builder a = OAuth2Authorization.withRegisteredClient(app).id(g.id().toString()).principalName(person.getName())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).authorizedScopes(c.allowed())
                .attribute(PERSON, person).attribute(REQUEST, c.request()).attribute(HELD, held);
        Instant from = g.until().minus(Grants.LONGEST);
        switch (held.token().kind()) {
            case TICKET -> a.attribute(OAuth2ParameterNames.STATE, held.token().value());
            case CODE -> a.token(new OAuth2AuthorizationCode(held.token().value(), from, held.token().until()));
            case REFRESH -> a.token(new OAuth2RefreshToken(held.token().value(), from, held.token().until()));
        }
        return Optional.of(a.build());
    }

    /// For whom the application of a token was opened.
    Opened opened(String token) {
        return grants.find(token).filter(this::standing).map(h -> Contents.of(h.grant().contents()).opened()).orElseGet(Opened.Nobody::new);
    }

    /// When the grant of an authorization ends.
    static Instant until(OAuth2Authorization a, Instant now) {
        return Optional.<Held>ofNullable(a.getAttribute(HELD)).map(h -> h.grant().until()).orElse(now);
    }
}
