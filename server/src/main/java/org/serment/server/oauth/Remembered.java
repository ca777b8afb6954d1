package org.serment.server.oauth;

import java.time.InstantSource;
import java.util.Set;
import org.serment.server.accounts.apps.Consents;
import org.serment.server.db.Database;
import org.serment.server.db.Tx;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;

/// Keeps consents. Spring is never shown an old one: it would add what was allowed before to a person's "no".
/// Whether a question is needed at all is answered by [#covers].
final class Remembered implements OAuth2AuthorizationConsentService {
    private final Database database;
    private final Consents consents;
    private final InstantSource clock;

    Remembered(Database database, Consents consents, InstantSource clock) {
        this.database = database;
        this.consents = consents;
        this.clock = clock;
    }

    /// Whether the person allowed all of this already.
    boolean covers(Visitor person, String app, Set<String> scopes) {
        return database.read(consents.scopes(person.tenant(), person.account(), app)).filter(allowed -> allowed.containsAll(scopes)).isPresent();
    }

    @Override
    public void save(OAuth2AuthorizationConsent consent) {
        String[] person = consent.getPrincipalName().split("/");
        try (Tx tx = database.begin()) {
            consents.allow(tx, Integer.parseInt(person[0]), Long.parseLong(person[1]), consent.getRegisteredClientId(), consent.getScopes(), clock.instant());
            tx.commit();
        }
    }

    @Override
    public void remove(OAuth2AuthorizationConsent consent) {
        throw new UnsupportedOperationException("a consent is taken back on the person's own page");
    }

    @Override
    public OAuth2AuthorizationConsent findById(String app, String person) {
        return null;
    }
}
