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
/// @param identifiers values of `identifier`: `system|value`
/// @param families values of `family`
/// @param codes searches `patient=Patient/id&code=system|code`
/// @param categories searches `patient=Patient/id&category=system|code`
/// @param problems values of `code` of conditions
record Sample(List<String> patients, List<String> observations, List<String> identifiers, List<String> families,
              List<String> codes, List<String> categories, List<String> problems) {

    static final ObjectMapper JSON = new ObjectMapper();

    static Sample take(Connection connection, String token) throws IOException {
        var sample = new Sample(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (JsonNode patient : page(connection, token, "Patient?_count=200")) sample.addPatient(patient);
        for (String patient : sample.patients.stream().limit(40).toList()) {
            for (JsonNode observation : page(connection, token, "Observation?_count=25&patient=" + patient)) {
                sample.addObservation(patient, observation);
            }
            for (JsonNode condition : page(connection, token, "Condition?_count=5&patient=" + patient)) {
                sample.problems.add(token(condition.path("code")));
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
        identifiers.add(escaped(identifier.path("system").asString("") + "|" + identifier.path("value").asString("")));
        families.add(escaped(patient.path("name").path(0).path("family").asString("")));
    }

    private void addObservation(String patient, JsonNode observation) {
        observations.add("Observation/" + observation.path("id").asString());
        codes.add("patient=" + patient + "&code=" + token(observation.path("code")));
        categories.add("patient=" + patient + "&category=" + token(observation.path("category").path(0)));
    }

    static String token(JsonNode concept) {
        JsonNode coding = concept.path("coding").path(0);
        return escaped(coding.path("system").asString("") + "|" + coding.path("code").asString(""));
    }

    static List<JsonNode> page(Connection connection, String token, String query) throws IOException {
        Connection.Answer answer = connection.send(
                Connection.request("GET", "/fhir/" + query, token, false, new byte[0]));
        if (answer.status() != 200) throw new IOException(query + " was answered " + answer.status() + " " + answer.text());
        var resources = new ArrayList<JsonNode>();
        for (JsonNode entry : JSON.readTree(answer.body()).path("entry")) resources.add(entry.path("resource"));
        return resources;
    }

    static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
