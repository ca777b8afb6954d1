package org.serment.bench;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;
import tools.jackson.databind.JsonNode;

/// What the imported histories hold, read from their file.
///
/// @param bytes of their resources as NDJSON
/// @param rare values of `code` that few observations have, all of them among the first that were loaded
record Contents(List<Patient> patients, long bytes, List<String> rare) {

    private static final int FEW = 30;

    /// @param identifier `system|value`
    private record Patient(String identifier, int resources) {}

    static Contents of(Histories histories, Set<String> early) {
        var patients = new LinkedHashMap<String, Patient>();
        var counts = new HashMap<String, Integer>();
        var late = new HashSet<String>();
        long bytes = 0;
        for (Line line : histories.lines()) {
            if (!line.shared() && !line.relative()) {
                String identifier = line.marker().replaceFirst("^[A-Za-z]+\\?identifier=", "");
                patients.merge(line.group(), new Patient(identifier, line.entries()),
                        (known, more) -> new Patient(known.identifier, known.resources + more.resources));
            }
            for (JsonNode entry : Sample.JSON.readTree(histories.bundle(line, OffsetDateTime.now())).path("entry")) {
                JsonNode resource = entry.path("resource");
                bytes += Sample.JSON.writeValueAsBytes(resource).length + 1;
                if (!resource.path("resourceType").asString("").equals("Observation")) continue;
                String code = Sample.token(resource.path("code"));
                counts.merge(code, 1, Integer::sum);
                if (!early.contains(line.group())) late.add(code);
            }
        }
        var rare = new ArrayList<String>();
        counts.forEach((code, count) -> {
            if (count <= FEW && !late.contains(code)) rare.add(code);
        });
        return new Contents(List.copyOf(patients.values()), bytes, rare);
    }

    /// The identifier of the patient whose record is nearest to so many resources.
    String patientOf(int resources) {
        return patients.stream().min(java.util.Comparator.comparingInt(p -> Math.abs(p.resources - resources)))
                .map(Patient::identifier).orElseThrow();
    }
}
