package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.JsonNode;

/// `$validate` says what is wrong and where, which rules it knows, and that it validates no profile.
class ValidateIT {
    private static final String CORE = "https://hl7.fr/ig/fhir/core/StructureDefinition/";
    private static final String WHOLE = """
            {'resourceType':'Patient','gender':'female','birthDate':'1979-03-14',
             'identifier':[{'use':'official','system':'urn:oid:1.2.250.1.213.1.4.8','value':'279035121518989'}],
             'name':[{'use':'official','family':'Perrin','given':['Claire'],'extension':[{'url':'CORE/fr-core-patient-birth-list-given-name','valueString':'Claire Marie'}]}],
             'extension':[{'url':'CORE/fr-core-identity-reliability','extension':[{'url':'identityStatus','valueCoding':{'code':'VALI'}}]},
                          {'url':'http://hl7.org/fhir/StructureDefinition/patient-birthPlace','valueAddress':{'city':'Reims'}}]}""".replace("CORE/", CORE).replace('\'', '"');
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
    void whatIsRightIsSaidWithWhatWasChecked() {
        var outcome = validated("Patient/$validate", WHOLE);
        assertEquals(List.of("information informational null"), issues(outcome));
        var said = outcome.path("issue").path(0).path("diagnostics").asString();
        assertTrue(said.contains("Rules covered: ins-number") && said.contains("Not checked: profiles"), said);
        assertEquals(0, Door.json(door.get(Role.LOADER, "/fhir/Patient?_summary=count")).path("total").asInt(), "nothing was stored");
    }

    @Test
    void structureNamesItsPlaces() {
        assertEquals(List.of("error structure Patient.name[0].famly", "error value Patient.birthDate", "information informational null"),
                issues(validated("Patient/$validate", "{\"resourceType\":\"Patient\",\"name\":[{\"famly\":\"x\"}],\"birthDate\":\"2020-02-30\"}")).stream().filter(i -> !i.contains("Patient.name[0] ") && !i.endsWith("Patient.name[0]")).toList());
        assertEquals(List.of("error structure Patient.active", "information informational null"),
                issues(validated("Patient/$validate", "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"mode\",\"valueCode\":\"create\"},{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\",\"active\":1}}]}")));
        assertEquals(List.of("error invalid null", "information informational null"), issues(validated("Observation/$validate", WHOLE)));
    }

    @Test
    void frenchRules() {
        assertEquals(List.of("error value Patient.identifier[0].value"), problems(WHOLE.replace("279035121518989", "276037510669380")));
        assertEquals(List.of("error business-rule Patient.gender"), problems(WHOLE.replace("female", "other")));
        assertEquals(List.of("error business-rule Patient.birthDate"), problems(WHOLE.replace("1979-03-14", "1979")));
        assertEquals(List.of("error business-rule Patient.name[0].given"), problems(WHOLE.replace("[\"Claire\"]", "[\"Claire\",\"Marie\"]")));
        assertEquals(List.of("error business-rule Patient.name"), problems(WHOLE.replace("\"use\":\"official\",\"family\"", "\"use\":\"usual\",\"family\"")));
        assertEquals(List.of("warning business-rule Patient.extension"), problems(WHOLE.replace("VALI", "PROV")));
        assertEquals(List.of("warning business-rule Patient.identifier[0].system"), problems(WHOLE.replace("4.8", "4.10")));
        assertEquals(List.of("error business-rule Patient.identifier"), problems(WHOLE.replace("\"identifier\":[", "\"identifier\":[{\"system\":\"urn:oid:1.2.250.1.213.1.4.9\",\"value\":\"255081416802538\"},")));
        // no INS: no rule of the INS
        assertEquals(List.of(), problems("{\"resourceType\":\"Patient\",\"gender\":\"other\"}"));
        assertEquals(List.of("error value Bundle.entry[0].resource.identifier[0].value"),
                issues(validated("Bundle/$validate", "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":" + WHOLE.replace("279035121518989", "279035121518988") + "}]}")).stream().filter(i -> !i.startsWith("information")).toList());
    }

    @Test
    void noProfileIsClaimed() {
        var outcome = validated("Patient/$validate?profile=http://hl7.org/fhir/StructureDefinition/Patient", WHOLE);
        assertEquals("error not-supported null", issues(outcome).getFirst());
        assertTrue(outcome.path("issue").path(0).path("diagnostics").asString().contains("http://hl7.org/fhir/StructureDefinition/Patient was not checked"));
    }

    @Test
    void modes() {
        var id = door.created("{'resourceType':'Organization','name':'x'}");
        var named = "{\"resourceType\":\"Organization\",\"id\":\"" + id + "\",\"name\":\"x\"}";
        assertEquals(List.of("information informational null"), issues(validated("Organization/" + id + "/$validate?mode=update", named)));
        assertEquals("error invalid Organization.id", issues(validated("Organization/other/$validate?mode=update", named)).getFirst());
        assertEquals("error required Organization.id", issues(validated("Organization/$validate?mode=update", "{\"resourceType\":\"Organization\",\"name\":\"x\"}")).getFirst());
        assertEquals(List.of("information informational null"), issues(validated("Organization/" + id + "/$validate?mode=delete", named)));
        assertEquals(400, door.send(Role.LOADER, "POST", "/fhir/Organization/$validate?mode=destroy", named).statusCode());
        assertEquals(400, door.send(Role.LOADER, "POST", "/fhir/Organization/$validate?depth=3", named).statusCode());
        assertEquals(405, door.get(Role.LOADER, "/fhir/Organization/" + id + "/$validate").statusCode());
        assertTrue(new String(door.get(Role.LOADER, "/fhir/metadata").body()).contains("{\"name\":\"validate\",\"definition\":\"http://hl7.org/fhir/OperationDefinition/Resource-validate\"}"));
    }

    private static List<String> problems(String patient) {
        return issues(validated("Patient/$validate", patient)).stream().filter(i -> !i.startsWith("information")).toList();
    }

    private static JsonNode validated(String path, String body) {
        HttpResponse<byte[]> answer = door.send(Role.LOADER, "POST", "/fhir/" + path, body);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        return Door.json(answer);
    }

    private static List<String> issues(JsonNode outcome) {
        return outcome.path("issue").valueStream().map(i -> i.path("severity").asString() + ' ' + i.path("code").asString() + ' ' + (i.has("expression") ? i.path("expression").path(0).asString() : "null")).toList();
    }
}
