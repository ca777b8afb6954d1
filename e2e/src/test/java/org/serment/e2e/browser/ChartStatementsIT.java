package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Fhir;
import org.serment.e2e.Hospital;
import org.serment.e2e.Joined;
import org.serment.e2e.Program;
import org.serment.e2e.Proxy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A page of a long record costs the database no more statements than one of a short record. Counted on the wire of a
/// second server, so that nothing else is on it but that server's own rounds: the least of several loads.
@Timeout(240)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class ChartStatementsIT {

    private static final int SHORT = 10;
    private static final int LONG = 1_000;
    /// A search that finds more than a page looks once more how it goes on; that doesn't grow further.
    private static final int ONCE = 4;
    /// What the server does by itself now and then, within a load.
    private static final int OWN_WORK = 2;
    private static final int LOADS = 5;
    private static final List<String> SECTIONS =
            List.of("", "/timeline", "/vitals", "/results", "/conditions", "/medications", "/documents", "/team");

    @Test
    void theyDoNotGrowWithTheRecord(Hospital hospital, Chromium chromium) throws Exception {
        String id = newcomer(hospital);
        try (var wire = new Proxy(Joined.port(hospital)); Program second = Joined.start(hospital, wire.port())) {
            Visitor nurse = Visitor.of(chromium, second.base().toString().replaceAll("/$", ""), "nurse");
            Map<String, Long> few = count(wire, nurse, id);
            grow(hospital, id, LONG - SHORT);
            assertTrue(nurse.get("/patients/" + id + "/conditions").body().length() > 20_000, "the record has grown");
            Map<String, Long> many = count(wire, nurse, id);
            grow(hospital, id, LONG);
            Map<String, Long> more = count(wire, nurse, id);
            System.out.println("statements a page: with " + SHORT + " resources " + few + ", with " + LONG + " " + many
                    + ", with " + 2 * LONG + " " + more);
            for (String section : SECTIONS) {
                assertTrue(more.get(section) <= many.get(section) + OWN_WORK, section + ": " + many + more);
                assertTrue(many.get(section) <= few.get(section) + ONCE + OWN_WORK, section + ": " + few + many);
            }
        }
    }

    private static Map<String, Long> count(Proxy wire, Visitor nurse, String id) throws Exception {
        var counts = new LinkedHashMap<String, Long>();
        for (String section : SECTIONS) {
            String path = "/patients/" + id + section;
            nurse.get(path);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < LOADS; i++) {
                Thread.sleep(40);
                long before = wire.statements();
                nurse.get(path);
                least = Math.min(least, wire.statements() - before);
            }
            counts.put(section, least);
        }
        return counts;
    }

    /// Somebody new in the nurse's ward, with ten resources.
    private static String newcomer(Hospital hospital) throws Exception {
        Fhir loader = hospital.as("loader");
        JsonNode stay = hospital.as("nurse").search("Encounter?status=in-progress&patient=" + hospital.patient(), 1).getFirst();
        var answer = loader.post("/fhir/Patient", """
                {"resourceType":"Patient","active":true,"name":[{"family":"Nouvelle","given":["Iris"]}],"gender":"female",
                 "birthDate":"1980-05-17"}""");
        assertEquals(201, answer.statusCode(), answer.body());
        String id = answer.headers().firstValue("Location").orElseThrow().replaceAll(".*/Patient/([^/]+).*", "$1");
        var own = ((ObjectNode) stay).deepCopy();
        own.remove(List.of("id", "meta", "identifier", "text", "participant", "diagnosis", "location", "hospitalization", "episodeOfCare"));
        ((ObjectNode) own.path("subject")).removeAll().put("reference", "Patient/" + id);
        var admitted = loader.post("/fhir/Encounter", own.toString());
        assertEquals(201, admitted.statusCode(), admitted.body());
        grow(hospital, id, SHORT - 2);
        return id;
    }

    private static void grow(Hospital hospital, String id, int resources) throws Exception {
        var entries = new StringBuilder();
        for (int i = 0; i < resources; i++) {
            String resource = resource(id, i);
            entries.append(i == 0 ? "" : ",").append("{\"resource\":").append(resource).append(",\"request\":{\"method\":\"POST\",\"url\":\"")
                    .append(resource.replaceAll("(?s).*?\"resourceType\":\"([A-Za-z]+)\".*", "$1")).append("\"}}");
        }
        var answer = hospital.as("loader").post("/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static String resource(String id, int number) {
        String subject = "\"subject\":{\"reference\":\"Patient/" + id + "\"}";
        String day = "20%02d-0%d-1%d".formatted(10 + number % 14, 1 + number % 9, number % 10);
        return switch (number % 4) {
            case 0 -> """
                    {"resourceType":"Observation","status":"final",%s,"effectiveDateTime":"%s","valueQuantity":{"value":%d,"unit":"/min"},
                     "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
                     "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}}""".formatted(subject, day, 60 + number % 40);
            case 1 -> """
                    {"resourceType":"Observation","status":"final",%s,"effectiveDateTime":"%s","valueQuantity":{"value":%d,"unit":"mmol/L"},
                     "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
                     "code":{"coding":[{"system":"http://loinc.org","code":"2951-2"}]}}""".formatted(subject, day, 130 + number % 20);
            case 2 -> """
                    {"resourceType":"Condition",%s,"onsetDateTime":"%s","code":{"text":"Problem %d"},"clinicalStatus":{"coding":[
                     {"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"%s"}]}}"""
                    .formatted(subject, day, number, number % 8 < 4 ? "active" : "resolved");
            default -> """
                    {"resourceType":"MedicationRequest","status":"%s","intent":"order",%s,"authoredOn":"%s",
                     "medicationCodeableConcept":{"text":"Medicine %d"}}"""
                    .formatted(number % 8 < 4 ? "active" : "completed", subject, day, number);
        };
    }
}
