package org.serment.server.signin;

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
import java.util.Optional;
import java.util.Set;
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
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.TestKeys;
import tools.jackson.databind.json.JsonMapper;

/// A hospital on a real database with two servers, and people who can sign in.
public final class House implements AutoCloseable {
    public static final String PASSWORD = "une phrase assez longue";
    /// Any key: no assertion is signed here.
    private static final String PUBLIC_KEYS = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"1\",\"alg\":\"EdDSA\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    public final TestDatabase test = TestDatabase.fresh();
    public final KeyProvider keys = TestKeys.fresh();
    public final Server one = server();
    public final Server other = server();
    public final Factors factors = new Factors(one.database(), one.vault().secrets());
    public final Accounts accounts = new Accounts();
    private final Actor loader = new Actor(1, 7, "loader", true, Set.of("system/*.cruds"));

    public House() {
        try (var tx = one.database().begin()) {
            tx.update("insert into tenant (tenant, name) values (1, 'Hôpital d''essai')");
            accounts.create(tx, new Accounts.NewAccount(1, loader.account(), Role.LOADER, "Loader", "loader", 0, Instant.now().plus(Duration.ofDays(300))));
            new Clients(one.database()).register(tx, 1, "loader", loader.account(), PUBLIC_KEYS);
            tx.commit();
        }
    }

    private Server server() {
        try {
            var directory = Files.createTempDirectory(Path.of("target"), "signin").toAbsolutePath();
            return Server.start(new Config(0, directory, test.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 8), Installation.PRODUCTION, _ -> keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Somebody with a password and an authenticator application.
    public Somebody somebody(String login, Role role) {
        try (var tx = one.database().begin()) {
            long account = accounts.number(tx);
            accounts.create(tx, new Accounts.NewAccount(1, account, role, role == Role.PATIENT ? "" : "Camille " + login, login, 0, Instant.now().plus(Duration.ofDays(300))));
            byte[] secret = factors.newTotp();
            factors.password(tx, 1, account, factors.passwords().verifier(PASSWORD), Instant.now());
            // enrolled a while ago, so that the code of now is fresh
            var then = Instant.now().minus(Duration.ofDays(1));
            if (!factors.totp(tx, 1, account, secret, Totp.code(secret, then), then)) throw new IllegalStateException();
            tx.commit();
            return new Somebody(login, account, secret);
        }
    }

    public record Somebody(String login, long account, byte[] secret) {
        public String code() {
            return Totp.code(secret, Instant.now());
        }
    }

    /// An account without any factor, and its enrolment code.
    Newcomer newcomer(String login, Role role) {
        try (var tx = one.database().begin()) {
            long account = accounts.number(tx);
            accounts.create(tx, new Accounts.NewAccount(1, account, role, "Camille " + login, login, 0, Instant.now().plus(Duration.ofDays(300))));
            var code = factors.codes().enrol(tx, 1, account, Instant.now());
            tx.commit();
            return new Newcomer(login, account, code);
        }
    }

    String enrolmentCode(long account) {
        try (var tx = one.database().begin()) {
            var code = factors.codes().enrol(tx, 1, account, Instant.now());
            tx.commit();
            return code;
        }
    }

    record Newcomer(String login, long account, String code) {}

    /// All rows of all tables, as text.
    /// Creates a resource by the FHIR door, as the program that loads; gives its id.
    public String created(String json) {
        var text = json.replace('\'', '"');
        var type = JsonMapper.shared().readTree(text).path("resourceType").asString();
        var token = new Issuer(keys.tokenSigner()).issue(loader, Instant.now(), Duration.ofMinutes(5));
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + one.port() + "/fhir/" + type)).header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/fhir+json").POST(HttpRequest.BodyPublishers.ofString(text)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) throw new IllegalStateException(answer.body());
            return JsonMapper.shared().readTree(answer.body()).path("id").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String everything() {
        var all = new StringBuilder();
        try (var c = test.superuser(); var tables = c.createStatement().executeQuery("select table_name from information_schema.tables where table_schema = 'public'")) {
            while (tables.next()) {
                try (var rows = c.createStatement().executeQuery("select t::text from " + tables.getString(1) + " t")) {
                    while (rows.next()) all.append(tables.getString(1)).append(' ').append(rows.getString(1)).append('\n');
                }
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    /// A browser in which somebody has signed in.
    public Browser in(Somebody who) {
        var browser = new Browser(one.port());
        browser.password(who.login(), PASSWORD);
        var answer = browser.post("/sign-in/code", "code", who.code());
        if (answer.statusCode() != 303) throw new IllegalStateException(answer.body());
        return browser;
    }

    @Override
    public void close() {
        one.close();
        other.close();
        test.close();
    }
}
