package org.serment.e2e.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Serves pages of others on loopback: those with a known fault, on which the checks of the journeys are shown to fail, and those of
/// applications.
final class Stand implements AutoCloseable {

    private final HttpServer server;
    private final String host;

    Stand() throws IOException {
        this("localhost");
    }

    private Stand(String host) throws IOException {
        this.host = host;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    /// On an address that applications can be registered with.
    static Stand ofAnApplication() throws IOException {
        return new Stand("127.0.0.1").file("/stand.css", "text/css", "");
    }

    String base() {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    Stand page(String path, String body) {
        return file(path, "text/html; charset=utf-8", """
                <!doctype html><html lang="fr"><head><title>%s</title><meta name="viewport" content="width=device-width">
                <link rel="icon" href="data:,"><link rel="stylesheet" href="/stand.css"></head>
                <body><main>%s</main></body></html>""".formatted(path, body));
    }

    Stand file(String path, String type, String text) {
        server.createContext(path, exchange -> {
            boolean here = exchange.getRequestURI().getPath().equals(path);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("Content-Security-Policy", "script-src 'self'; style-src 'self'");
            exchange.sendResponseHeaders(here ? 200 : 404, here ? bytes.length : -1);
            try (var body = exchange.getResponseBody()) {
                if (here) body.write(bytes);
            }
        });
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
