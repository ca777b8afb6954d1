package org.serment.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Hospital;
import org.serment.demo.histories.Sample;
import org.serment.server.Server;
import org.serment.server.credentials.Factors;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Installation;
import org.serment.server.signin.Showcase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The demonstration on a real server: who sees what after loading.
class DemonstrationIT {

    @TempDir
    static Path directory;

    private static final HttpClient http = HttpClient.newHttpClient();
    private static final AtomicLong resources = new AtomicLong();
    private static Home home;
    private static Histories histories;
    private static Server server;
    private static List<Player> cast;

    @BeforeAll
    static void fill() throws IOException, InterruptedException {
        home = Home.of(Map.of(), Map.of("data", directory.toString(), "port", "0"));
        home.make();
        histories = Sample.in(home.directory());
        var keys = home.keys();
        server = Server.start(home.config(), Installation.DEMONSTRATION, _ -> keys);
        cast = filling().fill(histories, Hospital.of(Sample.SEED, Sample.PATIENTS), (line, again) -> resources.addAndGet(line.entries()));
        new Doorkeeper(home, Clock.systemUTC()).admit(server, cast);
    }

    @AfterAll
    static void close() {
        if (server != null) server.close();
        http.close();
    }

    @Test
    void everythingIsLoadedOnce() throws IOException {
        assertEquals(histories.resources(), resources.get());
        assertTrue(filling().loaded(histories));
        filling().fill(histories, Hospital.of(Sample.SEED, Sample.PATIENTS), (line, again) -> {
            throw new AssertionError(line.name() + " was loaded again");
        });
    }

    @Test
    void aCarerOpensThePatientsOfTheUnitAndNoOther() throws IOException, InterruptedException {
        for (String login : List.of("nurse", "physician", "nurse2")) {
            Player carer = player(login);
            String other = player(login.equals("nurse2") ? "nurse" : "nurse2").patients().getFirst();
            assertFalse(carer.patients().isEmpty());
            for (String patient : carer.patients()) assertEquals(200, get(login, patient).statusCode(), login + " " + patient);
            HttpResponse<String> forbidden = get(login, other);
            HttpResponse<String> absent = get(login, "Patient/00000000-0000-4000-8000-000000000000");
            assertEquals(404, forbidden.statusCode());
            assertEquals(absent.statusCode(), forbidden.statusCode());
            assertEquals(absent.body(), forbidden.body());
        }
    }

    @Test
    void theNurseSeesTodaysVitalSigns() throws IOException, InterruptedException {
        String patient = player("nurse").patients().getFirst();
        JsonNode found = JsonMapper.shared().readTree(get("nurse", "Observation?patient=" + patient + "&code=http://loinc.org%7C8867-4&_sort=-date&_count=1").body());
        Instant latest = Instant.parse(java.time.OffsetDateTime.parse(
                found.at("/entry/0/resource/effectiveDateTime").asString()).toInstant().toString());
        assertTrue(latest.isAfter(Instant.now().minusSeconds(4 * 3_600)), latest.toString());
    }

    @Test
    void allPartsOfALongHistoryBelongToItsPatient() throws IOException, InterruptedException {
        String loaded = histories.lines().stream().filter(line -> line.name().endsWith("/2")).findFirst().orElseThrow().marker();
        JsonNode encounter = JsonMapper.shared().readTree(get("loader", loaded.replace("|", "%7C")).body()).at("/entry/0/resource");
        String patient = encounter.at("/subject/reference").asString();
        JsonNode own = JsonMapper.shared().readTree(get("loader", "Encounter?patient=" + patient + "&_id=" + encounter.path("id").asString()).body());
        assertEquals(1, own.path("entry").size());
        assertTrue(server.database().read(server.record().targets().standing(new org.serment.server.gate.Address(
                Player.TENANT, "Encounter", encounter.path("id").asString()))).orElseThrow().subject() > 0, "stored under the patient's key");
    }

    @Test
    void thePatientSeesWhoOpenedTheRecord() throws IOException, InterruptedException {
        String own = player("patient").patients().getFirst();
        assertTrue(player("nurse").patients().contains(own));
        assertEquals(200, get("nurse", own).statusCode());
        HttpResponse<String> readers = get("patient", "AuditEvent?patient=" + own);
        assertEquals(200, readers.statusCode(), readers.body());
        assertTrue(readers.body().contains(player("nurse").who().split(",")[0]), readers.body());
        assertEquals(200, get("patient", own).statusCode());
        assertEquals(404, get("patient", player("nurse2").patients().getFirst()).statusCode());
    }

    @Test
    void admissionsSeesIdentitiesAndNoObservation() throws IOException, InterruptedException {
        String patient = player("nurse2").patients().getFirst();
        assertEquals(200, get("admissions", patient).statusCode());
        HttpResponse<String> answer = get("admissions", "Observation?patient=" + patient);
        assertTrue(answer.statusCode() == 403 || !JsonMapper.shared().readTree(answer.body()).has("entry"), answer.body());
        assertEquals(404, get("dpo", patient).statusCode());
    }

    @Test
    void tokensAreMadeWithoutAServerAndBounded() throws IOException {
        Options none = Options.parse(List.of("--data", directory.toString()), Set.of("data", "minutes"));
        assertThrows(Wrong.class, () -> Token.token(none, Map.of(), Instant.now()));
        Options long_ = Options.parse(List.of("nurse", "--minutes", "121", "--data", directory.toString()), Set.of("data", "minutes"));
        assertThrows(Wrong.class, () -> Token.token(long_, Map.of(), Instant.now()));
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Options elsewhere = Options.parse(List.of("nurse", "--data", empty.toString()), Set.of("data", "minutes"));
        assertThrows(CannotStart.class, () -> Token.token(elsewhere, Map.of(), Instant.now()));
    }

    @Test
    void whoeverIsOnTheSignInPageCanSignIn() throws IOException {
        var factors = new Factors(server.database(), server.vault().secrets());
        var doorkeeper = new Doorkeeper(home, Clock.systemUTC());
        assertEquals(List.of(), doorkeeper.rows());
        doorkeeper.admit(server, cast);
        var rows = doorkeeper.rows();
        assertEquals(List.of("nurse", "nurse2", "physician", "admissions", "patient", "dpo", "administrator"), rows.stream().map(Showcase.Row::login).toList());
        for (var row : rows) {
            long account = player(row.login()).account();
            assertTrue(factors.password(Player.TENANT, Optional.of(account), row.password()), row.login());
            assertEquals(Factors.Second.CODE, factors.second(Player.TENANT, account, row.code(), Instant.now()), row.login());
        }
    }

    @Test
    void itsFilesAreForTheirOwner() throws IOException {
        for (String name : List.of("passphrase", "loader.jwk", "accounts.json", "sign-in.json"))
            assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(home.directory().resolve(name))));
    }

    private static Filling filling() {
        return new Filling(server, home, Clock.systemUTC());
    }

    private static Player player(String login) {
        return cast.stream().filter(each -> each.login().equals(login)).findFirst().orElseThrow();
    }

    private static HttpResponse<String> get(String login, String path) throws IOException, InterruptedException {
        String token = Token.token(Options.parse(List.of(login, "--data", directory.toString()), Set.of("data", "minutes")), Map.of(), Instant.now());
        return http.send(HttpRequest.newBuilder(URI.create(filling().fhir() + "/" + path))
                .header("Authorization", "Bearer " + token).header("Accept", "application/fhir+json").build(), HttpResponse.BodyHandlers.ofString());
    }
}
