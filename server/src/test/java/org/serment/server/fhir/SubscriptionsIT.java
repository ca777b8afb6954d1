package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serment.kernel.access.Role;
import org.serment.server.db.Push;
import tools.jackson.databind.JsonNode;

/// Subscriptions by topic through the real door, with a real endpoint on the loopback.
class SubscriptionsIT {
    static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    static final String RESULTS = "https://serment.org/fhir/SubscriptionTopic/laboratory-result", PATIENTS = "https://serment.org/fhir/SubscriptionTopic/patient-change",
            STAYS = "https://serment.org/fhir/SubscriptionTopic/encounter-start";
    static Listener listener;
    static Door door;
    static String unit, patient, other, stranger;

    @BeforeAll
    static void hospital() {
        listener = new Listener();
        door = new Door(new Push(Map.of("loader", Set.of(listener.origin()), "demonstration", Set.of(listener.origin())), 3, Duration.ofMillis(400)));
        unit = door.created("{'resourceType':'Organization','name':'Cardiologie'}");
        patient = door.created("{'resourceType':'Patient','name':[{'family':'Delacroix'}]}");
        other = door.created("{'resourceType':'Patient','name':[{'family':'Desmoulins'}]}");
        stranger = door.created("{'resourceType':'Patient','name':[{'family':'Danton'}]}");
        stay(patient);
        door.post(Role.NURSE, "Organization/" + unit);
        door.own(patient);
    }

    @AfterAll
    static void end() {
        door.close();
        listener.close();
    }

    static String stay(String who) {
        return door.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + who + "'},"
                + "'serviceProvider':{'reference':'Organization/" + unit + "'},'period':{'start':'2026-01-01'}}");
    }

    static String result(String who, String more) {
        return door.created("{'resourceType':'Observation','status':'final','category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'laboratory'}]}],"
                + "'code':{'coding':[{'system':'http://loinc.org','code':'2823-3'}]},'subject':{'reference':'Patient/" + who + "'}" + more + "}");
    }

    static String subscription(String topic, String path, String content, String filter, String more) {
        return """
                {"resourceType":"Subscription","status":"requested","reason":"test","criteria":"%s","_criteria":{"extension":[%s]},
                 "channel":{"type":"rest-hook","endpoint":"%s","payload":"application/fhir+json","_payload":{"extension":[{"url":"%sbackport-payload-content","valueCode":"%s"}]}%s}}"""
                .formatted(topic, filter.isEmpty() ? "{\"url\":\"http://example.org/none\",\"valueBoolean\":true}" : "{\"url\":\"" + GUIDE + "backport-filter-criteria\",\"valueString\":\"" + filter + "\"}",
                        listener.origin() + path, GUIDE, content, more);
    }

    static String text(java.net.http.HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String subscribed(Role role, String body) {
        var answer = door.send(role, "POST", "/fhir/Subscription", body);
        assertEquals(201, answer.statusCode(), text(answer));
        assertEquals("requested", Door.json(answer).path("status").asString());
        return Door.json(answer).path("id").asString();
    }

    static void await(String what, BooleanSupplier holds) {
        var until = Instant.now().plusSeconds(30);
        while (!holds.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(until), () -> what + "; taken: " + listener.taken.stream().filter(c -> c.kind().startsWith("event")).map(c -> c.path() + c.numbers()).toList());
            pause(50);
        }
    }

    static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String status(Role role, String id) {
        return Door.json(door.get(role, "/fhir/Subscription/" + id)).path("status").asString();
    }

    static void active(Role role, String id) {
        await("the subscription becomes active", () -> status(role, id).equals("active"));
    }

    static List<Long> numbers(String path) {
        return listener.events(path).stream().flatMap(c -> c.numbers().stream()).toList();
    }

    static List<String> focus(String path) {
        return listener.events(path).stream().flatMap(c -> c.focus().stream()).toList();
    }

    @Test
    void aHandshakeThenEachResultInOrderWithTheSubscribersHeaders() {
        var id = subscribed(Role.LOADER, subscription(RESULTS, "/order", "id-only", "patient=Patient/" + patient, ",\"header\":[\"Authorization: Bearer their-secret\",\"X-Ward: 7\"]"));
        active(Role.LOADER, id);
        var handshake = listener.at("/order").getFirst();
        assertEquals("handshake", handshake.kind());
        assertEquals("requested", handshake.parameter("status").path("valueCode").asString());
        assertEquals("Bearer their-secret", handshake.headers().get("Authorization").getFirst());
        assertTrue(handshake.headers().get("Content-type").getFirst().startsWith("application/fhir+json"));
        var made = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            made.add("Observation/" + result(patient, ""));
            if (i % 5 == 0) result(other, "");
        }
        await("all results are told", () -> focus("/order").size() >= 25);
        assertEquals(made, focus("/order"));
        assertEquals(LongStream.rangeClosed(1, 25).boxed().toList(), numbers("/order"));
        var event = listener.events("/order").getLast();
        assertEquals(25, event.total());
        assertEquals("history", event.bundle().path("type").asString());
        assertEquals(RESULTS, event.parameter("topic").path("valueCanonical").asString());
        assertTrue(event.bundle().path("entry").get(1).path("resource").isMissingNode());
        assertTrue(listener.events("/order").stream().allMatch(c -> c.numbers().size() <= 20));
    }

    @Test
    void aResultIsToldWhenItIsFinalAndWhenItIsCorrectedAndStaysOnceWhenTheyBegin() {
        active(Role.LOADER, subscribed(Role.LOADER, subscription(RESULTS, "/final", "full-resource", "patient=Patient/" + other, "")));
        active(Role.LOADER, subscribed(Role.LOADER, subscription(STAYS, "/stays", "id-only", "patient=Patient/" + other, "")));
        var draft = Door.json(door.get(Role.LOADER, "/fhir/Observation/" + result(other, ",'note':[{'text':'one'}]")));
        await("a final result", () -> numbers("/final").size() == 1);
        var resource = listener.events("/final").getFirst().bundle().path("entry").get(1).path("resource");
        assertEquals(draft, resource);
        var id = draft.path("id").asString();
        put("Observation", id, draft.toString().replace("\"final\"", "\"preliminary\""));
        put("Observation", id, draft.toString().replace("\"final\"", "\"corrected\""));
        await("the correction", () -> numbers("/final").size() == 2);
        var encounter = stay(other);
        var stay = text(door.get(Role.LOADER, "/fhir/Encounter/" + encounter));
        put("Encounter", encounter, stay.replace("\"2026-01-01\"", "\"2026-01-02\""));
        put("Encounter", encounter, stay.replace("in-progress", "finished"));
        put("Encounter", encounter, stay);
        await("two beginnings", () -> numbers("/stays").size() == 2);
        result(other, "");
        await("later events", () -> numbers("/final").size() == 3);
        assertEquals(List.of("Encounter/" + encounter, "Encounter/" + encounter), focus("/stays"));
        assertEquals("corrected", listener.events("/final").get(1).bundle().path("entry").get(1).path("resource").path("status").asString());
    }

    static void put(String type, String id, String body) {
        assertEquals(200, door.send(Role.LOADER, "PUT", "/fhir/" + type + '/' + id, body).statusCode());
    }

    @Test
    void anEmptyNotificationSaysThatAndNothingMoreYetThePatientSeesWhoWasTold() {
        active(Role.NURSE, subscribed(Role.NURSE, subscription(RESULTS, "/empty", "empty", "", "")));
        var made = result(patient, "");
        await("an event", () -> !listener.events("/empty").isEmpty());
        var body = listener.events("/empty").getFirst().bundle().toString();
        assertFalse(body.contains(made) || body.contains("Observation") || body.contains(RESULTS) || body.contains("Patient"), body);
        var readers = text(door.get(Role.PATIENT, "/fhir/AuditEvent?patient=Patient/" + patient + "&_count=100"));
        assertTrue(readers.contains("Observation/" + made) && readers.contains("Test NURSE"), readers);
    }

    @Test
    void refusedNotificationsComeAgainAndThenTheSubscriptionIsInErrorUntilAskedAnew() {
        var id = subscribed(Role.LOADER, subscription(PATIENTS, "/retry", "id-only", "", ""));
        active(Role.LOADER, id);
        listener.status = 503;
        var first = door.created("{'resourceType':'Patient','name':[{'family':'Un'}]}");
        await("in error", () -> status(Role.LOADER, id).equals("error"));
        assertEquals(3, listener.refused.stream().filter(c -> c.path().equals("/retry")).count());
        assertTrue(listener.refused.stream().filter(c -> c.path().equals("/retry")).allMatch(c -> c.numbers().equals(List.of(1L))));
        var second = door.created("{'resourceType':'Patient','name':[{'family':'Deux'}]}");
        listener.status = 200;
        pause(2_500);
        assertTrue(listener.events("/retry").isEmpty());
        var stored = text(door.get(Role.LOADER, "/fhir/Subscription/" + id));
        put("Subscription", id, stored.replace("\"status\":\"error\"", "\"status\":\"requested\""));
        await("both are told", () -> numbers("/retry").size() >= 2);
        assertEquals(List.of(1L, 2L), numbers("/retry"));
        assertTrue(focus("/retry").containsAll(List.of("Patient/" + first, "Patient/" + second)));
        active(Role.LOADER, id);
        assertTrue(Door.json(door.get(Role.LOADER, "/fhir/Subscription/" + id)).path("error").isMissingNode());
        // only its wish to be off is a subscriber's own; saying active again changes nothing
        put("Subscription", id, text(door.get(Role.LOADER, "/fhir/Subscription/" + id)));
        assertEquals("active", status(Role.LOADER, id));
        put("Subscription", id, text(door.get(Role.LOADER, "/fhir/Subscription/" + id)).replace("\"active\"", "\"off\""));
        door.created("{'resourceType':'Patient','name':[{'family':'Trois'}]}");
        pause(2_500);
        assertEquals(2, numbers("/retry").size());
        assertEquals(204, door.send(Role.LOADER, "DELETE", "/fhir/Subscription/" + id, "").statusCode());
    }

    /// The transaction of the first result has written its version and stays open while a second one, begun later, is committed.
    @Test
    void nothingInFlightIsSkippedNorOvertaken() throws SQLException {
        active(Role.LOADER, subscribed(Role.LOADER, subscription(RESULTS, "/held", "id-only", "patient=Patient/" + other, "")));
        CompletableFuture<String> held;
        String free;
        try (var c = door.test.superuser(); var s = c.createStatement()) {
            s.execute("create function hold() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(42); return null; end'");
            s.execute("create trigger hold after insert on moment for each row execute function hold()");
            s.execute("select pg_advisory_lock(42)");
            held = CompletableFuture.supplyAsync(() -> result(other, ",'effectiveDateTime':'2026-02-03'"));
            pause(1_000);
            free = result(other, "");
            pause(heldMs());
            assertFalse(held.isDone(), "the transaction with a date is held");
            assertTrue(listener.events("/held").isEmpty(), "what follows an open transaction waits for it");
            s.execute("select pg_advisory_unlock(42)");
            var first = held.join();
            s.execute("drop trigger hold on moment");
            await("both", () -> focus("/held").size() >= 2);
            assertEquals(List.of("Observation/" + first, "Observation/" + free), focus("/held"));
        }
        assertEquals(List.of(1L, 2L), numbers("/held"));
    }

    /// `-Dserment.held=30` holds it for 30 s.
    private static long heldMs() {
        return Integer.getInteger("serment.held", 4) * 1_000L;
    }

    @Test
    void whoseAccessEndedIsToldNothingAndNotThatThereIsNothing() {
        active(Role.NURSE, subscribed(Role.NURSE, subscription(RESULTS, "/ended", "id-only", "", "")));
        var seen = result(patient, "");
        result(stranger, "");
        await("what she may see", () -> focus("/ended").equals(List.of("Observation/" + seen)));
        var opposition = door.created("{'resourceType':'Consent','status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]},"
                + "'category':[{'coding':[{'system':'http://loinc.org','code':'59284-0'}]}],'patient':{'reference':'Patient/" + patient + "'},'policyRule':{'text':'opposition'},'provision':{'type':'deny'}}");
        result(patient, "");
        pause(2_500);
        assertEquals(1, focus("/ended").size());
        assertEquals(204, door.send(Role.LOADER, "DELETE", "/fhir/Consent/" + opposition, "").statusCode());
        var again = result(patient, "");
        await("what she may see again", () -> focus("/ended").size() == 2);
        assertEquals(List.of("Observation/" + seen, "Observation/" + again), focus("/ended"));
        assertEquals(List.of(1L, 2L), numbers("/ended"));
        assertTrue(listener.events("/ended").getLast().total() == 2);
    }

    @Test
    void aRestartInTheMiddleLosesNothingAndTwoProcessesTellEachEventOnce() throws IOException {
        active(Role.LOADER, subscribed(Role.LOADER, subscription(PATIENTS, "/two", "id-only", "", ",\"extension\":[{\"url\":\"" + GUIDE + "backport-max-count\",\"valuePositiveInt\":1}]")));
        var made = new ArrayList<String>();
        try (var second = door.another()) {
            listener.slowMs = 50;
            listener.mostAtOnce.set(0);
            for (int i = 0; i < 30; i++) made.add("Patient/" + door.created("{'resourceType':'Patient','name':[{'family':'P" + i + "'}]}"));
            await("half of them", () -> focus("/two").size() >= 15);
        } finally {
            listener.slowMs = 0;
        }
        await("all of them", () -> new HashSet<>(focus("/two")).size() >= 30);
        assertEquals(made, focus("/two"));
        assertEquals(LongStream.rangeClosed(1, 30).boxed().toList(), numbers("/two"));
        assertEquals(1, listener.mostAtOnce.get());
    }

    /// A process that was killed leaves its lease: the event that it had numbered comes, with the same number, once the lease has run out.
    @Test
    void whatAKilledProcessHadInWorkIsToldByAnother() {
        var id = subscribed(Role.LOADER, subscription(PATIENTS, "/killed", "id-only", "_id=" + other, ""));
        active(Role.LOADER, id);
        listener.status = 500;
        put("Patient", other, text(door.get(Role.LOADER, "/fhir/Patient/" + other)));
        await("numbered and refused", () -> listener.refused.stream().anyMatch(c -> c.path().equals("/killed")));
        try (var tx = door.server.database().begin()) {
            tx.update("update subscriber set lease = gen_random_uuid(), leased_until = clock_timestamp() + interval '3 seconds', attempts = 0, next_at = clock_timestamp(), state = 'active' "
                    + "where oid = (select max(oid) from subscriber where state in ('active', 'error'))");
            tx.commit();
        }
        listener.status = 200;
        pause(1_500);
        assertTrue(listener.events("/killed").isEmpty(), "somebody else has it in work");
        await("told in the end", () -> numbers("/killed").equals(List.of(1L)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {
            "127.0.0.1:@ # 169.254.169.254", "http://127.0.0.1:@/ # http://127.0.0.1:1/", "http://127.0.0.1:@/ # https://127.0.0.1:@/", "http://127.0.0.1:@/ # http://user@127.0.0.1:@/",
            "http://127.0.0.1:@/ # http://127.0.0.1:@.example.org/", "http://127.0.0.1:@/ # /relative", "http://127.0.0.1:@/ # file:///etc/passwd",
            "\"rest-hook\" # \"email\"", "application/fhir+json # text/plain", "\"id-only\" # \"everything\"", "patient=Patient/x # subject=Patient/x", "patient=Patient/x # Encounter?patient=Patient/x",
            "laboratory-result # no-such-topic", "https://serment.org/fhir/SubscriptionTopic/laboratory-result # Observation?code=1", "X-Header: 1 # Host: elsewhere", "X-Header: 1 # X-Header: a\\r\\nHost: b"})
    void whatCannotBeDeliveredIsRefused(String from, String to) {
        var port = Integer.toString(listener.origin().getPort());
        var good = subscription(RESULTS, "/", "id-only", "patient=Patient/x", ",\"header\":[\"X-Header: 1\"]");
        var bad = good.replace(from.replace("@", port), to.replace("@", port));
        assertFalse(good.equals(bad), good);
        var answer = door.send(Role.LOADER, "POST", "/fhir/Subscription", bad);
        assertEquals(422, answer.statusCode(), text(answer));
    }

    @Test
    void aRedirectIsARefusal() {
        listener.status = 307;
        listener.location = Optional.of(listener.origin() + "/elsewhere");
        var id = subscribed(Role.LOADER, subscription(RESULTS, "/redirect", "id-only", "", ""));
        await("in error", () -> status(Role.LOADER, id).equals("error"));
        listener.status = 200;
        listener.location = Optional.empty();
        assertTrue(listener.at("/elsewhere").isEmpty());
        assertTrue(listener.refused.stream().noneMatch(c -> c.path().equals("/elsewhere")));
    }

    @Test
    void aSubscriptionIsItsSubscribersAlone() {
        var id = subscribed(Role.NURSE, subscription(RESULTS, "/own", "id-only", "", ",\"header\":[\"Authorization: Bearer hers\"]"));
        active(Role.NURSE, id);
        for (var role : List.of(Role.PHYSICIAN, Role.LOADER, Role.PATIENT)) {
            assertEquals(404, door.get(role, "/fhir/Subscription/" + id).statusCode());
            assertEquals(404, door.get(role, "/fhir/Subscription/" + id + "/$status").statusCode());
            assertEquals(404, door.get(role, "/fhir/Subscription/" + id + "/$events").statusCode());
            assertEquals(404, door.send(role, "PUT", "/fhir/Subscription/" + id, subscription(RESULTS, "/stolen", "full-resource", "", "").replace("\"status\"", "\"id\":\"" + id + "\",\"status\"")).statusCode());
            assertFalse(text(door.get(role, "/fhir/Subscription?_count=1000")).contains(id));
        }
        var end = Instant.parse(Door.json(door.get(Role.NURSE, "/fhir/Subscription/" + id)).path("end").asString());
        assertTrue(end.isBefore(Instant.now().plus(Duration.ofHours(12))) && end.isAfter(Instant.now().plus(Duration.ofHours(11))), "a person's subscription ends with the day");
        assertEquals(403, door.send(Role.ADMISSIONS, "POST", "/fhir/Subscription", subscription(RESULTS, "/x", "id-only", "", "")).statusCode());
    }

    @Test
    void atItsEndItIsOff() {
        var id = subscribed(Role.LOADER, subscription(RESULTS, "/end", "id-only", "", "").replace("\"reason\"", "\"end\":\"" + Instant.now().plusSeconds(4) + "\",\"reason\""));
        active(Role.LOADER, id);
        await("off", () -> status(Role.LOADER, id).equals("off"));
        assertEquals(422, door.send(Role.LOADER, "POST", "/fhir/Subscription", subscription(RESULTS, "/end", "id-only", "", "").replace("\"reason\"", "\"end\":\"2020-01-01T00:00:00Z\",\"reason\"")).statusCode());
    }

    @Test
    void heartbeatsTellThatThereIsNothing() {
        active(Role.LOADER, subscribed(Role.LOADER, subscription(RESULTS, "/beat", "id-only", "patient=Patient/none", ",\"extension\":[{\"url\":\"" + GUIDE + "backport-heartbeat-period\",\"valueUnsignedInt\":1}]")));
        await("two of them", () -> listener.at("/beat").stream().filter(c -> c.kind().equals("heartbeat")).count() >= 2);
        var beat = listener.at("/beat").getLast();
        assertEquals(0, beat.total());
        assertEquals(1, beat.bundle().path("entry").size());
    }

    @Test
    void statusAndEventsAnswerWhatWasTold() {
        var id = subscribed(Role.NURSE, subscription(RESULTS, "/asked", "id-only", "", ""));
        active(Role.NURSE, id);
        var made = List.of(result(patient, ""), result(patient, ""), result(patient, ""));
        await("told", () -> numbers("/asked").size() == 3);
        var status = Door.json(door.get(Role.NURSE, "/fhir/Subscription/" + id + "/$status")).path("entry").get(0).path("resource");
        assertEquals("query-status", parameter(status, "type").path("valueCode").asString());
        assertEquals("3", parameter(status, "events-since-subscription-start").path("valueString").asString());
        var all = door.get(Role.NURSE, "/fhir/Subscription/$status?status=active");
        assertTrue(text(all).contains("Subscription/" + id), text(all));
        assertFalse(text(door.get(Role.NURSE, "/fhir/Subscription/$status?status=error")).contains("Subscription/" + id));
        assertTrue(text(door.send(Role.NURSE, "POST", "/fhir/Subscription/$status", "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"id\",\"valueId\":\"" + id + "\"}]}")).contains("Subscription/" + id));
        var events = door.get(Role.NURSE, "/fhir/Subscription/" + id + "/$events?eventsSinceNumber=2&content=full-resource");
        assertEquals(200, events.statusCode(), text(events));
        var bundle = Door.json(events);
        assertEquals("query-event", parameter(bundle.path("entry").get(0).path("resource"), "type").path("valueCode").asString());
        assertEquals(3, bundle.path("entry").size());
        assertEquals(made.get(1), bundle.path("entry").get(1).path("resource").path("id").asString());
        assertEquals(2, Door.json(door.get(Role.NURSE, "/fhir/Subscription/" + id + "/$events?eventsSinceNumber=2&eventsUntilNumber=2")).path("entry").size());
        assertEquals(400, door.get(Role.NURSE, "/fhir/Subscription/" + id + "/$events?eventsSince=2").statusCode());
        assertEquals(400, door.get(Role.NURSE, "/fhir/Subscription/" + id + "/$events?content=all").statusCode());
    }

    static JsonNode parameter(JsonNode parameters, String name) {
        for (var p : parameters.path("parameter")) if (p.path("name").asString().equals(name)) return p;
        throw new AssertionError("no " + name + " in " + parameters);
    }

    @Test
    void theCapabilityStatementListsTopics() {
        var statement = text(door.get(Role.NURSE, "/fhir/metadata"));
        assertTrue(statement.contains(RESULTS) && statement.contains("capabilitystatement-subscriptiontopic-canonical") && statement.contains("/fhir/ws"), "topics and web socket");
    }
}
