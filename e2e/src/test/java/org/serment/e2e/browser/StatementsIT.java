package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Fhir;
import org.serment.e2e.Hospital;
import org.serment.e2e.Joined;
import org.serment.e2e.Program;
import org.serment.e2e.Proxy;

/// A patient's page asks the database as often when the record and the journal have grown: nothing is fetched one by one.
@Timeout(180)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class StatementsIT {

    private static final List<String> PAGES =
            List.of("/record", "/record/results", "/record/treatments", "/record/stays", "/record/readers", "/record/readers?who=no-such-person");
    private static final int GROWTH = 80;
    /// The overview searches nine sections and the patient; each search finds and then opens.
    private static final int MOST = 40;
    /// What the server does by itself now and then, within a visit.
    private static final int OWN_WORK = 2;

    @Test
    void aPageAsksAsOftenWhateverTheRecordHolds(Hospital hospital, Chromium chromium) throws Exception {
        try (var wire = new Proxy(Joined.port(hospital)); Program second = Joined.start(hospital, wire.port())) {
            Visitor visitor = Visitor.of(chromium, second.base().toString().replaceAll("/$", ""), "patient");
            Map<String, Long> before = asked(visitor, wire);
            Fhir nurse = Fhir.as(hospital.server(), hospital.token("nurse"));
            for (int i = 0; i < GROWTH; i++) {
                int status = nurse.post("/fhir/Observation", """
                        {"resourceType":"Observation","status":"final","code":{"text":"one more"},"subject":{"reference":"%s"},
                         "effectiveDateTime":"2026-11-24T10:00:00Z","valueString":"%d"}""".formatted(hospital.patient(), i)).statusCode();
                assertEquals(201, status);
            }
            asked(visitor, wire).forEach((path, after) -> {
                assertTrue(after <= before.get(path) + OWN_WORK, path + " asked " + before.get(path) + " times, and now " + after);
                assertTrue(after > 0 && after <= MOST, path + " asks " + after + " times");
            });
        }
    }

    /// The fewest of some visits of each page: the server also works for itself in between.
    private static Map<String, Long> asked(Visitor visitor, Proxy wire) throws Exception {
        var least = new TreeMap<String, Long>();
        for (int round = 0; round < 4; round++) {
            for (String path : PAGES) {
                long start = wire.statements();
                visitor.get(path);
                least.merge(path, wire.statements() - start, Math::min);
            }
        }
        return least;
    }
}
