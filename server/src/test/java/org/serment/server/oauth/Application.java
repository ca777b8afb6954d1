package org.serment.server.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.signin.Browser;
import org.serment.server.signin.House;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An application of a stranger, which knows nothing but addresses and its client id.
final class Application implements AutoCloseable {
    static final String REDIRECT = "https://app.example/back";
    static final String LAUNCH = "https://app.example/launch?from=here";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern FIELD = Pattern.compile("name=\"(client_id|state|scope)\" value=\"([^\"]+)\"");

    final String id;
    final String verifier = UUID.randomUUID().toString() + UUID.randomUUID();
    final String state = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    int port;

    private Application(String id, int port) {
        this.id = id;
        this.port = port;
    }

    static Application registered(House house, String... scopes) {
        return registered(house, 1, scopes);
    }

    static Application registered(House house, int tenant, String... scopes) {
        try (var tx = house.one.database().begin()) {
            String id = new Apps().register(tx, tenant, "Courbes", java.util.List.of(REDIRECT), Set.of(scopes), LAUNCH);
            tx.commit();
            return new Application(id, house.one.port());
        }
    }

    /// Where it sends the browser.
    String request(String scope, String... changes) {
        var fields = new java.util.LinkedHashMap<>(Map.of("response_type", "code", "client_id", id, "redirect_uri", REDIRECT, "scope", scope, "state", state,
                "code_challenge", challenge(verifier), "code_challenge_method", "S256", "nonce", "n-1", "aud", "http://localhost:" + port + "/fhir"));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) fields.remove(changes[i]);
            else fields.put(changes[i], changes[i + 1]);
        }
        return "/oauth/authorize?" + fields.entrySet().stream().map(e -> e.getKey() + "=" + encoded(e.getValue())).collect(Collectors.joining("&"));
    }

    /// The person allows: from the request through the page to the address that the browser is sent to.
    String allowed(Browser browser, String scope, String... changes) {
        var asked = browser.get(request(scope, changes));
        if (Browser.location(asked).startsWith(REDIRECT)) return Browser.location(asked);
        var page = browser.get(path(Browser.location(asked)));
        if (page.statusCode() != 200) throw new IllegalStateException(page.statusCode() + " " + page.body());
        return Browser.location(answer(browser, page, true));
    }

    static HttpResponse<String> answer(Browser browser, HttpResponse<String> page, boolean allow) {
        var form = new StringJoiner("&").add("_csrf=" + encoded(browser.token));
        String first = page.body().substring(page.body().indexOf("action=\"/oauth/authorize\""));
        var fields = FIELD.matcher(first.substring(0, first.indexOf("</form>")));
        while (fields.find()) if (allow || !fields.group(1).equals("scope")) form.add(fields.group(1) + "=" + encoded(fields.group(2)));
        return browser.bare("/oauth/authorize", form.toString());
    }

    static String path(String address) {
        var u = URI.create(address);
        return u.getRawPath() + "?" + u.getRawQuery();
    }

    /// A parameter of the address that the browser came back to.
    static String parameter(String address, String name) {
        return Arrays.stream(URI.create(address).getRawQuery().split("&")).filter(p -> p.startsWith(name + "=")).map(p -> URLDecoder.decode(p.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst().orElseThrow();
    }

    HttpResponse<String> exchange(String code) {
        return token("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT, "client_id", id, "code_verifier", verifier);
    }

    HttpResponse<String> refresh(String refresh) {
        return token("grant_type", "refresh_token", "refresh_token", refresh, "client_id", id);
    }

    HttpResponse<String> token(String... fields) {
        return post("/oauth/token", fields);
    }

    HttpResponse<String> post(String path, String... fields) {
        var form = new StringJoiner("&");
        for (int i = 0; i < fields.length; i += 2) form.add(fields[i] + "=" + encoded(fields[i + 1]));
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(form.toString())).header("Content-Type", "application/x-www-form-urlencoded"), path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    HttpResponse<String> fhir(String token, String method, String path, String body) {
        var request = HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.ofString(body)).header("Authorization", "Bearer " + token);
        return send(body.isEmpty() ? request : request.header("Content-Type", "application/fhir+json"), "/fhir/" + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) {
        try {
            return http.send(request.uri(URI.create("http://localhost:" + port + path)).timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
