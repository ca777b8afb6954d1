package org.serment.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What a loaded server holds, as far as the scenarios need it: ids and search values, taken from its own answers.
///
/// @param patients paths `Patient/id`
/// @param observations paths `Observation/id`
/// @param identifiers searches `identifier=system|value`
/// @param families searches `family=name`
/// @param codes searches `patient=Patient/id&code=system|code`
record Sample(List<String> patients, List<String> observations, List<String> identifiers, List<String> families,
              List<String> codes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Sample take(Connection connection, String token) throws IOException {
        var sample = new Sample(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>());
        for (JsonNode patient : page(connection, token, "Patient?_count=100")) sample.addPatient(patient);
        for (String patient : sample.patients.stream().limit(20).toList()) {
            for (JsonNode observation : page(connection, token, "Observation?_count=50&patient=" + patient)) {
                sample.addObservation(patient, observation);
            }
        }
        if (sample.patients.isEmpty() || sample.observations.isEmpty()) {
            throw new IOException("the server shows no patient or no observation");
        }
        return sample;
    }

    private void addPatient(JsonNode patient) {
        patients.add("Patient/" + patient.path("id").asString());
        JsonNode identifier = patient.path("identifier").path(0);
        identifiers.add("identifier=" + escaped(identifier.path("system").asString("") + "|"
                + identifier.path("value").asString("")));
        families.add("family=" + escaped(patient.path("name").path(0).path("family").asString("")));
    }

    private void addObservation(String patient, JsonNode observation) {
        observations.add("Observation/" + observation.path("id").asString());
        JsonNode coding = observation.path("code").path("coding").path(0);
        codes.add("patient=" + patient + "&code="
                + escaped(coding.path("system").asString("") + "|" + coding.path("code").asString("")));
    }

    private static List<JsonNode> page(Connection connection, String token, String query) throws IOException {
        Connection.Answer answer = connection.send(
                Connection.request("GET", "/fhir/" + query, token, false, new byte[0]));
        if (answer.status() != 200) {
            throw new IOException(query + " was answered " + answer.status() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        var resources = new ArrayList<JsonNode>();
        for (JsonNode entry : JSON.readTree(answer.body()).path("entry")) resources.add(entry.path("resource"));
        return resources;
    }

    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
