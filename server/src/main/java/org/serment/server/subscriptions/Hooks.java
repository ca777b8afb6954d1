package org.serment.server.subscriptions;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The rest-hook channel: one POST a notification. No redirect is followed, nothing of an answer but its status is read, and
/// the whole exchange ends with the subscriber's patience.
final class Hooks implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY).connectTimeout(Duration.ofSeconds(10)).build();

    Channel to(Definition d) {
        return bundle -> post(d, bundle);
    }

    private boolean post(Definition d, byte[] bundle) {
        var request = HttpRequest.newBuilder(d.endpoint().orElseThrow()).timeout(d.patience()).POST(HttpRequest.BodyPublishers.ofByteArray(bundle))
                .header("Content-Type", d.mime() + ";charset=utf-8");
        d.headers().forEach(request::header);
        var answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(d.patience().toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status >= 200 && status < 300;
        } catch (ExecutionException | TimeoutException e) {
            // not there, not trusted, or too slow: never said in a log, which would tell the address
            answer.cancel(true);
            return false;
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
