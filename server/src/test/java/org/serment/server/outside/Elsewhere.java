package org.serment.server.outside;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// A provider of its own (OpenID Connect): real addresses, real signatures, PKCE and client authentication enforced. Everybody who comes
/// is signed in at once; a test may change what it then says.
final class Elsewhere implements AutoCloseable {
    static final String CLIENT = "serment";
    static final String SECRET = "a secret with + and %";

    private final HttpServer server;
    private final RSAKey key = key();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, String> access = new ConcurrentHashMap<>();
    /// What was asked at the authorization endpoint, the last time.
    volatile Map<String, String> asked = Map.of();
    /// Changes the claims before they are signed; a null claim is left out.
    volatile UnaryOperator<Map<String, Object>> claims = UnaryOperator.identity();
    /// Signs instead of the published key.
    volatile Optional<RSAKey> forger = Optional.empty();
    /// What the userinfo endpoint says beside `sub`.
    volatile Map<String, Object> info = Map.of();
    volatile boolean infoOfAnother;

    Elsewhere() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", http -> json(http, 200, Map.of("issuer", issuer(), "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token", "jwks_uri", issuer() + "/jwks", "userinfo_endpoint", issuer() + "/userinfo",
                "response_types_supported", List.of("code"), "subject_types_supported", List.of("public"), "id_token_signing_alg_values_supported", List.of("RS256"))));
        server.createContext("/jwks", http -> json(http, 200, new JWKSet(key.toPublicJWK()).toJSONObject()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/userinfo", this::userinfo);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void authorize(HttpExchange http) throws IOException {
        asked = fields(http.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        http.getResponseHeaders().set("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + encoded(asked.get("state")));
        http.sendResponseHeaders(302, -1);
        http.close();
    }

    private void token(HttpExchange http) throws IOException {
        var form = fields(new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var request = Optional.ofNullable(form.get("code")).map(codes::remove);
        String basic = "Basic " + Base64.getEncoder().encodeToString((encoded(CLIENT) + ":" + encoded(SECRET)).getBytes(StandardCharsets.UTF_8));
        boolean good = basic.equals(http.getRequestHeaders().getFirst("Authorization")) && "authorization_code".equals(form.get("grant_type"))
                && request.filter(r -> r.get("redirect_uri").equals(form.get("redirect_uri")) && r.get("code_challenge").equals(challenge(form.get("code_verifier")))).isPresent();
        if (!good) {
            json(http, 400, Map.of("error", "invalid_grant"));
            return;
        }
        String token = UUID.randomUUID().toString();
        Map<String, Object> all = new HashMap<>(Map.of("iss", issuer(), "sub", "f:550:person-1", "aud", List.of(CLIENT), "nonce", request.get().get("nonce"), "acr", "eidas1",
                "amr", List.of("hwk", "pin"), "iat", Date.from(Instant.now()), "exp", Date.from(Instant.now().plusSeconds(60))));
        all = claims.apply(all);
        access.put(token, (String) all.get("sub"));
        json(http, 200, Map.of("access_token", token, "token_type", "Bearer", "expires_in", 60, "id_token", signed(all)));
    }

    private void userinfo(HttpExchange http) throws IOException {
        var who = Optional.ofNullable(http.getRequestHeaders().getFirst("Authorization")).map(a -> a.substring("Bearer ".length())).map(access::get);
        Map<String, Object> all = new HashMap<>(info);
        all.put("sub", infoOfAnother ? "f:550:somebody-else" : who.orElse(""));
        json(http, who.isPresent() ? 200 : 401, all);
    }

    private String signed(Map<String, Object> claims) {
        var set = new JWTClaimsSet.Builder();
        claims.forEach((name, value) -> {
            if (value != null) set.claim(name, value);
        });
        try {
            var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), set.build());
            jwt.sign(new RSASSASigner(forger.orElse(key)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void json(HttpExchange http, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        try (var out = http.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> all = new HashMap<>();
        Arrays.stream(text.split("&")).map(f -> f.split("=", 2)).forEach(f -> all.put(f[0], URLDecoder.decode(f[1], StandardCharsets.UTF_8)));
        return all;
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
