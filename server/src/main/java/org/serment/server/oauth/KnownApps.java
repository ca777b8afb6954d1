package org.serment.server.oauth;

import java.time.Duration;
import org.serment.server.accounts.Issuer;
import org.serment.server.accounts.apps.App;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.db.Database;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/// Registered applications as Spring's endpoints want them: public clients, PKCE and consent always, refresh tokens that rotate.
final class KnownApps implements RegisteredClientRepository {
    private static final Duration CODE = Duration.ofMinutes(1);
    private static final ClientSettings CLIENT = ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true).build();
    private static final TokenSettings TOKENS = TokenSettings.builder().authorizationCodeTimeToLive(CODE)
            .accessTokenTimeToLive(Issuer.LONGEST).refreshTokenTimeToLive(Grants.LONGEST).reuseRefreshTokens(false).build();

    private final Database database;
    private final Apps apps;

    KnownApps(Database database, Apps apps) {
        this.database = database;
        this.apps = apps;
    }

    @Override
    public RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    /// Spring wants null for none.
    @Override
    public RegisteredClient findByClientId(String app) {
        return database.read(apps.find(app)).filter(a -> !a.ended()).map(KnownApps::client).orElse(null);
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("applications are registered by an administrator");
    }

    private static RegisteredClient client(App app) {
        return RegisteredClient.withId(app.app()).clientId(app.app()).clientName(app.name())
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUris(all -> all.addAll(app.redirects())).scopes(all -> all.addAll(app.scopes()))
                .clientSettings(CLIENT).tokenSettings(TOKENS).build();
    }
}
