package org.serment.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The FHIR door as one caller sees it.
public record Fhir(HttpClient client, URI base, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Fhir as(Program server, String token) {
        return new Fhir(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5)).build(), server.base(), token);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/fhir+json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String path, String body, int version) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/fhir+json")
                .header("If-Match", "W/\"" + version + "\"").PUT(BodyPublishers.ofString(body)));
    }

    /// The resources of a search, all pages, at most `most`.
    public List<JsonNode> search(String query, int most) throws IOException, InterruptedException {
        var found = new ArrayList<JsonNode>();
        String path = "/fhir/" + query;
        while (!path.isEmpty() && found.size() < most) {
            HttpResponse<String> answer = get(path);
            if (answer.statusCode() != 200) throw new IOException(query + ": " + answer.statusCode() + " " + answer.body());
            JsonNode bundle = JSON.readTree(answer.body());
            for (JsonNode entry : bundle.path("entry")) found.add(entry.path("resource"));
            path = "";
            for (JsonNode link : bundle.path("link")) {
                if (link.path("relation").asString("").equals("next")) {
                    URI next = URI.create(link.path("url").asString());
                    path = next.getRawPath() + "?" + next.getRawQuery();
                }
            }
        }
        return found;
    }

    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60))
                .header("Accept", "application/fhir+json").header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
