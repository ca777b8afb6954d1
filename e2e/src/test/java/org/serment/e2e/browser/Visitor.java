package org.serment.e2e.browser;

import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;

/// Somebody who is signed in, without a browser: asks for pages on one kept connection, to measure the server alone.
record Visitor(HttpClient client, String base, String cookie) {

    static Visitor of(Chromium chromium, String base, String login) {
        try (Window window = chromium.enter(base, login, Window.Kind.FRENCH)) {
            Cookie session = window.context().cookies().stream().filter(one -> one.name.equals("session")).findFirst().orElseThrow();
            return new Visitor(plainClient(), base, "session=" + session.value);
        }
    }

    static Visitor stranger(String base) {
        return new Visitor(plainClient(), base, "language=fr");
    }

    private static HttpClient plainClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(base + path)).header("Cookie", cookie)
                .timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(path + " is answered " + answer.statusCode());
        return answer;
    }

    /// Milliseconds of the median of `times` loads.
    double median(String path, int times) throws IOException, InterruptedException {
        double[] took = new double[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            get(path);
            took[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(took);
        return (took[(times - 1) / 2] + took[times / 2]) / 2;
    }
}
