package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// SIGKILL in the middle of a bulk export: it goes on where it stood, nothing is missing and nothing is there twice.
@ExtendWith(Hospital.Resolver.class)
class ExportKillIT {

    @Test
    void anExportOutlivesItsServer(Hospital hospital) throws Exception {
        try (var bulk = new Bulk(hospital)) {
            String status = bulk.begin("/fhir/$export");
            long written = bulk.written(status);
            while (written == 0) {
                Thread.sleep(5);
                written = bulk.written(status);
            }
            hospital.server().kill();
            assertTrue(written < Long.MAX_VALUE, "it was done before the kill");
            hospital.restart();

            var names = new TreeSet<String>();
            for (String line : bulk.lines(bulk.manifest(status))) {
                JsonNode resource = Fhir.json(line);
                assertTrue(names.add(resource.path("resourceType").asString() + '/' + resource.path("id").asString()), "twice");
            }
            assertTrue(names.size() > written);
            Fhir loader = hospital.as("loader");
            for (String type : new String[] {"Patient", "Encounter", "Observation", "Condition", "Organization", "Procedure"}) {
                JsonNode bundle = Fhir.json(loader.get("/fhir/" + type + "?_summary=count").body());
                assertEquals(bundle.path("total").asLong(), names.stream().filter(name -> name.startsWith(type + '/')).count(), type);
            }
        }
        try (Books books = Books.open(hospital.data())) {
            books.settle();
            assertEquals(List.of(), books.journalFaults());
        }
    }
}
