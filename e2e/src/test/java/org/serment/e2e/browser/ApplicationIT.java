package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An application on another origin, from the administrator who registers it to the patient who lets it read, and takes it back:
/// in a real browser, which holds the answer's redirect against the policy of the page that asked.
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class ApplicationIT {
    private static final String VERIFIER = "v".repeat(64);
    private static final JsonMapper JSON = new JsonMapper();

    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(4);

    @Test
    void registeredAllowedUsedAndTakenBack(Hospital hospital, Chromium chromium) throws Exception {
        HttpServer application = application();
        String origin = "http://127.0.0.1:" + application.getAddress().getPort();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String client = register(hospital, chromium, origin);
            try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
                window.watch().leave(origin);
                Page page = window.page();
                Person.signIn(window, "patient");
                page.navigate(request(hospital, client, origin));
                Seen.well(window, "consent");
                assertTrue(page.locator("h1").textContent().contains("Carnet de santé demande à agir en votre nom"));
                assertTrue(page.locator("main").textContent().contains("Lire : tout votre dossier"));
                new Keyboard(window).to("Autoriser").press("Enter");
                page.waitForURL(origin + "/back**");

                JsonNode tokens = exchange(http, hospital, client, origin, parameter(answers.poll(10, TimeUnit.SECONDS), "code"));
                String token = tokens.path("access_token").asString();
                assertEquals(200, read(http, hospital, token));

                page.navigate("/account/apps");
                Seen.well(window, "allowed");
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Retirer l’autorisation de Carnet de santé")).click();
                page.getByText("Vous n’avez autorisé aucune application.").waitFor();
                assertEquals(403, read(http, hospital, token), "the next request is refused");

                page.navigate(request(hospital, client, origin));
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refuser")).click();
                page.waitForURL(origin + "/back**");
                assertEquals("access_denied", parameter(answers.poll(10, TimeUnit.SECONDS), "error"));
                window.watch().expect(404);
                page.goBack();
                assertEquals("Cette demande n’est plus valable", page.locator("h1").textContent(), "what was answered can't be answered again");
            }
        } finally {
            application.stop(0);
        }
    }

    private static String register(Hospital hospital, Chromium chromium, String origin) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Person.signIn(window, "administrator");
            Page page = window.page();
            page.navigate("/accounts/apps");
            page.locator("#name").fill("Carnet de santé");
            page.locator("#redirects").fill(origin + "/back");
            page.locator("#scopes").fill("patient/*.rs openid");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Enregistrer")).click();
            page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("Carnet de santé")).first().waitFor();
            Seen.well(window, "apps");
            window.open("/accounts/outside");
            Seen.well(window, "outside");
            page.navigate("/accounts/apps");
            return page.locator("tbody tr td code").first().textContent();
        }
    }

    /// An application's own server: takes what the browser brings.
    private HttpServer application() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/back", exchange -> {
            answers.add(exchange.getRequestURI().toString());
            byte[] page = "<!doctype html><html lang=\"fr\"><title>Carnet</title><link rel=\"icon\" href=\"data:,\"><h1>Carnet</h1>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            try (var body = exchange.getResponseBody()) {
                body.write(page);
            }
        });
        server.start();
        return server;
    }

    private static String request(Hospital hospital, String client, String origin) throws Exception {
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        return hospital.base() + "/oauth/authorize?response_type=code&client_id=" + client + "&redirect_uri=" + encoded(origin + "/back")
                + "&scope=" + encoded("patient/*.rs openid") + "&aud=" + encoded(hospital.base() + "/fhir") + "&state=s&code_challenge_method=S256&code_challenge=" + challenge;
    }

    private static JsonNode exchange(HttpClient http, Hospital hospital, String client, String origin, String code) throws Exception {
        String form = "grant_type=authorization_code&code=" + encoded(code) + "&redirect_uri=" + encoded(origin + "/back") + "&client_id=" + client + "&code_verifier=" + VERIFIER;
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(hospital.base() + "/oauth/token")).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private static int read(HttpClient http, Hospital hospital, String token) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(hospital.base() + "/fhir/Patient")).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String parameter(String address, String name) {
        assertFalse(address == null, "the browser came back");
        return address.replaceFirst(".*[?&]" + name + "=([^&]*).*", "$1");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
