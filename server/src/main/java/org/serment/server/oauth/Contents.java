package org.serment.server.oauth;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a grant keeps sealed: the request it answers, what was allowed, and how the person had signed in.
///
/// @param allowed scopes; none before the person has answered
/// @param opened  for whom the application was opened
/// @param user    `Patient/id` of the person's own record; empty when it wasn't asked for
record Contents(OAuth2AuthorizationRequest request, Set<String> allowed, Instant since, List<String> methods, String level, Opened opened, String user) {
    private static final JsonMapper JSON = new JsonMapper();
    /// What later steps read of a request beside its fields. Nothing else that a stranger sends is kept.
    private static final Set<String> KEPT = Set.of("code_challenge", "code_challenge_method", "nonce");

    byte[] bytes() {
        ObjectNode json = JSON.createObjectNode();
        json.put("uri", request.getAuthorizationUri()).put("client", request.getClientId())
                .put("redirect", request.getRedirectUri()).put("state", request.getState()).put("scopes", joined(request.getScopes()))
                .put("allowed", joined(allowed)).put("since", since.toEpochMilli()).put("methods", joined(methods)).put("level", level).put("user", user);
        if (opened instanceof Opened.For f) json.putObject("for").put("patient", f.patient()).put("subject", f.subject()).put("encounter", f.encounter());
        ObjectNode kept = json.putObject("kept");
        request.getAdditionalParameters().forEach((name, value) -> {
            if (KEPT.contains(name) && value instanceof String text) kept.put(name, text);
        });
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Contents of(byte[] bytes) {
        JsonNode json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        Map<String, Object> kept = new HashMap<>();
        json.path("kept").properties().forEach(e -> kept.put(e.getKey(), e.getValue().asString()));
        OAuth2AuthorizationRequest request = OAuth2AuthorizationRequest.authorizationCode().authorizationUri(json.path("uri").asString())
                .clientId(json.path("client").asString()).redirectUri(json.path("redirect").asString()).scopes(Set.copyOf(parts(json.path("scopes"))))
                .state(json.path("state").isNull() ? null : json.path("state").asString()).additionalParameters(kept).build();
        return new Contents(request, Set.copyOf(parts(json.path("allowed"))), Instant.ofEpochMilli(json.path("since").asLong()),
                parts(json.path("methods")), json.path("level").asString(), opened(json.path("for")), json.path("user").asString(""));
    }

    private static Opened opened(JsonNode json) {
        return json.isObject() ? new Opened.For(json.path("patient").asString(), json.path("subject").asLong(), json.path("encounter").asString()) : new Opened.Nobody();
    }

    Contents with(Opened other) {
        return new Contents(request, allowed, since, methods, level, other, user);
    }

    /// Whether a patient must be chosen before the application gets anything.
    boolean choosing() {
        return choosing(request.getScopes(), opened);
    }

    static boolean choosing(Set<String> scopes, Opened opened) {
        return scopes.contains("launch/patient") && opened instanceof Opened.Nobody;
    }

    private static String joined(Iterable<String> values) {
        List<String> all = new ArrayList<>();
        values.forEach(all::add);
        return String.join(" ", all);
    }

    private static List<String> parts(JsonNode text) {
        return text.asString().isEmpty() ? List.of() : List.of(text.asString().split(" "));
    }
}
