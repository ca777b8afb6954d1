package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.JsonNode;

/// Conditional updates, patches and deletions, and what a transaction may hold (FHIR R4 http.html, fhirpatch.html).
class WritesIT {
    private static final String JSON_PATCH = "application/json-patch+json";
    private static Door door;
    private static String unit, patient, other;

    @BeforeAll
    static void hospital() {
        door = new Door();
        unit = door.created("{'resourceType':'Organization','name':'Cardiologie'}");
        patient = door.created("{'resourceType':'Patient','name':[{'family':'Delacroix'}]}");
        other = door.created("{'resourceType':'Patient','name':[{'family':'Desmoulins'}]}");
        door.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + patient + "'},'serviceProvider':{'reference':'Organization/" + unit + "'}}");
        door.post(Role.NURSE, "Organization/" + unit);
    }

    @AfterAll
    static void end() {
        door.close();
    }

    private static HttpResponse<byte[]> send(Role role, String method, String path, String body, String... headers) {
        return door.send(role, method, "/fhir/" + path, body.replace('\'', '"'), headers);
    }

    private static HttpResponse<byte[]> loads(int status, String method, String path, String body, String... headers) {
        var answer = send(Role.LOADER, method, path, body, headers);
        assertEquals(status, answer.statusCode(), text(answer));
        return answer;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String organization(String key, String name) {
        return "{'resourceType':'Organization','identifier':[{'system':'urn:k','value':'" + key + "'}],'name':'" + name + "'}";
    }

    private static JsonNode read(String reference) {
        return Door.json(loads(200, "GET", reference, ""));
    }

    @Test
    void aConditionalUpdateCreatesUpdatesOrRefuses() {
        var path = "Organization?identifier=urn:k%7Cup";
        var id = Door.json(loads(201, "PUT", path, organization("up", "Un"))).path("id").asString();
        var second = loads(200, "PUT", path, organization("up", "Deux"), "If-Match", "W/\"1\"");
        assertEquals(id, Door.json(second).path("id").asString());
        assertEquals("W/\"2\"", second.headers().firstValue("ETag").orElseThrow());
        loads(412, "PUT", path, organization("up", "Trois"), "If-Match", "W/\"1\"");
        loads(200, "PUT", path, organization("up", "Trois").replace("'Organization',", "'Organization','id':'" + id + "',"));
        loads(400, "PUT", path, organization("up", "Trois").replace("'Organization',", "'Organization','id':'autre',"));
        // no match and an id of the client's: an update of that id, which only a loader may make exist
        loads(201, "PUT", "Organization?identifier=urn:k%7Cnamed", organization("named", "x").replace("'Organization',", "'Organization','id':'named-1',"));
        assertEquals(404, send(Role.ADMISSIONS, "PUT", "Patient?identifier=urn:k%7Cnamed", "{'resourceType':'Patient','id':'named-2'}").statusCode());
        loads(412, "PUT", "Organization?identifier=urn:k%7Cnever", organization("never", "x"), "If-Match", "W/\"1\"");
        door.created(organization("up", "Double"));
        loads(412, "PUT", path, organization("up", "Quatre"));
        loads(400, "PUT", "Organization", organization("up", "x"));
        loads(400, "PUT", "Organization?_count=1", organization("up", "x"));
        loads(400, "PUT", "Organization?nom=x", organization("up", "x"));
    }

    @Test
    void aConditionalDeletionTakesOneOrNothing() {
        door.created(organization("del", "x"));
        var path = "Organization?identifier=urn:k%7Cdel";
        loads(204, "DELETE", path, "");
        loads(204, "DELETE", path, "");
        loads(412, "DELETE", path, "", "If-Match", "W/\"1\"");
        door.created(organization("del", "a"));
        door.created(organization("del", "b"));
        loads(412, "DELETE", path, "");
        loads(400, "DELETE", "Organization", "");
        loads(400, "DELETE", "Organization?_sort=name", "");
    }

    @Test
    void aPatchKeepsDigitsVersionsAndIdentity() {
        var id = door.created("{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'},'valueQuantity':{'value':1.50,'unit':'mg'},'component':[{'code':{'text':'c'},'valueQuantity':{'value':2e1}}]}");
        var at = "Observation/" + id;
        var patched = loads(200, "PATCH", at, "[{'op':'test','path':'/valueQuantity/value','value':1.5},{'op':'replace','path':'/status','value':'amended'},{'op':'add','path':'/component/0/valueQuantity/unit','value':'g'}]", "Content-Type", JSON_PATCH);
        assertTrue(text(patched).contains("\"value\":1.50,") && text(patched).contains("\"value\":2e1,") && text(patched).contains("\"amended\""), text(patched));
        var path = "{'resourceType':'Parameters','parameter':[{'name':'operation','part':[{'name':'type','valueCode':'replace'},{'name':'path','valueString':'Observation.value.value'},{'name':'value','valueDecimal':7.00}]}]}";
        loads(412, "PATCH", at, path, "If-Match", "W/\"1\"");
        assertTrue(text(loads(200, "PATCH", at, path, "If-Match", "W/\"2\"")).contains("\"value\":7.00,"));
        assertTrue(text(loads(200, "GET", at, "")).contains("\"value\":2e1,"), "what a FHIRPath Patch doesn't touch keeps its digits");
        assertTrue(text(loads(200, "GET", "Observation?value-quantity=7&_id=" + id, "")).contains(id), "and is found by what it became");
        loads(422, "PATCH", at, "[{'op':'test','path':'/status','value':'final'}]", "Content-Type", JSON_PATCH);
        loads(422, "PATCH", at, "[{'op':'remove','path':'/status'}]", "Content-Type", JSON_PATCH);
        loads(422, "PATCH", at, "[{'op':'replace','path':'/id','value':'x'}]", "Content-Type", JSON_PATCH);
        loads(422, "PATCH", at, "[{'op':'replace','path':'/subject/reference','value':'Patient/none'}]", "Content-Type", JSON_PATCH);
        loads(422, "PATCH", at, "[{'op':'replace','path':'/subject/reference','value':'Patient/" + other + "'}]", "Content-Type", JSON_PATCH);
        loads(400, "PATCH", at, "{'op':'remove'}", "Content-Type", JSON_PATCH);
        loads(400, "PATCH", at, "[{'op':'add','path':'/note','path':'/x','value':1}]", "Content-Type", JSON_PATCH);
        loads(400, "PATCH", at, path.replace("Observation.value.value", "Observation.descendants().where($this.toString().matches(\\u0027(a+)+$\\u0027))"));
        loads(415, "PATCH", at, "<diff/>", "Content-Type", "application/xml-patch+xml");
        loads(404, "PATCH", "Observation/none", path);
        assertEquals("3", read(at).path("meta").path("versionId").asString(), "what failed left no version");
        loads(200, "PATCH", "Observation?_id=" + id, "[{'op':'replace','path':'/status','value':'final'}]", "Content-Type", JSON_PATCH);
        loads(404, "PATCH", "Observation?_id=none", path);
        loads(412, "PATCH", "Patient?gender:missing=true", "[]", "Content-Type", JSON_PATCH);
    }

    /// A patch that doubles what it copies, operation by operation, ends before it costs anything.
    @Test
    void copiesOfCopiesAreStopped() {
        var id = door.created("{'resourceType':'Basic','code':{'coding':[{'code':'a'},{'code':'b'}]}}");
        var doubling = "[" + "{'op':'copy','from':'/code','path':'/code/coding/-'},".repeat(60) + "{'op':'test','path':'','value':1}]";
        var answer = loads(422, "PATCH", "Basic/" + id, doubling, "Content-Type", JSON_PATCH);
        assertEquals("too-costly", Door.json(answer).path("issue").path(0).path("code").asString());
    }

    /// What is hidden from the caller is absent for conditions and patches too: same status, body and headers.
    @Test
    void hiddenLooksAbsent() {
        door.created("{'resourceType':'Observation','status':'final','identifier':[{'system':'urn:k','value':'hidden'}],'code':{'text':'x'},'subject':{'reference':'Patient/" + other + "'}}");
        var hidden = door.created("{'resourceType':'Observation','status':'final','code':{'text':'y'},'subject':{'reference':'Patient/" + other + "'}}");
        for (var patch : new String[] {"[{'op':'test','path':'/status','value':'final'}]", "[{'op':'test','path':'/status','value':'x'}]"})
            DoorIT.assertSame(send(Role.NURSE, "PATCH", "Observation/" + hidden, patch, "Content-Type", JSON_PATCH), send(Role.NURSE, "PATCH", "Observation/none", patch, "Content-Type", JSON_PATCH));
        for (var value : new String[] {"hidden", "absent"}) {
            var query = "Observation?identifier=urn:k%7C" + value;
            assertEquals(204, send(Role.LOADER, "DELETE", "Observation?identifier=urn:k%7Cabsent", "").statusCode());
            assertEquals(404, send(Role.NURSE, "PATCH", query, "[]", "Content-Type", JSON_PATCH).statusCode());
            assertEquals(412, send(Role.NURSE, "DELETE", query, "", "If-Match", "W/\"1\"").statusCode());
        }
        DoorIT.assertSame(send(Role.NURSE, "DELETE", "Observation?identifier=urn:k%7Chidden", ""), send(Role.NURSE, "DELETE", "Observation?identifier=urn:k%7Cabsent", ""));
        DoorIT.assertSame(send(Role.NURSE, "PATCH", "Observation?identifier=urn:k%7Chidden", "[]", "Content-Type", JSON_PATCH), send(Role.NURSE, "PATCH", "Observation?identifier=urn:k%7Cabsent", "[]", "Content-Type", JSON_PATCH));
        // a conditional update of what is hidden makes one of the caller's own, as it would of what is absent
        var mine = "{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'}}";
        assertEquals(send(Role.NURSE, "PUT", "Observation?identifier=urn:k%7Chidden", mine).statusCode(), send(Role.NURSE, "PUT", "Observation?identifier=urn:k%7Cabsent", mine).statusCode());
        assertEquals("1", read("Observation/" + hidden).path("meta").path("versionId").asString());
    }

    private static HttpResponse<byte[]> transaction(int status, String entries, String... headers) {
        return loads(status, "POST", "", "{'resourceType':'Bundle','type':'transaction','entry':[" + entries + "]}", headers);
    }

    @Test
    void aTransactionHoldsEverythingThatASingleRequestDoes() {
        var updated = door.created(organization("t-up", "Avant"));
        var removed = door.created(organization("t-del", "x"));
        var patched = door.created(organization("t-patch", "x"));
        var found = door.created(organization("t-found", "x"));
        var binary = Base64.getEncoder().encodeToString("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"Rustine\"}]".getBytes(StandardCharsets.UTF_8));
        var entries = Door.json(transaction(200, """
                {'request':{'method':'GET','url':'Organization?identifier=urn:k%%7Ct-up'}},
                {'resource':{'resourceType':'Organization','identifier':[{'system':'urn:k','value':'t-up'}],'name':'Apres','partOf':{'reference':'urn:oid:1.2.3'}},'request':{'method':'PUT','url':'Organization?identifier=urn:k%%7Ct-up'}},
                {'request':{'method':'DELETE','url':'Organization?identifier=urn:k%%7Ct-del'}},
                {'request':{'method':'DELETE','url':'Organization?identifier=urn:k%%7Ct-none'}},
                {'resource':{'resourceType':'Binary','contentType':'application/json-patch+json','data':'%2$s'},'request':{'method':'PATCH','url':'Organization/%1$s','ifMatch':'W/#1#'}},
                {'fullUrl':'urn:oid:1.2.3','resource':{'resourceType':'Organization','name':'Mere'},'request':{'method':'POST','url':'Organization'}},
                {'fullUrl':'http://ailleurs.example/fhir/Organization/9','resource':{'resourceType':'Organization','name':'Fille','partOf':{'reference':'Organization/8'}},'request':{'method':'POST','url':'Organization'}},
                {'fullUrl':'http://ailleurs.example/fhir/Organization/8','resource':{'resourceType':'Organization','name':'Grand-mere','partOf':{'reference':'http://ailleurs.example/fhir/Organization/9/_history/4'}},'request':{'method':'POST','url':'Organization'}},
                {'fullUrl':'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a','resource':{'resourceType':'Organization'},'request':{'method':'POST','url':'Organization','ifNoneExist':'identifier=urn:k|t-found'}},
                {'resource':{'resourceType':'Basic','code':{'text':'x'},'author':{'reference':'Organization?identifier=urn:k|t-found'},'subject':{'reference':'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a'}},'request':{'method':'POST','url':'Basic'}},
                {'request':{'method':'GET','url':'Organization/%1$s','ifNoneMatch':'W/#2#'}},
                {'request':{'method':'GET','url':'Organization/none'}}""".formatted(patched, binary).replace("#", "\\\""), "Prefer", "return=representation")).path("entry");
        var statuses = entries.valueStream().map(e -> e.path("response").path("status").asString("").substring(0, 3)).toList();
        assertEquals(List.of("200", "200", "204", "204", "200", "201", "201", "201", "200", "201", "304", "404"), statuses, entries.toString());
        assertEquals("Apres", entries.path(0).path("resource").path("entry").path(0).path("resource").path("name").asString(), "reads see the writes");
        assertEquals(updated, entries.path(1).path("resource").path("id").asString());
        assertEquals("Organization/" + entries.path(5).path("resource").path("id").asString(), entries.path(1).path("resource").path("partOf").path("reference").asString());
        assertEquals("Rustine", entries.path(4).path("resource").path("name").asString());
        assertEquals("Organization/" + entries.path(7).path("resource").path("id").asString(), entries.path(6).path("resource").path("partOf").path("reference").asString());
        assertEquals("Organization/" + entries.path(6).path("resource").path("id").asString(), entries.path(7).path("resource").path("partOf").path("reference").asString());
        assertEquals("Organization/" + found, entries.path(9).path("resource").path("author").path("reference").asString());
        assertEquals("Organization/" + found, entries.path(9).path("resource").path("subject").path("reference").asString());
        loads(410, "GET", "Organization/" + removed, "");
    }

    @Test
    void overlapsAndTwoSpellingsOfOneConditionAreRefused() {
        var id = door.created(organization("over", "x"));
        var put = "{'resource':" + organization("over", "y") + ",'request':{'method':'PUT','url':'Organization?identifier=urn:k%7Cover'}}";
        transaction(400, put + ",{'request':{'method':'DELETE','url':'Organization/" + id + "'}}");
        transaction(400, put + ",{'resource':" + organization("over", "z").replace("'Organization',", "'Organization','id':'" + id + "',") + ",'request':{'method':'PUT','url':'Organization/" + id + "'}}");
        var one = "{'resource':" + organization("twice", "y") + ",'request':{'method':'POST','url':'Organization','ifNoneExist':'identifier=urn:k|twice&active:missing=true'}}";
        transaction(400, one + "," + one.replace("identifier=urn:k|twice&active:missing=true", "active:missing=true&identifier=urn%3Ak%7Ctwice"));
        // another condition, the same resource: one entry makes what the other looks for
        transaction(400, one + "," + one.replace("&active:missing=true", ""));
        assertFalse(Door.json(loads(200, "GET", "Organization?identifier=urn:k%7Ctwice", "")).has("entry"), "nothing was made");
        assertEquals("1", read("Organization/" + id).path("meta").path("versionId").asString());
    }

    @Test
    void aVersionThatIsReferredToExists() {
        var id = door.created("{'resourceType':'Organization','name':'x'}");
        loads(201, "POST", "Basic", "{'resourceType':'Basic','code':{'text':'x'},'subject':{'reference':'Organization/" + id + "/_history/1'}}");
        loads(422, "POST", "Basic", "{'resourceType':'Basic','code':{'text':'x'},'subject':{'reference':'Organization/" + id + "/_history/2'}}");
    }
}
