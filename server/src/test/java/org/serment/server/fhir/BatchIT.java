package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.JsonNode;

/// `POST [base]` with a batch: entries in the specification's order, each by itself.
class BatchIT {
    private static Door door;
    private static String patient;

    @BeforeAll
    static void hospital() {
        door = new Door();
        patient = door.created("{'resourceType':'Patient','name':[{'family':'Delacroix'}]}");
        door.own(patient);
    }

    @AfterAll
    static void end() {
        door.close();
    }

    private static JsonNode batch(Role role, String entries, String... headers) {
        var answer = door.send(role, "POST", "/fhir", "{'resourceType':'Bundle','type':'batch','entry':[%s]}".formatted(entries).replace('\'', '"'), headers);
        assertEquals(200, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        var bundle = Door.json(answer);
        assertEquals("batch-response", bundle.path("type").asString());
        return bundle.path("entry");
    }

    private static List<String> statuses(JsonNode entries) {
        return entries.valueStream().map(e -> e.path("response").path("status").asString("").substring(0, 3)).toList();
    }

    @Test
    void entriesRunInOrderFailAloneAndAreAnsweredInTheirPlaces() {
        var id = door.created("{'resourceType':'Organization','name':'Avant'}");
        var gone = door.created("{'resourceType':'Organization','name':'Encombrante'}");
        var entries = batch(Role.LOADER, """
                {'request':{'method':'GET','url':'Organization/%1$s'}},
                {'resource':{'resourceType':'Organization','id':'%1$s','name':'Apres'},'request':{'method':'PUT','url':'Organization/%1$s','ifMatch':'W/"1"'}},
                {'request':{'method':'DELETE','url':'Organization/none'}},
                {'request':{'method':'GET','url':'Organization?name=encombrante'}},
                {'request':{'method':'DELETE','url':'/Organization/%2$s'}},
                {'resource':{'resourceType':'Organization','partOf':{'reference':'Organization/none'}},'request':{'method':'POST','url':'Organization'}},
                {'resource':{'resourceType':'Organization','name':'Neuve'},'request':{'method':'POST','url':'Organization'}},
                {'request':{'method':'GET','url':'Organization/%1$s/_history/1'}},
                {'request':{'method':'GET','url':'Organization/%1$s/_history'}},
                {'request':{'method':'GET','url':'Organization/%1$s','ifNoneMatch':'W/"2"'}},
                {'request':{'method':'HEAD','url':'Organization/%1$s'}},
                {'request':{'method':'POST','url':'/'},'resource':{'resourceType':'Bundle','type':'batch'}},
                {'request':{'method':'BREW','url':'Organization'}},
                {'resource':{'resourceType':'Organization'}}""".replace("W/\"", "W/\\\"").replace("\"'", "\\\"'").formatted(id, gone));
        assertEquals(List.of("200", "200", "404", "200", "204", "422", "201", "200", "200", "304", "200", "400", "400", "400"), statuses(entries));
        // reads see what the writes of the same batch left
        assertEquals("Apres", entries.path(0).path("resource").path("name").asString());
        assertEquals("W/\"2\"", entries.path(1).path("response").path("etag").asString());
        assertFalse(entries.path(1).has("resource"), "nobody asked for it");
        assertEquals(0, entries.path(3).path("resource").path("entry").size());
        assertEquals("Organization", entries.path(5).path("response").path("outcome").path("issue").path(0).path("expression").path(0).asString());
        assertTrue(entries.path(6).path("response").path("location").asString().matches("Organization/[^/]+/_history/1"));
        assertEquals("Avant", entries.path(7).path("resource").path("name").asString());
        assertEquals("history", entries.path(8).path("resource").path("type").asString());
        assertFalse(entries.path(10).has("resource"));
    }

    @Test
    void preferHoldsForEachEntry() {
        var one = "{'resource':{'resourceType':'Organization','name':'Pref'},'request':{'method':'POST','url':'Organization'}}";
        assertEquals("Pref", batch(Role.LOADER, one, "Prefer", "return=representation").path(0).path("resource").path("name").asString());
        assertEquals("OperationOutcome", batch(Role.LOADER, one, "Prefer", "return=OperationOutcome").path(0).path("response").path("outcome").path("resourceType").asString());
    }

    /// Each entry is decided and journalled by itself; what is hidden looks absent inside a batch too.
    @Test
    void eachEntryIsDecidedAndJournalledByItself() throws Exception {
        Thread.sleep(5);
        var since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var entries = batch(Role.PHYSICIAN, "{'request':{'method':'GET','url':'Patient/%s'}},{'request':{'method':'GET','url':'Patient/none'}}".formatted(patient));
        assertEquals(List.of("404", "404"), statuses(entries));
        assertEquals(entries.path(0), entries.path(1));
        batch(Role.LOADER, "{'request':{'method':'GET','url':'Patient/%1$s'}},{'request':{'method':'GET','url':'Patient/%1$s/_history'}}".formatted(patient));
        var lines = Door.json(door.get(Role.PATIENT, "/fhir/AuditEvent?patient=" + patient + "&date=ge" + since)).path("entry").valueStream().map(e -> e.path("resource"))
                .filter(r -> !r.path("agent").path(0).path("who").path("display").asString("").contains("patient"))
                .map(r -> r.path("subtype").path(0).path("code").asString() + " " + r.path("outcome").asString()).sorted().toList();
        assertEquals(List.of("history-instance 0", "read 0", "read 4"), lines);
    }

    @Test
    void whatIsNeitherBatchNorTransactionIsRefused() {
        assertEquals(400, door.send(Role.LOADER, "POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}").statusCode());
        // a bundle that is no FHIR JSON has no entries to speak of
        assertEquals(400, door.send(Role.LOADER, "POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":{\"resourceType\":\"Organization\",\"nom\":\"x\"}}]}").statusCode());
        assertEquals(200, door.send(Role.LOADER, "POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}").statusCode());
        var many = "{'request':{'method':'GET','url':'Patient/x'}},".repeat(1_001).replace('\'', '"');
        assertEquals(413, door.send(Role.LOADER, "POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + many.substring(0, many.length() - 1) + "]}").statusCode());
    }
}
