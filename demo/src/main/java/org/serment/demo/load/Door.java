package org.serment.demo.load;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server's FHIR door as a client sees it.
final class Door implements AutoCloseable {

    /// What became of a request.
    sealed interface Answer {
        /// 2xx.
        record Accepted(String body) implements Answer {}

        /// 503, 429 or no answer: try again, after so long if the server says.
        record Later(Duration after) implements Answer {}

        /// 401: the token is no longer good.
        record Unknown() implements Answer {}

        record Refused(int status, String why) implements Answer {}
    }

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String FHIR_JSON = "application/fhir+json";

    private final URI base;
    private final Bearer bearer;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10)).build();

    /// @param base the FHIR base without a slash at its end
    Door(URI base, Bearer bearer) {
        this.base = base;
        this.bearer = bearer;
    }

    Answer transaction(byte[] bundle) {
        return send(request("").header("Content-Type", FHIR_JSON).header("Prefer", "return=minimal")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bundle)));
    }

    /// @param search `Type?parameter=value`, not yet encoded
    Answer search(String search) {
        int query = search.indexOf('?');
        int value = search.indexOf('=', query);
        return send(request("/" + search.substring(0, value + 1)
                + URLEncoder.encode(search.substring(value + 1), StandardCharsets.UTF_8) + "&_count=1").GET());
    }

    /// The first match of a search's answer.
    static Optional<JsonNode> first(String searchset) {
        return JsonMapper.shared().readTree(searchset).path("entry").valueStream().map(entry -> entry.path("resource")).findFirst();
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).header("Accept", FHIR_JSON);
    }

    private Answer send(HttpRequest.Builder request) {
        String token = bearer.token();
        try {
            Answer answer = answer(client.send(request.header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofString()));
            if (answer instanceof Answer.Unknown) bearer.refused(token);
            return answer;
        } catch (IOException away) {
            return new Answer.Later(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailed("interrupted", e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) return new Answer.Accepted(response.body());
        return switch (status) {
            case 401 -> new Answer.Unknown();
            case 429, 503 -> new Answer.Later(Duration.ofSeconds(response.headers().firstValue("Retry-After")
                    .filter(text -> text.matches("\\d{1,3}")).map(Long::parseLong).orElse(0L)));
            default -> new Answer.Refused(status, why(response.body()));
        };
    }

    /// The first issue of an OperationOutcome.
    private static String why(String body) {
        try {
            JsonNode issue = JsonMapper.shared().readTree(body).path("issue").path(0);
            return issue.path("code").asString("") + " " + issue.path("diagnostics").asString(issue.path("details").path("text").asString(""))
                    + " " + issue.path("expression").path(0).asString("");
        } catch (JacksonException notJson) {
            return "(the answer is not an OperationOutcome)";
        }
    }
}
