package org.serment.server.fhir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A subscriber's endpoint: a real HTTP server on the loopback that keeps what it is sent.
final class Listener implements AutoCloseable {
    /// One POST as it came.
    record Came(String path, Map<String, List<String>> headers, JsonNode bundle) {
        JsonNode parameter(String name) {
            for (var p : bundle.path("entry").get(0).path("resource").path("parameter")) if (p.path("name").asString().equals(name)) return p;
            throw new AssertionError("no parameter " + name + " in " + bundle);
        }

        String kind() {
            return parameter("type").path("valueCode").asString();
        }

        long total() {
            return Long.parseLong(parameter("events-since-subscription-start").path("valueString").asString());
        }

        List<Long> numbers() {
            return parts("event-number").stream().map(p -> Long.valueOf(p.path("valueString").asString())).toList();
        }

        /// `Type/id` of each event.
        List<String> focus() {
            return parts("focus").stream().map(p -> p.path("valueReference").path("reference").asString().replaceFirst(".*/fhir/", "")).toList();
        }

        List<JsonNode> parts(String name) {
            var found = new ArrayList<JsonNode>();
            for (var p : bundle.path("entry").get(0).path("resource").path("parameter"))
                if (p.path("name").asString().equals("notification-event")) for (var part : p.path("part")) if (part.path("name").asString().equals(name)) found.add(part);
            return found;
        }
    }

    final List<Came> taken = new CopyOnWriteArrayList<>();
    final List<Came> refused = new CopyOnWriteArrayList<>();
    final AtomicInteger atOnce = new AtomicInteger(), mostAtOnce = new AtomicInteger();
    volatile int status = 200;
    volatile int slowMs;
    volatile Optional<String> location = Optional.empty();
    private final HttpServer server;

    Listener() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void take(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            var came = new Came(exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), new JsonMapper().readTree(exchange.getRequestBody().readAllBytes()));
            if (slowMs > 0) Thread.sleep(slowMs);
            int answer = status;
            (answer / 100 == 2 ? taken : refused).add(came);
            location.ifPresent(l -> exchange.getResponseHeaders().set("Location", l));
            atOnce.decrementAndGet();
            exchange.sendResponseHeaders(answer, -1);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    List<Came> events(String path) {
        return taken.stream().filter(c -> c.path().equals(path) && c.kind().equals("event-notification")).toList();
    }

    List<Came> at(String path) {
        return taken.stream().filter(c -> c.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
