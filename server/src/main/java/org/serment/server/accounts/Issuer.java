package org.serment.server.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.serment.kernel.identity.Actor;

/// Makes access tokens (RFC 9068, EdDSA): account, establishment, client, session and scopes, and nothing else.
public final class Issuer {
    static final String NAME = "serment";
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    /// How long any token may live.
    public static final Duration LONGEST = Duration.ofMinutes(5);
    /// How long a token of a demonstration may live.
    public static final Duration LONGEST_DEMONSTRATION = Duration.ofMinutes(120);

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

    private String sign(Actor actor, Instant now, Duration life, boolean demonstration) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(NAME).audience(NAME).subject(Long.toString(actor.account()))
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(life))).jwtID(UUID.randomUUID().toString())
                .claim("tenant", actor.tenant()).claim("client_id", actor.client()).claim("sid", UUID.randomUUID().toString())
                .claim("machine", actor.machine()).claim("scope", String.join(" ", actor.scopes().stream().sorted().toList()));
        if (demonstration) claims.claim("demonstration", true);
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.EdDSA).type(TYPE).build(), claims.build());
            jwt.sign(Ed25519Jws.signer(keys));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
