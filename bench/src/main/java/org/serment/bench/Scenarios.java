package org.serment.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The scenarios after the import: reads, creations, searches, each warmed up before it is measured.
final class Scenarios {

    private static final Duration WARM = Duration.ofSeconds(5);
    private static final int CLIENTS = 8;
    private static final long MOST = 5_000_000;

    private final Server server;
    private final Measure measure;
    private final Duration length;

    Scenarios(Server server, Measure measure, Duration length) {
        this.server = server;
        this.measure = measure;
        this.length = length;
    }

    List<Measure.Row> all(String loader, String nurse, Sample sample, Sample inCare) throws InterruptedException {
        var rows = new ArrayList<Measure.Row>();
        // a server that has answered for a while, as it does all day: the compiler of the Java machine is done
        List<byte[]> mixed = requests(loader, false, sample.patients());
        server.load().run(CLIENTS, Duration.ofSeconds(20), MOST, (_, number) -> mixed.get((int) (number % mixed.size())));
        settle();
        rows.add(reads("GET Patient/id, a nurse, in her care", nurse, false, inCare.patients()));
        rows.add(reads("GET Patient/id, a nurse, in her care", nurse, true, inCare.patients()));
        rows.add(reads("GET Patient/id, a system client", loader, false, sample.patients()));
        rows.add(reads("GET Observation/id, a nurse, in her care", nurse, false, inCare.observations()));
        rows.add(reads("GET Patient?identifier=", loader, false, asked("Patient?", sample.identifiers())));
        rows.add(reads("GET Patient?family=", loader, false, asked("Patient?", sample.families())));
        rows.add(reads("GET Observation?patient=&code=, a nurse", nurse, false,
                asked("Observation?_count=20&", inCare.codes())));
        rows.add(creations(loader, sample.patients()));
        return rows;
    }

    /// Waits until what the import left behind is done (vacuum and statistics of its tables), a minute at most.
    private void settle() throws InterruptedException {
        for (int quiet = 0, n = 0; quiet < 3 && n < 60; n++) {
            double before = ProcessTree.seconds(server.postgresPid());
            Thread.sleep(1_000);
            quiet = ProcessTree.seconds(server.postgresPid()) - before < 0.05 ? quiet + 1 : 0;
        }
    }

    private Measure.Row reads(String name, String token, boolean gzip, List<String> paths)
            throws InterruptedException {
        List<byte[]> requests = requests(token, gzip, paths);
        return run(name, gzip, (_, number) -> requests.get((int) (number * 7919 % requests.size())));
    }

    private static List<byte[]> requests(String token, boolean gzip, List<String> paths) {
        return paths.stream()
                .map(path -> Connection.request("GET", "/fhir/" + path, token, gzip, new byte[0]))
                .toList();
    }

    private Measure.Row creations(String token, List<String> patients) throws InterruptedException {
        return run("POST Observation", false, (_, number) -> Connection.request("POST", "/fhir/Observation", token, false,
                observation(patients.get((int) (number % patients.size())), number)));
    }

    private Measure.Row run(String name, boolean gzip, Load.Source source) throws InterruptedException {
        System.err.println(name);
        server.load().run(CLIENTS, WARM, MOST, source);
        return measure.repeated(name, CLIENTS, gzip, () -> server.load().run(CLIENTS, length, MOST, source));
    }

    private static List<String> asked(String before, List<String> queries) {
        return queries.stream().map(query -> before + query).toList();
    }

    private static byte[] observation(String patient, long number) {
        return """
                {"resourceType":"Observation","status":"final","category":[{"coding":[{"system":\
                "http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],\
                "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}],\
                "text":"Heart rate"},"subject":{"reference":"%s"},"effectiveDateTime":"2026-11-24T08:%02d:%02d+01:00",\
                "valueQuantity":{"value":%d,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}}"""
                .formatted(patient, number / 60 % 60, number % 60, 50 + number % 70)
                .getBytes(StandardCharsets.UTF_8);
    }
}
