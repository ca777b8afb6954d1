package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two processes on one database: one journal without a fork, versions without a gap, and one of them may lose the
/// database for a while.
@ExtendWith(Hospital.Resolver.class)
class TwoServersIT {

    @Test
    void twoProcessesAppendToOneJournal(Hospital hospital) throws Exception {
        String patient = hospital.patient();
        try (Program second = Joined.start(hospital, Joined.port(hospital))) {
            Fhir first = hospital.as("nurse");
            Fhir other = Fhir.as(second, hospital.token("nurse"));
            var load = new Load();
            var threads = new ArrayList<Thread>(load.start(first, patient, 2, 150));
            threads.addAll(load.start(other, patient, 2, 150));
            int updates = contend(first, other, patient);
            for (Thread thread : threads) thread.join();
            assertEquals(List.of(), load.surprises());
            assertEquals(4 * 150, load.acknowledged().size());
            assertTrue(updates > 0);
            assertEquals(List.of(), KillIT.missingWrites(hospital, load.acknowledged()));
            assertEquals(Set.of(), KillIT.withoutEntry(hospital, patient, load.acknowledged()));
            try (Books books = Books.open(hospital.data())) {
                books.settle();
                assertEquals(List.of(), books.journalFaults());
                assertEquals(0, books.gaps());
            }
        }
    }

    /// Both update one resource: of two that name the same version one wins, so the last version counts the winners.
    private static int contend(Fhir first, Fhir other, String patient) throws Exception {
        HttpResponse<String> made = first.post("/fhir/Observation", Load.observation("", patient, "contended"));
        assertEquals(201, made.statusCode(), made.body());
        String location = made.headers().firstValue("Location").orElseThrow();
        String path = location.substring(location.indexOf("/fhir/")).replaceAll("/_history/.*", "");
        String id = path.substring(path.lastIndexOf('/') + 1);
        var won = new AtomicInteger();
        var strange = new ArrayList<Integer>();
        var threads = new ArrayList<Thread>();
        for (Fhir server : List.of(first, other)) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int version = 1; version <= 40; version++) {
                        int status = server.put(path, Load.observation(id, patient, "turn " + version), version)
                                .statusCode();
                        if (status == 200) won.incrementAndGet();
                        else if (status == 412 || status == 409) Thread.sleep(2);
                        else synchronized (strange) { strange.add(status); }
                    }
                } catch (java.io.IOException | InterruptedException e) {
                    synchronized (strange) { strange.add(-1); }
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        assertEquals(List.of(), strange);
        HttpResponse<String> last = first.get(path);
        assertEquals("W/\"" + (won.get() + 1) + "\"", last.headers().firstValue("ETag").orElseThrow());
        return won.get();
    }

    @Test
    void aServerWithoutItsDatabaseSaysSoAndResumes(Hospital hospital) throws Exception {
        String patient = hospital.patient();
        try (var wire = new Proxy(Joined.port(hospital)); Program second = Joined.start(hospital, wire.port())) {
            Fhir nurse = Fhir.as(second, hospital.token("nurse"));
            var load = new Load();
            for (Thread thread : load.start(nurse, patient, 2, 12)) thread.join();
            assertEquals(24, load.acknowledged().size(), load.surprises().toString());

            wire.cut();
            HttpResponse<String> read = nurse.get("/fhir/" + patient);
            assertEquals(503, read.statusCode(), read.body());
            HttpResponse<String> written = nurse.post("/fhir/Observation", Load.observation("", patient, "lost?"));
            assertEquals(503, written.statusCode(), written.body());
            assertTrue(written.body().contains("OperationOutcome"));

            wire.mend();
            long end = System.nanoTime() + 30_000_000_000L;
            while (nurse.get("/fhir/" + patient).statusCode() != 200) {
                assertTrue(System.nanoTime() < end, "it did not resume within 30 s");
                Thread.sleep(200);
            }
            for (Thread thread : load.start(nurse, patient, 2, 12)) thread.join();
            assertEquals(48, load.acknowledged().size(), load.surprises().toString());
            assertEquals(List.of(), KillIT.missingWrites(hospital, load.acknowledged()));
            assertEquals(Set.of(), KillIT.withoutEntry(hospital, patient, load.acknowledged()));
        }
    }
}
