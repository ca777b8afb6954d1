package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.serment.e2e.Fhir;
import org.serment.e2e.Hospital;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Somebody new in the nurse's ward, whose record is as long as a test wants it.
final class Newcomer {

    private Newcomer() {}

    /// Admits somebody who has so many resources.
    ///
    /// @return the id of the patient
    static String admit(Hospital hospital, int resources) throws Exception {
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
        grow(hospital, id, resources - 2);
        return id;
    }

    /// Adds resources of the years 2010 to 2023: vital signs, results, problems, prescriptions.
    static void grow(Hospital hospital, String id, int resources) throws Exception {
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
