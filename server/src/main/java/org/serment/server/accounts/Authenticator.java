package org.serment.server.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Installation;

/// Who a bearer token stands for. A token that was verified is remembered by its SHA-256 until it expires: its signature is
/// checked once. That the account still has the right to anything is not checked here; it is a fact of each request.
public final class Authenticator {
    private static final int MOST_REMEMBERED = 20_000;
    private static final int LONGEST_TEXT = 4_096;
    private static final Duration SKEW = Duration.ofSeconds(5);

    private record Remembered(Actor actor, Instant until) {}

    private final JWSVerifier verifier;
    private final Installation installation;
    private final InstantSource clock;
    private final Map<ByteBuffer, Remembered> remembered = new ConcurrentHashMap<>();

    /// @param key the public part of the token signer
    public Authenticator(PublicKey key, Installation installation, InstantSource clock) {
        this.verifier = Ed25519Jws.verifier(key);
        this.installation = installation;
        this.clock = clock;
    }

    /// The actor of a token; empty for any that is forged, expired, too long-lived, or of another kind of installation.
    ///
    /// @param bearer what follows `Bearer ` in the Authorization header (RFC 6750)
    public Optional<Actor> actor(String bearer) {
        if (bearer.length() > LONGEST_TEXT) return Optional.empty();
        ByteBuffer name = digest(bearer);
        Instant now = clock.instant();
        Remembered known = remembered.get(name);
        if (known != null) return now.isBefore(known.until()) ? Optional.of(known.actor()) : Optional.empty();
        Optional<Remembered> fresh = verify(bearer, now);
        fresh.ifPresent(r -> remember(name, r, now));
        return fresh.map(Remembered::actor);
    }

    private Optional<Remembered> verify(String bearer, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(bearer);
            boolean ours = jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.EdDSA) && Issuer.TYPE.equals(jwt.getHeader().getType()) && jwt.verify(verifier);
            return ours ? read(jwt.getJWTClaimsSet(), now) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException e) {
            // Whatever a stranger sends that isn't a token of ours.
            return Optional.empty();
        }
    }

    private Optional<Remembered> read(JWTClaimsSet claims, Instant now) throws ParseException {
        Instant issued = claims.getIssueTime().toInstant();
        Instant until = claims.getExpirationTime().toInstant();
        boolean demonstration = Boolean.TRUE.equals(claims.getBooleanClaim("demonstration"));
        Duration longest = demonstration ? Issuer.LONGEST_DEMONSTRATION : Issuer.LONGEST;
        boolean fits = Issuer.NAME.equals(claims.getIssuer()) && claims.getAudience().contains(Issuer.NAME)
                && (!demonstration || installation == Installation.DEMONSTRATION)
                && Duration.between(issued, until).compareTo(longest) <= 0
                && !issued.isAfter(now.plus(SKEW)) && now.isBefore(until);
        if (!fits) return Optional.empty();
        Set<String> scopes = Set.of(claims.getStringClaim("scope").isBlank() ? new String[0] : claims.getStringClaim("scope").split(" "));
        Long patient = claims.getLongClaim("patient");
        Actor actor = new Actor(claims.getIntegerClaim("tenant"), Long.parseLong(claims.getSubject()), claims.getStringClaim("client_id"),
                claims.getBooleanClaim("machine"), scopes, patient == null ? OptionalLong.empty() : OptionalLong.of(patient));
        return Optional.of(new Remembered(actor, until));
    }

    private void remember(ByteBuffer name, Remembered one, Instant now) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.values().removeIf(r -> !now.isBefore(r.until()));
            if (remembered.size() >= MOST_REMEMBERED) remembered.clear();
        }
        remembered.put(name, one);
    }

    private static ByteBuffer digest(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
