package org.serment.server.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// As much of a browser as signing in needs: two cookies, and the token of the form that it last saw.
public final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public int port;
    public String session = "";
    public String token = "";
    private String form = "";

    public Browser(int port) {
        this.port = port;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    public HttpResponse<String> head(String path) {
        return send(HttpRequest.newBuilder().HEAD(), path);
    }

    /// Posts a form with the token of the last form.
    public HttpResponse<String> post(String path, String... fields) {
        var form = new StringJoiner("&").add("_csrf=" + encoded(token));
        for (int i = 0; i < fields.length; i += 2) form.add(fields[i] + "=" + encoded(fields[i + 1]));
        return bare(path, form.toString());
    }

    /// Posts a form as it is.
    public HttpResponse<String> bare(String path, String form) {
        return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(form)).header("Content-Type", "application/x-www-form-urlencoded"), path);
    }

    /// The first step; then the page of the second, when it opens.
    public HttpResponse<String> password(String login, String password) {
        get("/sign-in");
        var answer = post("/sign-in", "login", login, "password", password);
        if (answer.statusCode() == 303) get("/sign-in/code");
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) {
        request.uri(URI.create("http://localhost:" + port + path)).timeout(Duration.ofSeconds(30)).header("Accept-Language", "fr");
        var cookies = new StringJoiner("; ");
        if (!session.isEmpty()) cookies.add("session=" + session);
        if (!form.isEmpty()) cookies.add("form=" + form);
        if (cookies.length() > 0) request.header("Cookie", cookies.toString());
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            for (var cookie : answer.headers().allValues("Set-Cookie")) {
                if (cookie.startsWith("session=")) session = cookie.substring(8, cookie.indexOf(';'));
                if (cookie.startsWith("form=")) form = cookie.substring(5, cookie.indexOf(';'));
            }
            var found = TOKEN.matcher(answer.body());
            if (found.find()) token = found.group(1);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    public static Optional<String> cookie(HttpResponse<?> answer) {
        return answer.headers().allValues("Set-Cookie").stream().filter(c -> c.startsWith("session=") || c.startsWith("form=")).findFirst();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
