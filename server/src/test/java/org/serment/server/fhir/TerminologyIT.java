package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.JsonNode;

/// Code systems and value sets of the specification, asked for and searched with.
class TerminologyIT {
    private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode", GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender";
    private static Door door;

    @BeforeAll
    static void open() {
        door = new Door();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void lookup() {
        assertEquals("ambulatory", part(got(200, "CodeSystem/$lookup?system=" + ACT + "&code=AMB"), "display").path("valueString").asString());
        assertEquals("ambulatory", part(posted(200, "CodeSystem/$lookup", "{'name':'coding','valueCoding':{'system':'" + ACT + "','code':'AMB'}}"), "display").path("valueString").asString());
        got(404, "CodeSystem/$lookup?system=" + ACT + "&code=none");
        said(got(404, "CodeSystem/$lookup?system=http://snomed.info/sct&code=1"), "unknown code system");
        said(got(400, "CodeSystem/$lookup?code=AMB"), "code and system");
        said(got(400, "CodeSystem/$lookup?code=AMB&sytem=x"), "no such parameter");
    }

    @Test
    void codesAreValidated() {
        assertEquals("true", result("CodeSystem/$validate-code?url=" + ACT + "&code=AMB"));
        assertEquals("true", result("CodeSystem/$validate-code?url=" + ACT + "&code=AMB&display=Ambulatory"));
        assertEquals("false", result("CodeSystem/$validate-code?url=" + ACT + "&code=AMB&display=Emergency"));
        assertEquals("false", result("CodeSystem/$validate-code?url=" + ACT + "&code=none"));
        assertEquals("false", result("CodeSystem/$validate-code?url=" + ACT + "&code=_ActEncounterCode"));
        assertEquals("true", result("CodeSystem/$validate-code?url=" + ACT + "&code=_ActEncounterCode&abstract=true"));
        got(404, "CodeSystem/$validate-code?url=http://loinc.org&code=8867-4");
        assertEquals("true", result("ValueSet/$validate-code?url=" + GENDER + "&code=male"));
        assertEquals("true", result("ValueSet/$validate-code?url=" + GENDER + "&code=male&system=http://hl7.org/fhir/administrative-gender"));
        assertEquals("false", result("ValueSet/$validate-code?url=" + GENDER + "&code=male&system=http://example.org"));
        assertEquals("true", part(posted(200, "ValueSet/$validate-code", "{'name':'url','valueUri':'" + GENDER + "'},{'name':'codeableConcept','valueCodeableConcept':{'coding':[{'system':'urn:x','code':'1'},{'system':'http://hl7.org/fhir/administrative-gender','code':'female'}]}}"), "result").path("valueBoolean").asString());
        said(got(404, "ValueSet/$validate-code?url=http://example.org/none&code=a"), "unknown value set");
        said(got(422, "ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/body-site&code=1"), "http://snomed.info/sct");
    }

    @Test
    void valueSetsAreExpanded() {
        var all = got(200, "ValueSet/$expand?url=" + GENDER);
        assertEquals("ValueSet", all.path("resourceType").asString());
        assertEquals(List.of("male", "female", "other", "unknown"), codes(all));
        assertEquals(List.of("male", "female"), codes(got(200, "ValueSet/$expand?url=" + GENDER + "&filter=male")));
        var page = got(200, "ValueSet/$expand?url=" + GENDER + "&offset=1&count=2");
        assertEquals(List.of("female", "other"), codes(page));
        assertEquals(4, page.path("expansion").path("total").asInt());
        assertEquals(List.of(), codes(got(200, "ValueSet/$expand?url=" + GENDER + "&count=0")));
        assertEquals(List.of("male", "female", "other", "unknown"), codes(posted(200, "ValueSet/$expand", "{'name':'url','valueUri':'" + GENDER + "'},{'name':'activeOnly','valueBoolean':true}")));
        got(400, "ValueSet/$expand?url=" + GENDER + "&count=many");
        got(400, "ValueSet/$expand");
        got(404, "ValueSet/some/$expand?url=" + GENDER);
        assertTrue(new String(door.get(Role.LOADER, "/fhir/ValueSet/$expand?url=" + GENDER + "&_format=xml").body()).contains("<code value=\"female\"/>"));
    }

    @Test
    void searchesGoByValueSet() {
        var female = door.created("{'resourceType':'Patient','gender':'female'}");
        var nothing = door.created("{'resourceType':'Patient','active':true}");
        assertEquals(List.of(female), ids("Patient?gender:in=" + GENDER));
        assertEquals(List.of(nothing), ids("Patient?gender:not-in=" + GENDER));
        assertEquals(List.of(), ids("Patient?gender:in=http://hl7.org/fhir/ValueSet/flag-status"));
        said(got(400, "Patient?gender:in=http://example.org/none"), "unknown");
        said(got(400, "Condition?code:in=http://hl7.org/fhir/ValueSet/condition-code"), "http://snomed.info/sct");
        said(got(400, "Patient?identifier:in=" + GENDER), "holds no codes");
        said(got(400, "Encounter?class:in=http://terminology.hl7.org/ValueSet/v3-ActCode"), "too large");
    }

    private static List<String> ids(String search) {
        return got(200, search).path("entry").valueStream().map(e -> e.path("resource").path("id").asString()).toList();
    }

    private static List<String> codes(JsonNode set) {
        return set.path("expansion").path("contains").valueStream().map(c -> c.path("code").asString()).toList();
    }

    private static String result(String path) {
        return part(got(200, path), "result").path("valueBoolean").asString();
    }

    private static JsonNode part(JsonNode parameters, String name) {
        return parameters.path("parameter").valueStream().filter(p -> p.path("name").asString().equals(name)).findFirst().orElseThrow(() -> new AssertionError(parameters.toString()));
    }

    private static void said(JsonNode outcome, String words) {
        assertTrue(outcome.path("issue").path(0).path("diagnostics").asString().contains(words), outcome.toString());
    }

    private static JsonNode got(int status, String path) {
        var answer = door.get(Role.LOADER, "/fhir/" + path);
        assertEquals(status, answer.statusCode(), () -> path + ' ' + new String(answer.body()));
        return Door.json(answer);
    }

    private static JsonNode posted(int status, String path, String parameters) {
        var answer = door.send(Role.LOADER, "POST", "/fhir/" + path, ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"'));
        assertEquals(status, answer.statusCode(), () -> path + ' ' + new String(answer.body()));
        return Door.json(answer);
    }
}
