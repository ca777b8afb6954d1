package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// SIGKILL under load. Whatever was answered has its journal entry; whatever was acknowledged is still there.
@ExtendWith(Hospital.Resolver.class)
class KillIT {

    @Test
    void tenKillsLoseNothingThatWasAnswered(Hospital hospital) throws Exception {
        kills(hospital, 10, 1);
    }

    @Test
    @Tag("long")
    void twoHundredKillsLoseNothingThatWasAnswered(Hospital hospital) throws Exception {
        kills(hospital, 200, 2);
    }

    private static void kills(Hospital hospital, int times, long seed) throws Exception {
        var random = new Random(seed);
        String patient = hospital.patient();
        var load = new Load();
        for (int i = 0; i < times; i++) {
            int before = load.acknowledged().size();
            List<Thread> threads = load.start(hospital.as("nurse"), patient, 4, 60);
            int goal = before + 1 + random.nextInt(120);
            long end = System.nanoTime() + 20_000_000_000L;
            while (load.acknowledged().size() < goal && System.nanoTime() < end) Thread.sleep(1);
            hospital.server().kill();
            for (Thread thread : threads) thread.join();
            assertTrue(load.acknowledged().size() > before, "nothing was answered before kill " + i);
            hospital.restart();
        }
        assertEquals(List.of(), load.surprises());
        assertEquals(List.of(), missingWrites(hospital, load.acknowledged()));
        assertEquals(Set.of(), withoutEntry(hospital, patient, load.acknowledged()));
        try (Books books = Books.open(hospital.data())) {
            books.settle();
            assertEquals(List.of(), books.journalFaults());
            assertEquals(0, books.gaps());
        }
    }

    /// Acknowledged writes that can't be read back, word for word; asked for by eight readers at a time.
    static List<String> missingWrites(Hospital hospital, List<Load.Acknowledged> acknowledged) throws Exception {
        Fhir nurse = hospital.as("nurse");
        var answers = new ArrayList<Future<Optional<String>>>();
        try (var readers = Executors.newFixedThreadPool(8)) {
            for (Load.Acknowledged write : acknowledged) {
                if (!write.path().isEmpty()) answers.add(readers.submit(() -> missing(nurse, write)));
            }
        }
        var missing = new ArrayList<String>();
        for (Future<Optional<String>> answer : answers) answer.get().ifPresent(missing::add);
        return missing;
    }

    private static Optional<String> missing(Fhir nurse, Load.Acknowledged write) throws Exception {
        HttpResponse<String> answer = nurse.get(write.path());
        boolean there = answer.statusCode() == 200 && answer.body().contains(write.marker());
        return there ? Optional.empty() : Optional.of(write + " is answered " + answer.statusCode());
    }

    /// Ids of answered requests that the patient doesn't see in her list of accesses.
    static Set<String> withoutEntry(Hospital hospital, String patient, List<Load.Acknowledged> acknowledged)
            throws Exception {
        var entered = new HashSet<String>();
        for (JsonNode event : hospital.as("patient").search("AuditEvent?_count=500&patient=" + patient, 1_000_000)) {
            for (JsonNode entity : event.path("entity")) {
                for (JsonNode detail : entity.path("detail")) {
                    if (detail.path("type").asString("").equals("request")) {
                        entered.add(detail.path("valueString").asString());
                    }
                }
            }
        }
        var without = new HashSet<String>();
        for (Load.Acknowledged one : acknowledged) if (!entered.contains(one.request())) without.add(one.request());
        return without;
    }
}
