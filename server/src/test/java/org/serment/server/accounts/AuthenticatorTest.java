package org.serment.server.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Installation;

class AuthenticatorTest {
    static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    static final Actor NURSE = new Actor(1, 42, "ward", false, Set.of("user/*.rs", "user/Observation.c"));

    final KeyPair keys = pair();
    final Issuer issuer = new Issuer(keys);
    Instant now = NOW;
    final Authenticator production = new Authenticator(keys.getPublic(), Installation.PRODUCTION, () -> now);
    final Authenticator demonstration = new Authenticator(keys.getPublic(), Installation.DEMONSTRATION, () -> now);

    @Test
    void aTokenSaysWhoUntilItExpires() {
        String token = issuer.issue(NURSE, NOW, Duration.ofMinutes(5));
        assertEquals(Optional.of(NURSE), production.actor(token));
        assertEquals(Optional.of(NURSE), production.actor(token));
        now = NOW.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertEquals(Optional.of(NURSE), production.actor(token));
        now = NOW.plus(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), production.actor(token));
        assertEquals(Optional.empty(), new Authenticator(keys.getPublic(), Installation.PRODUCTION, () -> now).actor(token));
    }

    @Test
    void lifeIsBounded() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> issuer.issue(NURSE, NOW, Duration.ofMinutes(6)));
        assertThrows(IllegalArgumentException.class, () -> issuer.demonstration(NURSE, NOW, Duration.ofMinutes(121)));
        String long_ = sign(claims().expirationTime(Date.from(NOW.plus(Duration.ofMinutes(6)))).build(), keys, Issuer.TYPE);
        assertEquals(Optional.empty(), production.actor(long_));
        String longDemo = sign(claims().claim("demonstration", true).expirationTime(Date.from(NOW.plus(Duration.ofMinutes(121)))).build(), keys, Issuer.TYPE);
        assertEquals(Optional.empty(), demonstration.actor(longDemo));
        String future = sign(claims().issueTime(Date.from(NOW.plusSeconds(60))).build(), keys, Issuer.TYPE);
        assertEquals(Optional.empty(), production.actor(future));
    }

    @Test
    void aDemonstrationTokenOpensNoHospital() {
        String token = issuer.demonstration(NURSE, NOW, Duration.ofMinutes(120));
        assertEquals(Optional.of(NURSE), demonstration.actor(token));
        assertEquals(Optional.empty(), production.actor(token));
    }

    @Test
    void forgeriesAreRefused() throws Exception {
        String token = issuer.issue(NURSE, NOW, Duration.ofMinutes(5));
        assertEquals(Optional.of(NURSE), production.actor(sign(claims().build(), keys, Issuer.TYPE)));
        // another key
        assertEquals(Optional.empty(), production.actor(sign(claims().build(), pair(), Issuer.TYPE)));
        // another type of token, another issuer or audience
        assertEquals(Optional.empty(), production.actor(sign(claims().build(), keys, JOSEObjectType.JWT)));
        assertEquals(Optional.empty(), production.actor(sign(claims().issuer("other").build(), keys, Issuer.TYPE)));
        assertEquals(Optional.empty(), production.actor(sign(claims().audience("other").build(), keys, Issuer.TYPE)));
        // no signature, and the public key used as a shared secret
        assertEquals(Optional.empty(), production.actor(new PlainJWT(new PlainHeader.Builder().type(Issuer.TYPE).build(), claims().build()).serialize()));
        SignedJWT mac = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).type(Issuer.TYPE).build(), claims().build());
        mac.sign(new MACSigner(keys.getPublic().getEncoded()));
        assertEquals(Optional.empty(), production.actor(mac.serialize()));
        // a claim is missing
        assertEquals(Optional.empty(), production.actor(sign(claims().claim("tenant", null).build(), keys, Issuer.TYPE)));
        assertEquals(Optional.empty(), production.actor(sign(claims().claim("scope", null).build(), keys, Issuer.TYPE)));
        assertEquals(Optional.empty(), production.actor(sign(claims().subject("root").build(), keys, Issuer.TYPE)));
        assertEquals(Optional.empty(), production.actor(sign(claims().expirationTime(null).build(), keys, Issuer.TYPE)));
        for (String rubbish : new String[] {"", ".", "..", "a.b.c", "x".repeat(10_000), token + "x", token.substring(1)})
            assertEquals(Optional.empty(), production.actor(rubbish), rubbish);
    }

    @Test
    void anyChangedCharacterIsRefused() {
        String token = issuer.issue(NURSE, NOW, Duration.ofMinutes(5));
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '.') continue;
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            // The last character of base64 carries bits that aren't used: the same signature may have another text.
            boolean same = java.util.Arrays.equals(decode(token), decode(changed)) && i == token.length() - 1;
            if (!same) assertEquals(Optional.empty(), production.actor(changed), "at " + i);
        }
    }

    private static byte[] decode(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().issuer("serment").audience("serment").subject("42").issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60))).claim("tenant", 1).claim("client_id", "ward").claim("machine", false)
                .claim("scope", "user/*.rs user/Observation.c");
    }

    private static String sign(JWTClaimsSet claims, KeyPair keys, JOSEObjectType type) throws Exception {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.EdDSA).type(type).build(), claims);
        jwt.sign(Ed25519Jws.signer(keys));
        return jwt.serialize();
    }

    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
