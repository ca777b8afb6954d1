package org.serment.server.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.Server;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.Clients;
import org.serment.server.accounts.Issuer;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Totp;
import org.serment.server.db.Config;
import org.serment.server.db.Installation;
import org.serment.server.db.TestDatabase;
import org.serment.server.gate.Address;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.TestKeys;
import tools.jackson.databind.json.JsonMapper;

/// The whole server on a real socket and a real database: a loader fills it, people sign in and look.
final class Home implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "une phrase assez longue";
    /// Any key: no assertion is signed here.
    private static final String JWKS = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"1\",\"alg\":\"EdDSA\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    final TestDatabase test = TestDatabase.fresh();
    final KeyProvider keys = TestKeys.fresh();
    final Server server;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Accounts accounts = new Accounts();
    private final Actor loader;

    Home() {
        try {
            var directory = Files.createTempDirectory(Path.of("target"), "portal").toAbsolutePath();
            server = Server.start(new Config(0, directory, test.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 16), Installation.DEMONSTRATION, _ -> keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var tx = server.database().begin()) {
            tx.update("insert into tenant (tenant, name) values (1, 'Test')");
            long number = accounts.number(tx);
            accounts.create(tx, new Accounts.NewAccount(1, number, Role.LOADER, "Reprise", "loader", 0, Instant.now().plus(Duration.ofDays(300))));
            new Clients(server.database()).register(tx, 1, "loader", number, JWKS);
            loader = new Actor(1, number, "loader", true, Set.of("system/*.cruds"));
            tx.commit();
        }
    }

    /// Creates a resource as the loader; gives its id.
    String created(String json) {
        var text = json.replace('\'', '"');
        var type = JSON.readTree(text).path("resourceType").asString();
        var answer = fhir(loader, "POST", "/fhir/" + type, text);
        if (answer.statusCode() != 201) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        return JSON.readTree(answer.body()).path("id").asString();
    }

    HttpResponse<String> fhir(Actor actor, String method, String path, String body) {
        var token = new Issuer(keys.tokenSigner()).demonstration(actor, Instant.now(), Duration.ofMinutes(30));
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path)).timeout(Duration.ofSeconds(30)).header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) request.setHeader("Content-Type", "application/fhir+json");
        return send(request.build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An account that can sign in.
    ///
    /// @param patient whose record is its own; empty for others
    Somebody somebody(String login, Role role, String name, String patient) {
        long subject = patient.isEmpty() ? 0 : server.database().read(server.record().targets().standing(new Address(1, "Patient", patient))).orElseThrow().oid();
        var factors = new Factors(server.database(), server.vault().secrets());
        try (var tx = server.database().begin()) {
            long account = accounts.number(tx);
            accounts.create(tx, new Accounts.NewAccount(1, account, role, name, login, subject, Instant.now().plus(Duration.ofDays(300))));
            byte[] secret = factors.newTotp();
            factors.password(tx, 1, account, factors.passwords().verifier(PASSWORD), Instant.now());
            var then = Instant.now().minus(Duration.ofDays(1));
            if (!factors.totp(tx, 1, account, secret, Totp.code(secret, then), then)) throw new IllegalStateException();
            tx.commit();
            return new Somebody(login, account, secret);
        }
    }

    /// @param account its number
    record Somebody(String login, long account, byte[] secret) {
        Actor actor(String... scopes) {
            return new Actor(1, account, "demonstration", false, Set.of(scopes));
        }
    }

    void post(Somebody who, String organization) {
        try (var tx = server.database().begin()) {
            var unit = server.vault().index(1).hasher().reference(organization);
            accounts.post(tx, 1, who.account(), unit, server.record().unit(tx, 1, organization), "Cardiologie", Instant.now().minusSeconds(60), Accounts.ALWAYS);
            tx.commit();
        }
    }

    /// A browser in which somebody has signed in.
    Browser in(Somebody who) {
        var browser = new Browser();
        browser.get("/sign-in");
        browser.post("/sign-in", "login=" + who.login() + "&password=" + PASSWORD.replace(' ', '+'));
        browser.get("/sign-in/code");
        var answer = browser.post("/sign-in/code", "code=" + Totp.code(who.secret(), Instant.now()));
        if (answer.statusCode() != 303) throw new IllegalStateException(answer.statusCode() + answer.body());
        return browser;
    }

    /// Two cookies, and the token of the form that was seen last.
    final class Browser {
        private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
        private String session = "";
        private String form = "";
        private String token = "";

        HttpResponse<String> get(String path, String... headers) {
            var request = HttpRequest.newBuilder().GET();
            for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
            return go(request, path);
        }

        HttpResponse<String> post(String path, String form) {
            return go(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString("_csrf=" + token + "&" + form)).header("Content-Type", "application/x-www-form-urlencoded"), path);
        }

        /// Sends a file in a form, as a browser does.
        HttpResponse<String> upload(String path, byte[] file) {
            return form(path, token, "file\"; filename=\"proof.txt", new String(file, StandardCharsets.ISO_8859_1));
        }

        /// A form with one field of bytes written as ISO 8859-1.
        HttpResponse<String> form(String path, String csrf, String field, String content) {
            var body = "--xyz\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + content + "\r\n--xyz--\r\n";
            return go(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1))).header("Content-Type", "multipart/form-data; boundary=xyz"), path);
        }

        private HttpResponse<String> go(HttpRequest.Builder request, String path) {
            request.uri(URI.create("http://localhost:" + server.port() + path)).timeout(Duration.ofSeconds(30));
            request.header("Cookie", "session=" + session + "; form=" + form);
            var answer = send(request.build());
            for (var cookie : answer.headers().allValues("Set-Cookie")) {
                if (cookie.startsWith("session=")) session = cookie.substring(8, cookie.indexOf(';'));
                if (cookie.startsWith("form=")) form = cookie.substring(5, cookie.indexOf(';'));
            }
            var found = TOKEN.matcher(answer.body());
            if (found.find()) token = found.group(1);
            return answer;
        }

        String token() {
            return token;
        }
    }

    @Override
    public void close() {
        server.close();
        http.close();
        test.close();
    }
}
