package org.serment.demo.load;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Access tokens of a system client, asked for with its key (RFC 6749 4.4, RFC 7523) and kept until they
/// are about to end.
public final class ClientToken implements Bearer {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration EARLY = Duration.ofSeconds(45);

    private final URI endpoint;
    private final String client;
    private final ClientKey key;
    private final Clock clock;
    private String token = "";
    private Instant until = Instant.MIN;

    public ClientToken(URI endpoint, String client, ClientKey key, Clock clock) {
        this.endpoint = endpoint;
        this.client = client;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public synchronized String token() {
        if (clock.instant().isAfter(until)) renew();
        return token;
    }

    @Override
    public synchronized void refused(String refused) {
        if (refused.equals(token)) until = Instant.MIN;
    }

    private void renew() {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form())).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200)
                throw new LoadFailed("the server gave no token to " + client + ": status " + response.statusCode());
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            token = answer.path("access_token").asString();
            until = clock.instant().plusSeconds(answer.path("expires_in").asInt(60)).minus(EARLY);
        } catch (IOException e) {
            throw new LoadFailed("the server's token endpoint did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailed("interrupted", e);
        }
    }

    private String form() {
        return Map.of("grant_type", "client_credentials", "client_id", client,
                        "client_assertion_type", ASSERTION_TYPE,
                        "client_assertion", key.assertion(client, endpoint.toString(), clock.instant()))
                .entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
