package org.serment.server.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Database;
import org.serment.server.db.Fault;
import org.serment.server.db.Installation;
import org.serment.server.db.TestDatabase;
import org.serment.server.db.Tx;

class AccountsIT {
    static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    static final String ENDPOINT = "https://hospital.example/oauth/token";
    static final TestDatabase test = TestDatabase.fresh();
    static final Database db = test.database();
    static final Accounts accounts = new Accounts();
    static final Clients clients = new Clients(db);
    static final KeyPair signer = AuthenticatorTest.pair();
    static final TokenDoor door = new TokenDoor(clients, new Issuer(signer), scope -> !scope.query().equals("nothing=x"), InstantSource.fixed(NOW));
    static final ECKey key = key();

    @BeforeAll
    static void register() {
        try (Tx tx = db.begin()) {
            accounts.create(tx, new Accounts.NewAccount(1, 50, Role.LOADER, "Loader", "loader", 0, NOW.plus(Duration.ofDays(365))));
            clients.register(tx, 1, "loader", 50, new JWKSet(key.toPublicJWK()).toString());
            tx.commit();
        }
    }

    @AfterAll
    static void end() {
        test.close();
    }

    @Test
    void factsOfAProfessionalAreReadAnew() {
        UUID unit = UUID.randomUUID();
        Actor nurse = new Actor(1, 1, "ward", false, Set.of());
        assertEquals(Facts.NONE, db.read(accounts.facts(nurse, NOW)));
        try (Tx tx = db.begin()) {
            accounts.create(tx, new Accounts.NewAccount(1, 1, Role.NURSE, "Anne Durand", "nurse", 0, NOW.plus(Duration.ofDays(365))));
            accounts.post(tx, 1, 1, unit, 7, "Cardiologie", NOW.minusSeconds(10), NOW.plusSeconds(10).toEpochMilli());
            accounts.post(tx, 1, 1, UUID.randomUUID(), 8, "Ancienne", NOW.minusSeconds(100), NOW.minusSeconds(50).toEpochMilli());
            tx.commit();
        }
        Facts facts = db.read(accounts.facts(nurse, NOW));
        Facts.Account a = facts.account().orElseThrow();
        assertEquals(Role.NURSE, a.role());
        assertEquals(Map.of(7, "Cardiologie"), a.units());
        assertFalse(a.revoked());
        assertEquals(Optional.of(Set.of(0)), facts.clearance());
        assertEquals(Map.of(), db.read(accounts.facts(nurse, NOW.plusSeconds(10))).account().orElseThrow().units());
        assertEquals(Facts.NONE, db.read(accounts.facts(new Actor(2, 1, "ward", false, Set.of()), NOW)));
        try (Tx tx = db.begin()) {
            accounts.revoke(tx, 1, 1, NOW);
            tx.commit();
        }
        assertTrue(db.read(accounts.facts(nurse, NOW)).account().orElseThrow().revoked());
        assertEquals("Anne Durand", db.read(accounts.byLogin(1, "nurse")).orElseThrow().name());
    }

    @Test
    void aPatientHasItsOwnRecordAndNoNameHere() {
        try (Tx tx = db.begin()) {
            accounts.create(tx, new Accounts.NewAccount(1, 3, Role.PATIENT, "", "patient", 0, NOW.plus(Duration.ofDays(365))));
            accounts.own(tx, 1, 3, 991);
            tx.commit();
        }
        assertEquals(Set.of(991L), db.read(accounts.facts(new Actor(1, 3, "app", false, Set.of()), NOW)).own());
        try (Tx tx = db.begin()) {
            assertEquals("23514", assertThrows(Fault.class, () -> accounts.create(tx,
                    new Accounts.NewAccount(1, 4, Role.PATIENT, "Jean Valjean", "p4", 5, NOW))).state());
        }
        try (Tx tx = db.begin()) {
            assertEquals("23514", assertThrows(Fault.class, () -> accounts.create(tx,
                    new Accounts.NewAccount(1, 4, Role.NURSE, "Nurse", "p4", 5, NOW))).state());
        }
    }

    @Test
    void aProgramGetsATokenForItsAssertionOnce() throws Exception {
        String assertion = assertion(key, Map.of());
        TokenDoor.Answer first = door.answer(form(assertion), ENDPOINT);
        assertEquals(200, first.status(), first.json());
        Map<String, Object> json = JSONObjectUtils.parse(first.json());
        Authenticator authenticator = new Authenticator(signer.getPublic(), Installation.PRODUCTION, InstantSource.fixed(NOW));
        Actor actor = authenticator.actor((String) json.get("access_token")).orElseThrow();
        assertEquals(new Actor(1, 50, "loader", true, Set.of("system/*.cruds")), actor);
        assertFalse(db.read(accounts.facts(actor, NOW)).account().orElseThrow().revoked());
        assertEquals(401, door.answer(form(assertion), ENDPOINT).status(), "a replay");
        assertEquals(200, door.answer(form(assertion(key, Map.of())), ENDPOINT).status());
    }

    @Test
    void aProgramIsRevokedWithTheNextRequest() throws Exception {
        ECKey own = key();
        try (Tx tx = db.begin()) {
            accounts.create(tx, new Accounts.NewAccount(1, 60, Role.LOADER, "Other", "other", 0, NOW.plus(Duration.ofDays(365))));
            clients.register(tx, 1, "other", 60, new JWKSet(own.toPublicJWK()).toString());
            tx.commit();
        }
        Actor actor = new Actor(1, 60, "other", true, Set.of());
        assertFalse(db.read(accounts.facts(actor, NOW)).account().orElseThrow().revoked());
        // the account of one client by the name of another
        assertTrue(db.read(accounts.facts(new Actor(1, 60, "loader", true, Set.of()), NOW)).account().orElseThrow().revoked());
        try (Tx tx = db.begin()) {
            clients.revoke(tx, "other", NOW);
            tx.commit();
        }
        assertTrue(db.read(accounts.facts(actor, NOW)).account().orElseThrow().revoked());
        assertEquals(401, door.answer(form(assertion(own, Map.of("iss", "other", "sub", "other"))), ENDPOINT).status());
    }

    @Test
    void badAssertionsAreRefused() throws Exception {
        for (Map<String, Object> bad : java.util.List.<Map<String, Object>>of(
                Map.of("iss", "nobody", "sub", "nobody"), Map.of("sub", "other"), Map.of("aud", "https://elsewhere.example/token"),
                Map.of("exp", Date.from(NOW.minusSeconds(1))), Map.of("exp", Date.from(NOW.plusSeconds(301))), Map.of("jti", " "),
                Map.of("jti", "x".repeat(256)), Map.of("nbf", Date.from(NOW.plusSeconds(10))))) {
            assertEquals(401, door.answer(form(assertion(key, bad)), ENDPOINT).status(), bad.toString());
        }
        assertEquals(401, door.answer(form(assertion(key(), Map.of())), ENDPOINT).status(), "another key");
        assertEquals(401, door.answer(form("rubbish"), ENDPOINT).status());
        Map<String, String> form = new HashMap<>(form(assertion(key, Map.of())));
        form.put("grant_type", "password");
        assertEquals(400, door.answer(form, ENDPOINT).status());
        for (String scope : new String[] {"user/*.rs", "system/*.x", "system/*.", "*", "system/*.rs launch", "system/patient.rs"}) {
            Map<String, String> scoped = new HashMap<>(form(assertion(key, Map.of())));
            scoped.put("scope", scope);
            assertEquals(400, door.answer(scoped, ENDPOINT).status(), scope);
        }
        assertTrue(Metadata.json("https://hospital.example").contains("private_key_jwt"));
    }

    @Test
    void privateKeysAreNotTaken() {
        try (Tx tx = db.begin()) {
            assertThrows(IllegalArgumentException.class, () -> clients.register(tx, 1, "x", 50, new JWKSet(key).toString(false)));
            assertThrows(IllegalArgumentException.class, () -> clients.register(tx, 1, "x", 50, "{\"keys\":[]}"));
            assertThrows(IllegalArgumentException.class, () -> clients.register(tx, 1, "x", 50, "rubbish"));
        }
    }

    private static Map<String, String> form(String assertion) {
        return Map.of("grant_type", "client_credentials", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", assertion);
    }

    private static String assertion(ECKey key, Map<String, Object> changes) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer("loader").subject("loader").audience(ENDPOINT)
                .expirationTime(Date.from(NOW.plusSeconds(120))).jwtID(UUID.randomUUID().toString());
        changes.forEach(claims::claim);
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(), claims.build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_384).keyID(UUID.randomUUID().toString()).generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
