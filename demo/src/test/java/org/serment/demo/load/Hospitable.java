package org.serment.demo.load;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small server that takes transactions and finds by identifier, and that has bad days: how it treats
/// the n-th transaction is said by a function.
final class Hospitable implements AutoCloseable {

    enum Mood { TAKE, BUSY, TAKE_AND_HANG_UP, HANG_UP, REFUSE, FORGET_TOKEN }

    final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> identifiers = Collections.synchronizedSet(new HashSet<>());
    private final Set<String> tokens = Collections.synchronizedSet(new HashSet<>());
    private final IntFunction<Mood> moods;
    private final ClientKey key;
    private final HttpServer server;
    private int transactions;

    Hospitable(ClientKey key, IntFunction<Mood> moods) throws IOException {
        this.key = key;
        this.moods = moods;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/fhir", this::fhir);
        server.createContext("/oauth/token", this::token);
        server.start();
    }

    URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String field : body(exchange).split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        try {
            SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
            boolean good = form.get("grant_type").equals("client_credentials")
                    && assertion.verify(new ECDSAVerifier(key.key().toPublicJWK()))
                    && assertion.getJWTClaimsSet().getSubject().equals("loader")
                    && assertion.getJWTClaimsSet().getAudience().contains(at("/oauth/token").toString());
            String token = "token-" + tokens.size();
            tokens.add(token);
            answer(exchange, good ? 200 : 401, "{\"access_token\":\"" + token + "\",\"expires_in\":300}");
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            answer(exchange, 401, "{}");
        }
    }

    private void fhir(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        if (!tokens.contains(token)) {
            answer(exchange, 401, "{}");
            return;
        }
        if (exchange.getRequestMethod().equals("GET")) {
            String query = exchange.getRequestURI().getQuery();
            String found = exchange.getRequestURI().getPath().substring("/fhir/".length()) + "?" + query.replace("&_count=1", "");
            answer(exchange, 200, identifiers.contains(found) ? "{\"entry\":[{}]}" : "{\"resourceType\":\"Bundle\"}");
            return;
        }
        JsonNode bundle = JsonMapper.shared().readTree(body(exchange));
        switch (moods.apply(next())) {
            case TAKE -> {
                take(bundle);
                answer(exchange, 200, "{}");
            }
            case BUSY -> answer(exchange, 503, "");
            case TAKE_AND_HANG_UP -> {
                take(bundle);
                exchange.close();
            }
            case HANG_UP -> exchange.close();
            case REFUSE -> answer(exchange, 422, "{\"issue\":[{\"code\":\"invalid\",\"diagnostics\":\"no\",\"expression\":[\"Bundle.entry[3]\"]}]}");
            case FORGET_TOKEN -> {
                tokens.clear();
                tokens.add("an older one");
                answer(exchange, 401, "{}");
            }
        }
    }

    private synchronized int next() {
        return transactions++;
    }

    private void take(JsonNode bundle) {
        taken.add(bundle.path("identifier").path("value").asString());
        for (JsonNode entry : bundle.path("entry"))
            for (JsonNode each : entry.path("resource").path("identifier"))
                identifiers.add(entry.path("resource").path("resourceType").asString() + "?identifier="
                        + each.path("system").asString() + "|" + each.path("value").asString());
    }

    private static String body(HttpExchange exchange) {
        try {
            return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
