package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The checks of the journeys can fail: each kind of fault, shown on a page that has it.
@ExtendWith(Chromium.Resolver.class)
class WatchIT {

    private static HttpServer server;
    private static String base;

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://localhost:" + server.getAddress().getPort();
        page("/good", "<p>Événement à l’hôpital</p>");
        page("/foreign", "<img alt='' src='https://example.org/pixel.png'>");
        page("/inline", "<script>document.title = 'no'</script>");
        page("/style", "<p style='color: red'>no</p>");
        page("/lost", "<img alt='' src='/nothing.png'>");
        page("/broken", "<script src='/broken.js'></script>");
        page("/loud", "<script src='/loud.js'></script>");
        page("/dialog", "<script src='/dialog.js'></script>");
        text("/broken.js", "text/javascript", "nothing.at.all()");
        text("/loud.js", "text/javascript", "console.error('I complain')");
        text("/dialog.js", "text/javascript", "alert('stop')");
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void aGoodPageHasNoFaultAndIsMeasured(Chromium chromium) {
        try (Window window = chromium.open(base, Window.Kind.FRENCH)) {
            window.open("/good");
            assertEquals(1, window.watch().count(), window.watch().urls().toString());
            assertTrue(window.watch().bytes() > 100 && window.watch().bytes() < 1_000, window.watch().bytes() + " bytes");
        }
    }

    @Test
    void eachFaultIsSeen(Chromium chromium) {
        fails(chromium, "another host", window -> window.open("/foreign"));
        fails(chromium, "policy: script-src", window -> window.open("/inline"));
        fails(chromium, "policy: style-src", window -> window.open("/style"));
        fails(chromium, "answered 404", window -> window.open("/lost"));
        fails(chromium, "script: ", window -> window.open("/broken"));
        fails(chromium, "I complain", window -> window.open("/loud"));
        fails(chromium, "dialog: stop", window -> window.open("/dialog"));
    }

    @Test
    void noOtherHostIsReached(Chromium chromium) {
        Window window = chromium.open(base, Window.Kind.FRENCH);
        assertThrows(com.microsoft.playwright.PlaywrightException.class, () -> window.page().navigate("http://example.org/"));
        assertTrue(assertThrows(AssertionError.class, window::close).getMessage().contains("ERR_NAME_NOT_RESOLVED"));
    }

    @Test
    void lettersOfFrenchHaveGlyphs(Chromium chromium) {
        try (Window window = chromium.open(base, Window.Kind.FRENCH)) {
            window.open("/good");
            assertEquals(java.util.List.of(), Glyphs.missing(window.page()));
        }
    }

    private static void fails(Chromium chromium, String part, Consumer<Window> visit) {
        Window window = chromium.open(base, Window.Kind.FRENCH);
        visit.accept(window);
        window.page().waitForTimeout(200);
        String said = assertThrows(AssertionError.class, window::close).getMessage();
        assertTrue(said.contains(part), said);
    }

    private static void page(String path, String body) {
        text(path, "text/html; charset=utf-8", "<!doctype html><html lang='fr'><title>" + path
                + "</title><link rel='icon' href='data:,'>" + body);
    }

    private static void text(String path, String type, String text) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("Content-Security-Policy", "script-src 'self'; style-src 'self'");
            exchange.sendResponseHeaders(200, bytes.length);
            try (var body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        });
    }
}
