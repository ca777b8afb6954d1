package org.serment.server.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.serment.kernel.identity.Actor;

/// Makes access tokens (RFC 9068, EdDSA): account, establishment, client, session, scopes and the
/// number of the patient they are for, if one was chosen; nothing else. Signs identity
/// tokens with the same key; their type keeps them from being taken for access tokens.
public final class Issuer {
    static final String NAME = "serment";
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    /// How long any token may live.
    public static final Duration LONGEST = Duration.ofMinutes(5);
    /// How long a token of a demonstration may live.
    public static final Duration LONGEST_DEMONSTRATION = Duration.ofMinutes(120);

    private static final int KEY_BYTES = 32;

    private final KeyPair keys;

    /// @param keys the token signer of the key provider
    public Issuer(KeyPair keys) {
        this.keys = keys;
    }

    /// A token for `actor`.
    ///
    /// @throws IllegalArgumentException when it would live more than [#LONGEST]
    public String issue(Actor actor, Instant now, Duration life) {
        if (life.compareTo(LONGEST) > 0) throw new IllegalArgumentException("a token lives five minutes at most");
        return sign(actor, now, life, false);
    }

    /// A token that only a demonstration accepts.
    ///
    /// @throws IllegalArgumentException when it would live more than [#LONGEST_DEMONSTRATION]
    public String demonstration(Actor actor, Instant now, Duration life) {
        if (life.compareTo(LONGEST_DEMONSTRATION) > 0) throw new IllegalArgumentException("a token of the demonstration lives 120 minutes at most");
        return sign(actor, now, life, true);
    }

    /// A token that tells an application who is signed in (OpenID Connect Core 1.0, 2).
    ///
    /// @param issuer  our address
    /// @param subject stands for the person
    /// @param client  the application it is for
    /// @param more    further claims
    public String identity(String issuer, String subject, String client, Map<String, Object> more, Instant now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(issuer).subject(subject).audience(client)
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(LONGEST)));
        more.forEach(claims::claim);
        return signed(new JWSHeader.Builder(JWSAlgorithm.EdDSA).type(JOSEObjectType.JWT).keyID(publicKey().getKeyID()).build(), claims.build());
    }

    /// The key that verifies what is signed here, as a JSON Web Key Set (RFC 8037).
    public String jwks() {
        return new JWKSet(publicKey()).toString(true);
    }

    private OctetKeyPair publicKey() {
        byte[] spki = keys.getPublic().getEncoded();
        Base64URL x = Base64URL.encode(Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length));
        try {
            return new OctetKeyPair.Builder(Curve.Ed25519, x).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.EdDSA).keyIDFromThumbprint().build();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String sign(Actor actor, Instant now, Duration life, boolean demonstration) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(NAME).audience(NAME).subject(Long.toString(actor.account()))
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(life))).jwtID(UUID.randomUUID().toString())
                .claim("tenant", actor.tenant()).claim("client_id", actor.client()).claim("sid", UUID.randomUUID().toString())
                .claim("machine", actor.machine()).claim("scope", String.join(" ", actor.scopes().stream().sorted().toList()));
        actor.patient().ifPresent(patient -> claims.claim("patient", patient));
        if (demonstration) claims.claim("demonstration", true);
        return signed(new JWSHeader.Builder(JWSAlgorithm.EdDSA).type(TYPE).build(), claims.build());
    }

    private String signed(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(Ed25519Jws.signer(keys));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
