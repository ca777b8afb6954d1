package org.serment.server.fhir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.Server;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.Clients;
import org.serment.server.accounts.Issuer;
import org.serment.server.db.Config;
import org.serment.server.db.Installation;
import org.serment.server.db.Push;
import org.serment.server.db.TestDatabase;
import org.serment.server.gate.Address;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.TestKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server on a real socket and a real database, with accounts made by the test.
final class Door implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    final TestDatabase test = TestDatabase.fresh();
    final KeyProvider keys = TestKeys.fresh();
    final Server server;
    private final Push push;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Role, Actor> actors = new HashMap<>();
    private final Accounts accounts = new Accounts();

    Door() {
        this(Push.USUAL);
    }

    /// @param push where subscribers may be notified
    Door(Push push) {
        this.push = push;
        try {
            server = another();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var tx = server.database().begin()) {
            tx.update("insert into tenant (tenant, name) values (1, 'Test')");
            for (var role : Role.values()) {
                long number = accounts.number(tx);
                if (role != Role.PATIENT) accounts.create(tx, new Accounts.NewAccount(1, number, role, "Test " + role, role.name().toLowerCase(java.util.Locale.ROOT), 0, Instant.now().plus(Duration.ofDays(300))));
                actors.put(role, new Actor(1, number, role.machine() ? "loader" : "demonstration", role.machine(), Set.of(role.machine() ? "system/*.cruds" : role == Role.PATIENT ? "patient/*.rs" : "user/*.cruds")));
            }
            new Clients(server.database()).register(tx, 1, "loader", actors.get(Role.LOADER).account(), PUBLIC_KEYS);
            tx.commit();
        }
    }

    /// A further process, as it were, on the same database.
    Server another() throws IOException {
        var directory = Files.createTempDirectory(Path.of("target"), "door");
        return Server.start(new Config(0, directory.toAbsolutePath(), test.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 16,
                new Config.Site(Optional.empty(), Optional.empty()), push), Installation.DEMONSTRATION, _ -> keys);
    }

    /// Any key: no assertion is signed here.
    private static final String PUBLIC_KEYS = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"1\",\"alg\":\"EdDSA\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    String token(Role role) {
        return new Issuer(keys.tokenSigner()).demonstration(actors.get(role), Instant.now(), Duration.ofMinutes(30));
    }

    /// A further system client, with an account of its own; gives its token.
    String client(String name, String... scopes) {
        try (var tx = server.database().begin()) {
            long number = accounts.number(tx);
            accounts.create(tx, new Accounts.NewAccount(1, number, Role.LOADER, name, name, 0, Instant.now().plus(Duration.ofDays(300))));
            new Clients(server.database()).register(tx, 1, name, number, PUBLIC_KEYS);
            tx.commit();
            return new Issuer(keys.tokenSigner()).demonstration(new Actor(1, number, name, true, Set.of(scopes)), Instant.now(), Duration.ofMinutes(30));
        }
    }

    void revoke(String client) {
        try (var tx = server.database().begin()) {
            new Clients(server.database()).revoke(tx, client, Instant.now());
            tx.commit();
        }
    }

    String base() {
        return "http://localhost:" + server.port();
    }

    /// Posts a professional to a unit.
    void post(Role role, String organization) {
        try (var tx = server.database().begin()) {
            var unit = server.vault().index(1).hasher().reference(organization);
            accounts.post(tx, 1, actors.get(role).account(), unit, server.record().unit(tx, 1, organization), "Cardiologie", Instant.now().minusSeconds(60), Accounts.ALWAYS);
            tx.commit();
        }
    }

    /// Makes the patient's account that of a record.
    void own(String patient) {
        long subject = server.database().read(server.record().targets().standing(new Address(1, "Patient", patient))).orElseThrow().oid();
        try (var tx = server.database().begin()) {
            accounts.create(tx, new Accounts.NewAccount(1, actors.get(Role.PATIENT).account(), Role.PATIENT, "", "patient", subject, Instant.now().plus(Duration.ofDays(300))));
            tx.commit();
        }
    }

    HttpResponse<byte[]> send(Role role, String method, String path, String body, String... headers) {
        return send(token(role), method, base() + path, body, headers);
    }

    HttpResponse<byte[]> send(String token, String method, String url, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token);
        if (!body.isEmpty()) request.setHeader("Content-Type", "application/fhir+json");
        for (int i = 0; i < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(Role role, String path, String... headers) {
        return send(role, "GET", path, "", headers);
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    /// Creates a resource as the loader; gives its id.
    String created(String json) {
        var text = json.replace('\'', '"');
        var type = JSON.readTree(text).path("resourceType").asString();
        var answer = send(Role.LOADER, "POST", "/fhir/" + type, text);
        if (answer.statusCode() != 201) throw new IllegalStateException(answer.statusCode() + " " + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        return json(answer).path("id").asString();
    }

    @Override
    public void close() {
        server.close();
        http.close();
        test.close();
    }
}
