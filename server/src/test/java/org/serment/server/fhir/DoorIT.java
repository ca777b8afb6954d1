package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serment.kernel.access.Role;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;

class DoorIT {
    static Door door;
    static String unit, patient, other, encounter;

    @BeforeAll
    static void hospital() {
        door = new Door();
        unit = door.created("{'resourceType':'Organization','name':'Cardiologie'}");
        patient = door.created("{'resourceType':'Patient','name':[{'family':'Delacroix','given':['Anne']}],'birthDate':'1970-03-04'}");
        other = door.created("{'resourceType':'Patient','name':[{'family':'Desmoulins'}]}");
        encounter = door.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + patient + "'},"
                + "'serviceProvider':{'reference':'Organization/" + unit + "'},'period':{'start':'2026-01-01'}}");
        door.post(Role.NURSE, "Organization/" + unit);
        door.own(patient);
    }

    @AfterAll
    static void end() {
        door.close();
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aNurseReadsHerPatientAndAnotherLooksAbsent() {
        var mine = door.get(Role.NURSE, "/fhir/Patient/" + patient);
        assertEquals(200, mine.statusCode(), text(mine));
        assertEquals("W/\"1\"", mine.headers().firstValue("ETag").orElseThrow());
        assertTrue(mine.headers().firstValue("Last-Modified").isPresent());
        var hidden = door.get(Role.NURSE, "/fhir/Patient/" + other);
        var absent = door.get(Role.NURSE, "/fhir/Patient/no-such-patient");
        assertEquals(404, hidden.statusCode());
        assertSame(hidden, absent);
        assertSame(door.get(Role.NURSE, "/fhir/Patient/" + other + "/_history/1"), door.get(Role.NURSE, "/fhir/Patient/none/_history/1"));
        assertSame(door.get(Role.NURSE, "/fhir/Patient/" + other + "/_history"), door.get(Role.NURSE, "/fhir/Patient/none/_history"));
        assertSame(door.send(Role.NURSE, "DELETE", "/fhir/Patient/" + other, ""), door.send(Role.NURSE, "DELETE", "/fhir/Patient/none", ""));
    }

    /// Equal but for what differs between any two answers.
    static void assertSame(HttpResponse<byte[]> a, HttpResponse<byte[]> b) {
        assertEquals(a.statusCode(), b.statusCode());
        assertEquals(text(a), text(b));
        assertEquals(names(a), names(b));
    }

    static List<String> names(HttpResponse<?> answer) {
        var names = new ArrayList<String>();
        answer.headers().map().forEach((n, v) -> names.add(n.equalsIgnoreCase("date") || n.equalsIgnoreCase("x-request-id") ? n : n + v));
        return names;
    }

    @Test
    void thePatientSeesWhoOpenedTheRecordAndTakesAProofHome() throws Exception {
        door.get(Role.NURSE, "/fhir/Patient/" + patient);
        var seen = door.get(Role.PATIENT, "/fhir/AuditEvent?patient=Patient/" + patient);
        assertEquals(200, seen.statusCode(), text(seen));
        var entry = Door.json(seen).path("entry").valueStream().filter(e -> e.path("resource").path("agent").path(0).path("who").path("display").asString("").contains("NURSE")).findFirst().orElseThrow();
        var id = entry.path("resource").path("id").asString();
        assertEquals("TREAT", entry.path("resource").path("purposeOfEvent").path(0).path("coding").path(0).path("code").asString());
        HttpResponse<byte[]> proof;
        do {
            proof = door.get(Role.PATIENT, "/fhir/AuditEvent/" + id + "/$proof?patient=Patient/" + patient);
            Thread.sleep(100);
        } while (proof.statusCode() == 503);
        assertEquals(200, proof.statusCode(), text(proof));
        var key = Vkey.parse(text(door.get(Role.PATIENT, "/journal/key")).strip());
        assertInstanceOf(Verdict.Genuine.class, ProofFile.check(proof.body(), key));
        proof.body()[200] ^= 1;
        assertInstanceOf(Verdict.Forged.class, ProofFile.check(proof.body(), key));

        assertEquals(404, door.get(Role.PATIENT, "/fhir/AuditEvent?patient=Patient/" + other).statusCode());
        assertEquals(404, door.get(Role.NURSE, "/fhir/AuditEvent?patient=Patient/" + patient).statusCode());
        assertEquals(200, door.get(Role.DPO, "/fhir/AuditEvent?patient=Patient/" + patient).statusCode());
        assertEquals(404, door.get(Role.DPO, "/fhir/Patient/" + patient).statusCode());
    }

    @Test
    void refusalsAreInThePatientsJournal() {
        var before = refusals();
        door.get(Role.PHYSICIAN, "/fhir/Patient/" + patient);
        assertEquals(before + 1, refusals());
    }

    private static long refusals() {
        return Door.json(door.get(Role.PATIENT, "/fhir/AuditEvent?patient=" + patient + "&_count=500")).path("entry").valueStream()
                .filter(e -> e.path("resource").path("outcome").asString("").equals("4")).count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"resourceType":"Patient","name":[{"family":"X"}]                          ; 400 ;
            {"resourceType":"Patient","gender":"male","gender":"male"}                 ; 400 ; Patient.gender
            {"resourceType":"Patient","familyName":"X"}                                ; 400 ; Patient.familyName
            {"resourceType":"Patient","name":{"family":"X"}}                           ; 400 ; Patient.name
            {"resourceType":"Patient","birthDate":"17/05/1980"}                        ; 400 ; Patient.birthDate
            {"resourceType":"Observation","status":"final","code":{"text":"x"}}        ; 400 ;
            {"resourceType":"Patient","generalPractitioner":[{"reference":"nowhere"}]} ; 400 ; Patient
            {"resourceType":"Patient","generalPractitioner":[{"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}]} ; 400 ; Patient
            {"resourceType":"Patient","generalPractitioner":[{"reference":"Practitioner/none"}]} ; 422 ;
            """)
    void badBodiesAreRefusedWithTheirPlace(String body, int status, String place) {
        var answer = door.send(Role.LOADER, "POST", "/fhir/Patient", body);
        assertEquals(status, answer.statusCode(), text(answer));
        var outcome = Door.json(answer);
        assertEquals("OperationOutcome", outcome.path("resourceType").asString());
        if (place != null) assertEquals(place, outcome.path("issue").path(0).path("expression").path(0).asString(""));
    }

    @Test
    void noValueOfABodyComesBackInAnError() {
        var answer = door.send(Role.LOADER, "POST", "/fhir/Patient", "{\"resourceType\":\"Patient\",\"birthDate\":\"Zorglub\",\"gender\":7}");
        assertFalse(text(answer).contains("Zorglub"));
    }

    @Test
    void aStaleVersionIsRefusedAndNothingChanges() {
        var id = door.created("{'resourceType':'Organization','name':'Pneumologie'}");
        var body = "{\"resourceType\":\"Organization\",\"id\":\"" + id + "\",\"name\":\"Pneumologie 2\"}";
        assertEquals(412, door.send(Role.LOADER, "PUT", "/fhir/Organization/" + id, body, "If-Match", "W/\"3\"").statusCode());
        assertEquals(200, door.send(Role.LOADER, "PUT", "/fhir/Organization/" + id, body, "If-Match", "W/\"1\"").statusCode());
        var read = door.get(Role.NURSE, "/fhir/Organization/" + id);
        assertEquals("W/\"2\"", read.headers().firstValue("ETag").orElseThrow());
        assertEquals(304, door.get(Role.NURSE, "/fhir/Organization/" + id, "If-None-Match", "W/\"2\"").statusCode());
        assertEquals("Pneumologie", Door.json(door.get(Role.NURSE, "/fhir/Organization/" + id + "/_history/1")).path("name").asString());
        assertEquals(2, Door.json(door.get(Role.NURSE, "/fhir/Organization/" + id + "/_history")).path("entry").size());
    }

    @Test
    void aBrokenBundleLandsNotAtAll() {
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + "{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Organization\",\"name\":\"Fantome\"},\"request\":{\"method\":\"POST\",\"url\":\"Organization\"}},"
                + "{\"resource\":{\"resourceType\":\"Organization\",\"partOf\":{\"reference\":\"urn:uuid:2\"}},\"request\":{\"method\":\"POST\",\"url\":\"Organization\"}}]}";
        var answer = door.send(Role.LOADER, "POST", "/fhir", bundle);
        assertEquals(400, answer.statusCode());
        assertEquals("Bundle.entry[1].resource", Door.json(answer).path("issue").path(0).path("expression").path(0).asString());
        assertFalse(Door.json(door.get(Role.LOADER, "/fhir/Organization?name=fantome")).has("entry"));
        var twice = bundle.replace("urn:uuid:2", "urn:uuid:1").replace("}}]}", "}},{\"fullUrl\":\"urn:uuid:1\",\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}},\"request\":{\"method\":\"POST\",\"url\":\"Basic\"}}]}");
        assertEquals(400, door.send(Role.LOADER, "POST", "/fhir", twice).statusCode());
        assertEquals(200, door.send(Role.LOADER, "POST", "/fhir", bundle.replace("urn:uuid:2", "urn:uuid:1")).statusCode());
    }

    @Test
    void pagesAndTheirLinksWork() {
        for (int i = 0; i < 7; i++) door.created("{'resourceType':'Location','name':'Chambre " + i + "','status':'active'}");
        var path = Optional.of("/fhir/Location?status=active&_count=3");
        var ids = new ArrayList<String>();
        while (path.isPresent()) {
            var page = Door.json(door.get(Role.NURSE, path.get()));
            page.path("entry").forEach(e -> ids.add(e.path("resource").path("id").asString()));
            path = page.path("link").valueStream().filter(l -> l.path("relation").asString().equals("next")).findFirst().map(l -> l.path("url").asString().substring(door.base().length()));
        }
        assertEquals(7, ids.size());
        assertEquals(7, ids.stream().distinct().count());
        assertEquals(400, door.get(Role.NURSE, "/fhir/Location?_cursor=AAAA").statusCode());
    }

    @Test
    void codingsAreThoseTheClientAsksFor() throws Exception {
        var id = door.created("{'resourceType':'Organization','name':'" + "long ".repeat(900).strip() + "'}");
        var plain = door.get(Role.NURSE, "/fhir/Organization/" + id);
        assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
        var gzip = door.get(Role.NURSE, "/fhir/Organization/" + id, "Accept-Encoding", "gzip");
        assertEquals("gzip", gzip.headers().firstValue("Content-Encoding").orElseThrow());
        assertArrayEquals(plain.body(), new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes());
        var zstd = door.get(Role.NURSE, "/fhir/Organization/" + id, "Accept-Encoding", "gzip, zstd");
        assertEquals("zstd", zstd.headers().firstValue("Content-Encoding").orElseThrow());
        assertArrayEquals(plain.body(), com.github.luben.zstd.Zstd.decompress(zstd.body(), plain.body().length));
        assertEquals(406, door.get(Role.NURSE, "/fhir/Organization/" + id, "Accept", "text/turtle").statusCode());
    }

    /// What the patient's journal says of requests since a moment: action and outcome of each line.
    private static List<String> lines(Instant since) {
        return Door.json(door.get(Role.PATIENT, "/fhir/AuditEvent?patient=" + patient + "&_count=500&date=ge" + since.truncatedTo(ChronoUnit.MILLIS)))
                .path("entry").valueStream().map(e -> e.path("resource")).filter(r -> !r.path("agent").path(0).path("who").path("display").asString("").contains("patient"))
                .map(r -> r.path("subtype").path(0).path("code").asString() + (r.path("outcome").asString().equals("0") ? "" : " refused")).sorted().toList();
    }

    @Test
    void aTransactionThatFailsHidesNothingOfWhatItLookedAt() throws Exception {
        Thread.sleep(5);
        var since = Instant.now();
        var body = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},"
                + "\"subject\":{\"reference\":\"Encounter?patient=" + patient + "&status=in-progress\"}},\"request\":{\"method\":\"POST\",\"url\":\"Basic\"}},"
                + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/nope\"}}]}";
        assertEquals(404, door.send(Role.NURSE, "POST", "/fhir", body).statusCode());
        assertEquals(List.of("search-type"), lines(since));
    }

    @Test
    void thePatientReadsWhatWasDoneAndNotWhatTheRequestIsCalled() throws Exception {
        Thread.sleep(5);
        var since = Instant.now();
        assertEquals(200, door.get(Role.NURSE, "/fhir/Condition?patient=" + patient + "&code=86406008").statusCode());
        assertEquals(List.of("search-type"), lines(since), "that nothing was found is an answer too");
        var gone = door.created("{'resourceType':'Condition','subject':{'reference':'Patient/" + patient + "'}}");
        var body = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"Condition/" + gone + "\"}}]}";
        assertEquals(200, door.send(Role.LOADER, "POST", "/fhir", body).statusCode());
        var hidden = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/" + patient + "\"}}";
        assertEquals(422, door.send(Role.PHYSICIAN, "POST", "/fhir/Observation", hidden).statusCode());
        assertEquals(List.of("create", "delete", "read refused", "search-type"), lines(since));
    }

    @Test
    void nobodyGivesThemselvesAPatientOrTakesALabelAway() {
        var mine = door.created("{'resourceType':'Patient','name':[{'family':'Nouveau'}]}");
        var stay = "{\"resourceType\":\"Encounter\",\"status\":\"in-progress\",\"class\":{\"code\":\"IMP\"},\"subject\":{\"reference\":\"Patient/%s\"},\"serviceProvider\":{\"reference\":\"Organization/" + unit + "\"}}";
        assertEquals(422, door.send(Role.NURSE, "POST", "/fhir/Encounter", stay.formatted(mine)).statusCode());
        assertEquals(404, door.get(Role.NURSE, "/fhir/Patient/" + mine).statusCode());
        assertEquals(201, door.send(Role.ADMISSIONS, "POST", "/fhir/Encounter", stay.formatted(mine)).statusCode());
        assertEquals(200, door.get(Role.NURSE, "/fhir/Patient/" + mine).statusCode());
        var labelled = "{'resourceType':'Encounter',%s'status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + mine + "'}}";
        var id = door.created(labelled.formatted("'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'PSY'}]},"));
        assertEquals(404, door.get(Role.NURSE, "/fhir/Encounter/" + id).statusCode());
        assertEquals(404, door.send(Role.ADMISSIONS, "PUT", "/fhir/Encounter/" + id, labelled.formatted("'id':'" + id + "',").replace('\'', '"')).statusCode());
        assertEquals(404, door.get(Role.NURSE, "/fhir/Encounter/" + id).statusCode());
        var consent = "{\"resourceType\":\"Consent\",\"status\":\"active\",\"scope\":{\"text\":\"x\"},\"category\":[{\"text\":\"x\"}],\"patient\":{\"reference\":\"Patient/" + mine + "\"},\"policyRule\":{\"text\":\"x\"},\"provision\":{\"type\":\"deny\"}}";
        assertEquals(403, door.send(Role.NURSE, "POST", "/fhir/Consent", consent).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"Patient?name=%zz", "Patient?%", "Patient?=x", "Patient?_cursor=%zz", "Patient?name:exact=%F0%9F%98", "AuditEvent?patient=%zz", "Patient?name=abc%"})
    void aQueryThatIsNotWellEncodedIsRefused(String path) throws Exception {
        try (var socket = new Socket("localhost", door.server.port())) {
            socket.getOutputStream().write(("GET /fhir/" + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAuthorization: Bearer " + door.token(Role.NURSE) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertFalse(answer.contains("evil") || answer.contains("Tomcat") || answer.contains("%zz"), answer);
        }
    }

    @Test
    void linksNeverCarryTheHostThatTheCallerNames() throws Exception {
        try (var socket = new Socket("localhost", door.server.port())) {
            socket.getOutputStream().write(("GET /fhir/Location?_count=1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAuthorization: Bearer " + door.token(Role.NURSE) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertFalse(answer.contains("evil"), answer);
        }
    }

    @Test
    void aSearchByPostIsTheSameSearch() {
        for (int i = 0; i < 3; i++) door.created("{'resourceType':'Endpoint','status':'test','name':'Porte " + i + "','connectionType':{'code':'x'},'payloadType':[{'text':'x'}],'address':'http://x'}");
        var form = door.send(Role.NURSE, "POST", "/fhir/Endpoint/_search?status=test", "_count=2&_total=accurate&_elements=name", "Content-Type", "application/x-www-form-urlencoded");
        assertEquals(200, form.statusCode(), text(form));
        var page = Door.json(form);
        assertEquals(3, page.path("total").asInt());
        assertEquals(2, page.path("entry").size());
        assertTrue(text(form).contains("SUBSETTED"));
        var next = page.path("link").valueStream().filter(l -> l.path("relation").asString().equals("next")).findFirst().orElseThrow().path("url").asString();
        assertEquals(1, Door.json(door.get(Role.NURSE, next.substring(door.base().length()))).path("entry").size());
        assertEquals(415, door.send(Role.NURSE, "POST", "/fhir/Endpoint/_search", "{}").statusCode());
        assertEquals(406, door.send(Role.NURSE, "POST", "/fhir/Endpoint/_search", "_format=ttl", "Content-Type", "application/x-www-form-urlencoded").statusCode());
        assertEquals(405, door.get(Role.NURSE, "/fhir/Endpoint/_search").statusCode());
    }

    @Test
    void whatComesAlongAndWhatWasLeftOutAreMarked() throws Exception {
        Thread.sleep(5);
        var since = Instant.now();
        var page = Door.json(door.get(Role.NURSE, "/fhir/Encounter?_id=" + encounter + "&famly=x&_include=Encounter:subject", "Prefer", "handling=lenient"));
        assertEquals(List.of("match", "include", "outcome"), page.path("entry").valueStream().map(e -> e.path("search").path("mode").asString()).toList());
        assertEquals(patient, page.path("entry").path(1).path("resource").path("id").asString());
        assertEquals("warning", page.path("entry").path(2).path("resource").path("issue").path(0).path("severity").asString());
        assertFalse(page.path("link").path(0).path("url").asString().contains("famly"));
        assertEquals(400, door.get(Role.NURSE, "/fhir/Encounter?famly=x").statusCode());
        var seen = Door.json(door.get(Role.PATIENT, "/fhir/AuditEvent?patient=Patient/" + patient + "&date=ge" + since.truncatedTo(ChronoUnit.MILLIS)));
        assertTrue(seen.toString().contains("Encounter/" + encounter), seen.toString());
    }

    @Test
    void whatTheDoorSaysOfItselfIsTrue() {
        var statement = Door.json(door.get(Role.NURSE, "/fhir/metadata"));
        assertEquals("4.0.1", statement.path("fhirVersion").asString());
        var observation = statement.path("rest").path(0).path("resource").valueStream().filter(r -> r.path("type").asString().equals("Observation")).findFirst().orElseThrow();
        for (var param : observation.path("searchParam")) {
            var value = switch (param.path("type").asString()) {
                case "date" -> "2020";
                case "string" -> "abc";
                case "number", "quantity" -> "5";
                case "composite" -> "x%24" + (param.path("name").asString().endsWith("quantity") ? "5" : param.path("name").asString().endsWith("date") ? "2020" : "abc");
                default -> "Patient/x";
            };
            var answer = door.get(Role.NURSE, "/fhir/Observation?" + param.path("name").asString() + "=" + value);
            assertEquals(200, answer.statusCode(), () -> param + text(answer));
        }
        assertEquals(400, door.get(Role.NURSE, "/fhir/Location?near=5").statusCode());
        assertEquals(401, door.get(Role.NURSE, "/fhir/Patient", "Authorization", "Bearer nonsense").statusCode());
    }
}
