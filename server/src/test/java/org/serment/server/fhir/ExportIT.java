package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.Server;
import org.serment.server.db.Config;
import org.serment.server.db.Installation;
import org.serment.server.db.Part;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bulk Data Access on real sockets and a real database.
class ExportIT {
    private static final JsonMapper JSON = new JsonMapper();
    static Door door;
    static String anne, jean, group, unit;

    @BeforeAll
    static void hospital() {
        door = new Door();
        unit = door.created("{'resourceType':'Organization','name':'Cardiologie'}");
        anne = door.created("{'resourceType':'Patient','name':[{'family':'Delacroix','given':['Anne']}],'birthDate':'1970-03-04'}");
        jean = door.created("{'resourceType':'Patient','name':[{'family':'Desmoulins'}]}");
        for (var patient : List.of(anne, jean)) for (var code : List.of("A", "B")) observe(patient, code);
        // of both of them
        door.created("{'resourceType':'Appointment','status':'booked','participant':[{'actor':{'reference':'Patient/" + anne + "'},'status':'accepted'},{'actor':{'reference':'Patient/" + jean + "'},'status':'accepted'}]}");
        group = door.created("{'resourceType':'Group','type':'person','actual':true,'member':[{'entity':{'reference':'Patient/" + anne + "'}},{'entity':{'reference':'Patient/" + jean + "'},'inactive':true}]}");
        door.own(anne);
    }

    @AfterAll
    static void end() {
        door.close();
    }

    static String observe(String patient, String code) {
        return door.created("{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'urn:s','code':'" + code + "'}]},'subject':{'reference':'Patient/" + patient + "'},'valueString':'é\\n" + code + "'}");
    }

    // ---- the client's side

    static String loader() {
        return door.token(Role.LOADER);
    }

    static HttpResponse<byte[]> kickOff(String token, String path) {
        return door.send(token, "GET", door.base() + "/fhir/" + path, "", "Prefer", "respond-async", "Accept", "application/fhir+json");
    }

    static String begun(String token, String path) {
        return begun(kickOff(token, path));
    }

    static String begun(HttpResponse<byte[]> answer) {
        assertEquals(202, answer.statusCode(), DoorIT.text(answer));
        return answer.headers().firstValue("Content-Location").orElseThrow();
    }

    static JsonNode manifest(String token, String status) {
        while (true) {
            var answer = door.send(token, "GET", status, "");
            if (answer.statusCode() == 200) {
                assertTrue(answer.headers().firstValue("Expires").isPresent());
                assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
                return Door.json(answer);
            }
            assertEquals(202, answer.statusCode(), DoorIT.text(answer));
            assertTrue(answer.headers().firstValue("X-Progress").isPresent());
            assertTrue(answer.headers().firstValue("Retry-After").isPresent());
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> lines(String token, JsonNode files) {
        var lines = new ArrayList<String>();
        for (var file : files) {
            var answer = door.send(token, "GET", file.path("url").asString(), "", "Accept", "application/fhir+ndjson");
            assertEquals(200, answer.statusCode(), DoorIT.text(answer));
            var some = DoorIT.text(answer).lines().toList();
            assertEquals(file.path("count").asLong(), some.size());
            for (var line : some) assertEquals(file.path("type").asString(), JSON.readTree(line).path("resourceType").asString());
            lines.addAll(some);
        }
        return lines;
    }

    static List<String> exported(String token, String path) {
        return lines(token, manifest(token, begun(token, path)).path("output"));
    }

    static TreeSet<String> names(List<String> lines) {
        var names = new TreeSet<String>();
        for (var line : lines) {
            var resource = JSON.readTree(line);
            assertTrue(names.add(resource.path("resourceType").asString() + '/' + resource.path("id").asString()), "twice");
        }
        return names;
    }

    /// What searches of a type give.
    static Map<String, String> found(String token, String type) {
        var found = new TreeMap<String, String>();
        var next = Optional.of(door.base() + "/fhir/" + type + "?_count=1000");
        while (next.isPresent()) {
            var bundle = Door.json(door.send(token, "GET", next.get(), ""));
            for (var e : bundle.path("entry")) found.put(type + '/' + e.path("resource").path("id").asString(), e.path("resource").toString());
            next = bundle.path("link").valueStream().filter(l -> l.path("relation").asString().equals("next")).map(l -> l.path("url").asString()).findFirst();
        }
        return found;
    }

    // ---- tests

    @Test
    void theWholeIsWhatSearchesGive() {
        var found = new TreeMap<String, String>();
        for (var type : List.of("Patient", "Observation", "Organization", "Appointment", "Group", "Condition")) found.putAll(found(loader(), type));
        var exported = new TreeMap<String, String>();
        for (var line : exported(loader(), "$export")) {
            var r = JSON.readTree(line);
            exported.put(r.path("resourceType").asString() + '/' + r.path("id").asString(), r.toString());
        }
        assertTrue(found.size() >= 10);
        assertEquals(found.keySet(), exported.keySet());
        found.forEach((name, resource) -> assertEquals(resource, exported.get(name)));
    }

    @Test
    void aManifestSaysWhatItIsAndFilesComeInEachCoding() throws Exception {
        var manifest = manifest(loader(), begun(loader(), "$export?_type=Patient,Observation&_outputFormat=ndjson"));
        assertEquals(door.base() + "/fhir/$export?_type=Patient,Observation&_outputFormat=ndjson", manifest.path("request").asString());
        assertTrue(manifest.path("requiresAccessToken").asBoolean());
        assertTrue(manifest.path("transactionTime").asString().matches("\\d{4}-.*Z"));
        assertEquals(List.of("Patient", "Observation"), manifest.path("output").valueStream().map(o -> o.path("type").asString()).toList());
        assertTrue(manifest.path("deleted").isArray() && manifest.path("error").isEmpty());
        var url = manifest.path("output").path(0).path("url").asString();
        assertFalse(url.contains(anne));
        var plain = door.send(loader(), "GET", url, "");
        assertEquals("application/fhir+ndjson", plain.headers().firstValue("Content-Type").orElseThrow());
        var zipped = door.send(loader(), "GET", url, "", "Accept-Encoding", "gzip");
        assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElseThrow());
        assertArrayEquals(plain.body(), new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes());
        var zstd = door.send(loader(), "GET", url, "", "Accept-Encoding", "zstd");
        assertEquals("zstd", zstd.headers().firstValue("Content-Encoding").orElseThrow());
        assertArrayEquals(plain.body(), new ZstdInputStream(new ByteArrayInputStream(zstd.body())).readAllBytes());
        assertEquals(406, door.send(loader(), "GET", url, "", "Accept", "text/csv").statusCode());
        assertEquals(405, door.send(loader(), "DELETE", url, "").statusCode());
        assertEquals(404, door.send(loader(), "GET", url.replaceFirst("\\d+$", "999"), "").statusCode());
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        for (var wrong : Map.of("$export?nosuch=1", "nosuch", "$export?includeAssociatedData=LatestProvenanceResources", "includeAssociatedData", "$export?_type=Nosuch", "_type",
                "$export?_since=yesterday", "_since", "$export?_outputFormat=csv", "_outputFormat", "$export?_typeFilter=Observation?nosuch=1", "nosuch",
                "Patient/$export?patient=Patient/x", "patient", "$export?_elements=nosuch", "_elements", "$export?_typeFilter=Observation?_sort=date", "_typeFilter",
                "$export?_type=Patient&_typeFilter=Observation?code=A", "_type").entrySet()) {
            var answer = kickOff(loader(), wrong.getKey());
            assertEquals(400, answer.statusCode(), wrong.getKey());
            assertTrue(DoorIT.text(answer).contains(wrong.getValue()), DoorIT.text(answer));
        }
        assertEquals(400, door.send(loader(), "GET", door.base() + "/fhir/$export", "").statusCode());
        assertEquals(404, kickOff(loader(), "Observation/$export").statusCode());
        assertEquals(404, kickOff(loader(), "Group/none/$export").statusCode());
        var lenient = door.send(loader(), "GET", door.base() + "/fhir/$export?_type=Patient,Nosuch&includeAssociatedData=x&_format=json", "", "Prefer", "respond-async, handling=lenient");
        assertFalse(manifest(loader(), begun(lenient)).path("output").isEmpty());
    }

    @Test
    void typeFiltersAndElements() {
        assertEquals(2, exported(loader(), "$export?_type=Observation&_typeFilter=Observation%3Fcode%3DA").stream().filter(l -> l.contains("\"A\"")).count());
        assertTrue(exported(loader(), "$export?_type=Observation&_typeFilter=Observation%3Fcode%3DA%26subject%3DPatient/" + anne + "&_typeFilter=Observation%3Fcode%3DB").size() >= 3);
        assertEquals(1, exported(loader(), "$export?_type=Patient&_typeFilter=Patient%3Ffamily%3DDelac").size());
        assertEquals(List.of(), exported(loader(), "$export?_type=Patient&_typeFilter=Patient%3F_has:Observation:patient:code%3Dnosuch"));
        var line = exported(loader(), "$export?_type=Patient&_typeFilter=Patient%3Ffamily%3DDelac&_elements=Patient.birthDate").getFirst();
        assertTrue(line.contains("birthDate") && line.contains("SUBSETTED") && !line.contains("Delacroix"), line);
    }

    @Test
    void patientsAndMembersAndNobodyElse() {
        var all = names(exported(loader(), "Patient/$export?_type=Patient,Observation,Appointment,Organization"));
        assertTrue(all.contains("Patient/" + anne) && all.contains("Patient/" + jean));
        assertTrue(all.stream().noneMatch(n -> n.startsWith("Organization/")));
        assertEquals(1, all.stream().filter(n -> n.startsWith("Appointment/")).count());

        var members = exported(loader(), "Group/" + group + "/$export");
        assertTrue(names(members).contains("Patient/" + anne));
        assertTrue(members.size() >= 3);
        for (var line : members) assertFalse(line.contains(jean), line);

        var posted = door.send(loader(), "POST", door.base() + "/fhir/Patient/$export", "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/" + jean
                + "\"}},{\"name\":\"_type\",\"valueString\":\"Patient,Appointment\"}]}", "Prefer", "respond-async");
        assertEquals(List.of("Patient/" + jean), List.copyOf(names(lines(loader(), manifest(loader(), begun(posted)).path("output")))));
        // a stranger and nobody are one answer
        var answers = new ArrayList<String>();
        for (var stranger : List.of(jean, "nobody")) {
            var answer = door.send(loader(), "POST", door.base() + "/fhir/Group/" + group + "/$export", "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/" + stranger + "\"}}]}", "Prefer", "respond-async");
            assertEquals(400, answer.statusCode());
            answers.add(DoorIT.text(answer));
        }
        assertEquals(answers.getFirst(), answers.getLast());
    }

    @Test
    void nobodyElseSeesAJobAndScopesNarrowIt() {
        var narrow = door.client("narrow", "system/Observation.rs");
        assertTrue(names(exported(narrow, "$export")).stream().allMatch(n -> n.startsWith("Observation/")));
        assertEquals(403, kickOff(narrow, "$export?_type=Observation,Patient").statusCode());
        assertEquals(404, kickOff(narrow, "Group/" + group + "/$export").statusCode());
        var granular = door.client("granular", "system/Observation.rs?code=urn:s|A");
        var some = exported(granular, "$export");
        assertFalse(some.isEmpty());
        for (var line : some) assertTrue(line.contains("\"code\":\"A\""), line);

        var status = begun(loader(), "$export?_type=Patient");
        var url = manifest(loader(), status).path("output").path(0).path("url").asString();
        for (var token : List.of(door.client("other", "system/*.rs"), door.token(Role.NURSE))) {
            DoorIT.assertSame(door.send(token, "GET", status, ""), door.send(token, "GET", status.replaceFirst("[^/]+$", "00000000-0000-4000-8000-000000000000"), ""));
            assertEquals(404, door.send(token, "GET", status, "").statusCode());
            assertEquals(404, door.send(token, "GET", url, "").statusCode());
            assertEquals(404, door.send(token, "DELETE", status, "").statusCode());
        }
        assertEquals(403, kickOff(door.token(Role.NURSE), "$export").statusCode());
        assertEquals(403, kickOff(door.token(Role.DPO), "Patient/$export").statusCode());
        assertEquals(200, door.send(loader(), "GET", url, "").statusCode());
    }

    @Test
    void aClientThatEndedGetsNoFile() {
        var token = door.client("leaver", "system/*.rs");
        var status = begun(token, "$export?_type=Patient");
        var url = manifest(token, status).path("output").path(0).path("url").asString();
        assertEquals(200, door.send(token, "GET", url, "").statusCode());
        door.revoke("leaver");
        assertEquals(403, door.send(token, "GET", url, "").statusCode());
        assertEquals(403, door.send(token, "GET", status, "").statusCode());
        assertEquals(403, kickOff(token, "$export").statusCode());
    }

    @Test
    void anEndedJobLeavesNothing() {
        var status = begun(loader(), "$export");
        var url = manifest(loader(), status).path("output").path(0).path("url").asString();
        var id = UUID.fromString(status.replaceFirst(".*/", ""));
        assertTrue(pieces(id) > 0);
        assertEquals(202, door.send(loader(), "DELETE", status, "").statusCode());
        assertEquals(0, pieces(id));
        assertEquals(404, door.send(loader(), "GET", status, "").statusCode());
        assertEquals(404, door.send(loader(), "GET", url, "").statusCode());
        assertEquals(404, door.send(loader(), "DELETE", status, "").statusCode());
    }

    private static long pieces(UUID job) {
        return door.server.database().read(Part.first("select count(*) from export_piece where job = ?", r -> r.getLong(1), job)).orElseThrow();
    }

    @Test
    void nothingInFlightIsHalfThereOrForgotten() {
        var early = observe(anne, "early");
        String late, first;
        try (var held = door.server.database().begin()) {
            // what began before and goes on: all that is committed after it waits for the next export
            held.query(Part.first("select pg_current_xact_id()::text", r -> r.getString(1)));
            late = observe(anne, "late");
            var manifest = manifest(loader(), begun(loader(), "$export?_type=Observation"));
            first = manifest.path("transactionTime").asString();
            var names = names(lines(loader(), manifest.path("output")));
            assertTrue(names.contains("Observation/" + early));
            assertFalse(names.contains("Observation/" + late));
        }
        var changed = observe(jean, "changed");
        var since = manifest(loader(), begun(loader(), "$export?_type=Observation&_since=" + first));
        var names = names(lines(loader(), since.path("output")));
        assertTrue(names.contains("Observation/" + late), "its clock is older than the export that could not see it");
        assertTrue(names.contains("Observation/" + changed));
        assertFalse(names.contains("Observation/" + early));

        assertEquals(204, door.send(Role.LOADER, "DELETE", "/fhir/Observation/" + changed, "").statusCode());
        var last = manifest(loader(), begun(loader(), "$export?_type=Observation&_since=" + since.path("transactionTime").asString()));
        assertTrue(last.path("output").isEmpty());
        var deletions = lines(loader(), last.path("deleted"));
        assertEquals(1, deletions.size());
        assertEquals("Observation/" + changed, JSON.readTree(deletions.getFirst()).path("entry").path(0).path("request").path("url").asString());
    }

    @Test
    void patientsSeeWhatWasCopiedAndEachDownload() {
        long before = copies();
        var manifest = manifest(loader(), begun(loader(), "$export?_type=Patient"));
        assertEquals(before + 1, copies());
        lines(loader(), manifest.path("output"));
        assertEquals(before + 2, copies());
    }

    private static long copies() {
        return Door.json(door.get(Role.PATIENT, "/fhir/AuditEvent?patient=" + anne + "&_count=500")).path("entry").valueStream()
                .filter(e -> e.path("resource").path("subtype").path(0).path("code").asString("").equals("operation")).count();
    }

    @Test
    void aJobGoesOnInAnotherProcess() throws Exception {
        var many = new StringBuilder();
        for (int i = 0; i < 500; i++) many.append(i == 0 ? "" : ",").append("{\"request\":{\"method\":\"POST\",\"url\":\"Condition\"},\"resource\":{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/").append(anne).append("\"}}}");
        for (int i = 0; i < 10; i++) assertEquals(200, door.send(Role.LOADER, "POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + many + "]}").statusCode());
        var keys = door.keys;
        var directory = Files.createTempDirectory(Path.of("target"), "door").toAbsolutePath();
        var config = new Config(0, directory, door.test.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 16);
        String job;
        long written;
        try (var other = Server.start(config, Installation.DEMONSTRATION, _ -> keys)) {
            // the two processes take turns
            job = begun(door.send(loader(), "GET", "http://localhost:" + other.port() + "/fhir/$export?_type=Condition,Patient", "", "Prefer", "respond-async")).replaceFirst(".*/", "");
            while (written(job) == 0) pause();
            written = written(job);
        }
        assertTrue(written > 0);
        var lines = lines(loader(), manifest(loader(), door.base() + "/fhir/$export-status/" + job).path("output"));
        var names = names(lines);
        assertEquals(5_000, names.stream().filter(n -> n.startsWith("Condition/")).count());
    }

    private static long written(String job) {
        return door.server.database().read(Part.first("select written from export_job where job = ?", r -> r.getLong(1), UUID.fromString(job))).orElseThrow();
    }

    @Test
    void aClientHasFewAtOnce() {
        var token = door.client("greedy", "system/*.rs");
        var jobs = new ArrayList<String>();
        var refused = Optional.<HttpResponse<byte[]>>empty();
        for (int i = 0; i < 40 && refused.isEmpty(); i++) {
            var answer = kickOff(token, "$export");
            if (answer.statusCode() == 429) refused = Optional.of(answer);
            else jobs.add(begun(answer));
        }
        assertTrue(refused.isPresent(), "never too many");
        assertTrue(refused.get().headers().firstValue("Retry-After").isPresent());
        for (var job : jobs) assertEquals(202, door.send(token, "DELETE", job, "").statusCode());
    }
}
