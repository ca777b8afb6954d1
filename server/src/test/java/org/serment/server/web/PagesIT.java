package org.serment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.server.Server;
import org.serment.server.db.Config;
import org.serment.server.db.Installation;
import org.serment.server.db.TestDatabase;
import org.serment.server.vault.TestKeys;

/// What every page does, on a real socket.
class PagesIT {
    private static TestDatabase test;
    private static Server server;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        test = TestDatabase.fresh();
        var directory = Files.createTempDirectory(Path.of("target"), "pages").toAbsolutePath();
        var keys = TestKeys.fresh();
        server = Server.start(new Config(0, directory, test.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 8), Installation.PRODUCTION, _ -> keys);
    }

    @AfterAll
    static void stop() {
        server.close();
        test.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
        for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void aPageThatIsNotThereSaysSoInTheReadersLanguage() throws Exception {
        var french = get("/no/such/page");
        assertEquals(404, french.statusCode());
        assertTrue(french.body().contains("<html lang=\"fr\">"), french.body());
        assertTrue(french.body().contains("Cette page n’existe pas"));
        assertTrue(get("/no/such/page", "Accept-Language", "de, en;q=0.8, fr;q=0.5").body().contains("This page doesn’t exist"));
        assertTrue(get("/no/such/page", "Accept-Language", "en", "Cookie", "language=fr").body().contains("Cette page n’existe pas"));
        assertEquals("no-store", french.headers().firstValue("Cache-Control").orElseThrow());
    }

    @Test
    void aLanguageIsChosenByALinkThatComesBack() throws Exception {
        var answer = get("/language/en?back=%2Frecord");
        assertEquals(303, answer.statusCode());
        assertEquals("/record", answer.headers().firstValue("Location").orElseThrow());
        assertTrue(answer.headers().firstValue("Set-Cookie").orElseThrow().startsWith("language=en;"));
        assertTrue(!answer.headers().firstValue("Set-Cookie").orElseThrow().contains("Secure"), "plain HTTP on the loopback");
        assertEquals("/", get("/language/en?back=//evil.example").headers().firstValue("Location").orElseThrow());
        assertEquals(404, get("/language/xx").statusCode());
    }

    @Test
    void whoIsNotSignedInIsSentToSignIn() throws Exception {
        assertEquals("/sign-in", get("/").headers().firstValue("Location").orElseThrow());
    }

    @Test
    void everythingAPageLoadsComesFromHereAndIsKept() throws Exception {
        var page = get("/no/such/page").body();
        var links = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"").matcher(page).results().map(m -> m.group(1)).toList();
        assertEquals(2, links.size(), page);
        for (var link : links) {
            var asset = get(link);
            assertEquals(200, asset.statusCode(), link);
            assertTrue(asset.headers().firstValue("Cache-Control").orElseThrow().contains("immutable"));
        }
        assertTrue(!page.contains("<style") && !page.contains("style=") && !Pattern.compile("<script[^>]*>[^<]").matcher(page).find(), page);
        assertEquals(404, get("/assets/serment-000000.css").statusCode());
    }

    @Test
    void behindHttpsTheLanguageTravelsByHttpsOnly() throws Exception {
        var directory = Files.createTempDirectory(Path.of("target"), "pages").toAbsolutePath();
        var keys = TestKeys.fresh();
        var site = new Config.Site(Optional.of("Essai"), Optional.of(URI.create("https://dossier.example")));
        try (var db = TestDatabase.fresh();
             var behind = Server.start(new Config(0, directory, db.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 8, site), Installation.PRODUCTION, _ -> keys)) {
            var answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:" + behind.port() + "/language/en")).build(), BodyHandlers.ofString());
            assertTrue(answer.headers().firstValue("Set-Cookie").orElseThrow().endsWith("; Secure"), answer.headers().toString());
        }
    }
}
