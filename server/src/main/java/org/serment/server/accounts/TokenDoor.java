package org.serment.server.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.serment.kernel.access.Scope;
import org.serment.kernel.identity.Actor;

/// The token endpoint for system clients: client credentials with a signed assertion (SMART Backend Services, RFC 7523).
/// A plain function from form fields to an answer; a servlet carries both.
public final class TokenDoor {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration LONGEST_ASSERTION = Duration.ofMinutes(5);
    static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.ES384, JWSAlgorithm.RS384, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);
    private static final String DEFAULT_SCOPE = "system/*.cruds";

    /// What goes back: an HTTP status and a JSON body, never to be stored by a cache.
    public record Answer(int status, String json) {}

    private final Clients clients;
    private final Issuer issuer;
    private final Predicate<Scope> understood;
    private final InstantSource clock;

    /// @param understood whether the record can hold a granular scope to its search
    public TokenDoor(Clients clients, Issuer issuer, Predicate<Scope> understood, InstantSource clock) {
        this.clients = clients;
        this.understood = understood;
        this.issuer = issuer;
        this.clock = clock;
    }

    /// Answers a token request.
    ///
    /// @param form     the fields of the form, each with its one value
    /// @param endpoint the URL of this endpoint, which assertions must be addressed to
    public Answer answer(Map<String, String> form, String endpoint) {
        if (!"client_credentials".equals(form.get("grant_type"))) return no(400, "unsupported_grant_type", "only client_credentials is given here");
        if (!ASSERTION_TYPE.equals(form.get("client_assertion_type")) || form.getOrDefault("client_assertion", "").length() > 8_192)
            return no(401, "invalid_client", "a client_assertion of type " + ASSERTION_TYPE + " is needed");
        Optional<Set<String>> scopes = scopes(form.getOrDefault("scope", DEFAULT_SCOPE));
        if (scopes.isEmpty()) return no(400, "invalid_scope", "scopes of a system client look like system/Patient.rs or system/Observation.rs?code=…, with a search that can be held");
        Instant now = clock.instant();
        return client(form.getOrDefault("client_assertion", ""), endpoint, now).map(c -> {
            Actor actor = new Actor(c.tenant(), c.account(), c.client(), true, scopes.get());
            return new Answer(200, JSONObjectUtils.toJSONString(Map.of("access_token", issuer.issue(actor, now, Issuer.LONGEST), "token_type", "bearer",
                    "expires_in", Issuer.LONGEST.toSeconds(), "scope", String.join(" ", scopes.get()))));
        }).orElseGet(() -> no(401, "invalid_client", "the assertion is not one of a registered client: signature, iss, sub, aud, exp (at most 5 minutes) or a used jti"));
    }

    private Optional<Clients.Client> client(String assertion, String endpoint, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm()) || claims.getIssuer() == null || !claims.getIssuer().equals(claims.getSubject())
                    || claims.getExpirationTime() == null || claims.getJWTID() == null || claims.getJWTID().isBlank() || claims.getJWTID().length() > 255)
                return Optional.empty();
            Instant expires = claims.getExpirationTime().toInstant();
            boolean timely = now.isBefore(expires) && !expires.isAfter(now.plus(LONGEST_ASSERTION))
                    && (claims.getNotBeforeTime() == null || !claims.getNotBeforeTime().toInstant().isAfter(now));
            if (!timely || !claims.getAudience().contains(endpoint)) return Optional.empty();
            return clients.find(claims.getIssuer()).filter(c -> signed(jwt, c)).filter(c -> clients.first(c.client(), claims.getJWTID(), now, expires));
        } catch (ParseException | IllegalArgumentException e) {
            // Whatever a stranger sends that isn't an assertion.
            return Optional.empty();
        }
    }

    private static boolean signed(SignedJWT jwt, Clients.Client client) {
        String kid = jwt.getHeader().getKeyID();
        return client.keys().getKeys().stream().filter(k -> kid == null || kid.equals(k.getKeyID())).anyMatch(k -> {
            try {
                return verifier(k).filter(v -> v.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm())).isPresent() && jwt.verify(verifier(k).get());
            } catch (JOSEException e) {
                return false;
            }
        });
    }

    private static Optional<JWSVerifier> verifier(JWK key) throws JOSEException {
        return switch (key) {
            case ECKey ec -> Optional.of(new ECDSAVerifier(ec));
            case RSAKey rsa when rsa.size() >= 2048 -> Optional.of(new RSASSAVerifier(rsa));
            case OctetKeyPair okp -> Optional.of(Ed25519Jws.verifier(ed25519(okp)));
            default -> Optional.empty();
        };
    }

    private static PublicKey ed25519(OctetKeyPair okp) throws JOSEException {
        try {
            byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(okp.getDecodedX()));
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new JOSEException("not an Ed25519 key", e);
        }
    }

    private Optional<Set<String>> scopes(String text) {
        Set<String> scopes = new TreeSet<>();
        for (String scope : text.strip().split(" +")) {
            if (Scope.of(scope).filter(s -> s.context().equals("system")).filter(understood).isEmpty()) return Optional.empty();
            scopes.add(scope);
        }
        return scopes.size() > 50 ? Optional.empty() : Optional.of(scopes);
    }

    private static Answer no(int status, String error, String why) {
        return new Answer(status, JSONObjectUtils.toJSONString(Map.of("error", error, "error_description", why)));
    }
}
