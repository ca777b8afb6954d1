package org.serment.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The scenarios of single requests: reads, searches, writes, each warmed up, then measured on one server after the
/// other in short runs, so that a drift of the machine meets all of them.
final class Scenarios {

    private static final Duration WARM = Duration.ofSeconds(5);
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 2;
    static final long MOST = 5_000_000;

    /// What one of the searches of the mix is called, and its queries.
    private static final Map<String, Function<Sample, List<String>>> SEARCHES = new LinkedHashMap<>();

    static {
        SEARCHES.put("Patient?identifier=", s -> Asker.paths("Patient?identifier=", s.identifiers(), ""));
        SEARCHES.put("Patient?family=", s -> Asker.paths("Patient?family=", s.families(), ""));
        SEARCHES.put("Observation?patient=&code=&_sort=-date&_count=20",
                s -> Asker.paths("Observation?", s.codes(), "&_sort=-date&_count=20"));
        SEARCHES.put("Observation?patient=&category=&_count=20",
                s -> Asker.paths("Observation?", s.categories(), "&_count=20"));
        SEARCHES.put("Encounter?patient= with 2 _include",
                s -> Asker.paths("Encounter?_count=20&_include=Encounter:service-provider&_include=Encounter:participant&patient=",
                        s.patients(), ""));
        SEARCHES.put("Condition?patient.identifier=", s -> Asker.paths("Condition?_count=20&patient.identifier=", s.identifiers(), ""));
        SEARCHES.put("Patient?_has:Condition:patient:code=",
                s -> Asker.paths("Patient?_count=20&_has:Condition:patient:code=", s.problems(), ""));
    }

    private final List<Asker> askers;
    private final Duration length;

    /// @param askers one for each server, ours first
    Scenarios(List<Asker> askers, Duration length) {
        this.askers = askers;
        this.length = length;
    }

    List<Compared> all() throws IOException, InterruptedException {
        var all = new ArrayList<>(reads());
        all.addAll(searches());
        all.add(compared("POST Observation", 4, a -> (_, number) -> write(a, "POST", "Observation", "", number, number)));
        all.add(updates());
        return all;
    }

    /// Reads of people in care by somebody of their unit: the decision rests on a care relationship.
    List<Compared> ofSomebodyInCare() throws InterruptedException {
        return List.of(compared("GET Patient/id, a nurse, in her care", 0, a -> a.each(a.sample().patients())),
                compared("GET Observation/id, a nurse, in her care", 0, a -> a.each(a.sample().observations())));
    }

    List<Compared> reads() throws InterruptedException {
        var all = new ArrayList<Compared>();
        all.add(compared("GET Patient/id", 4, a -> a.each(a.sample().patients())));
        all.add(compared("GET Patient/id/_history/1 (vread)", 4, a -> a.each(Asker.paths("", a.sample().patients(), "/_history/1"))));
        all.add(compared("GET Observation/id", 3, a -> a.each(a.sample().observations())));
        return all;
    }

    /// The mix of searches, and each kind alone.
    List<Compared> searches() throws InterruptedException {
        var all = new ArrayList<Compared>();
        List<Function<Sample, List<String>>> kinds = List.copyOf(SEARCHES.values());
        all.add(compared("search mix", 5, a -> a.each(Asker.mixed(kinds, a.sample()))));
        for (var search : SEARCHES.entrySet()) {
            all.add(compared(search.getKey(), 0, a -> a.each(search.getValue().apply(a.sample()))));
        }
        return all;
    }

    /// Servers that have answered for a while, as they do all day: the compilers of the Java machines are done, and so is
    /// what the import left to do (vacuum and statistics of its tables), after a minute at most.
    void warm() throws InterruptedException {
        for (Asker asker : askers) {
            System.err.println("warming " + asker.subject().name());
            Load load = asker.subject().load();
            load.run(CLIENTS, length.multipliedBy(2), MOST, asker.each(asker.sample().patients()));
            load.run(CLIENTS, length.multipliedBy(6), MOST, asker.each(Asker.mixed(List.copyOf(SEARCHES.values()), asker.sample())));
            load.run(CLIENTS, length.multipliedBy(2), MOST, (_, number) -> write(asker, "POST", "Observation", "", number, number));
            for (int quiet = 0, n = 0; quiet < 3 && n < 60; n++) {
                double before = ProcessTree.seconds(asker.subject().postgresPid());
                Thread.sleep(1_000);
                quiet = ProcessTree.seconds(asker.subject().postgresPid()) - before < 0.05 ? quiet + 1 : 0;
            }
        }
    }

    Compared compared(String name, double goal, Function<Asker, Load.Source> asked) throws InterruptedException {
        var sources = new ArrayList<Load.Source>();
        for (Asker asker : askers) {
            sources.add(asked.apply(asker));
            asker.subject().load().run(CLIENTS, WARM, MOST, sources.getLast());
        }
        var rows = new ArrayList<Measure.Row>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < askers.size(); i++) {
                Asker asker = askers.get(i);
                Load.Source source = sources.get(i);
                Measure.Row row = asker.measure().repeated(name, CLIENTS, true,
                        () -> asker.subject().load().run(CLIENTS, length.dividedBy(ROUNDS), MOST, source));
                if (round == 0) rows.add(row);
                else rows.set(i, rows.get(i).plus(row));
            }
        }
        System.err.print(Report.lines(rows));
        return new Compared(name, goal, rows);
    }

    /// Observations of the bench's own, changed again and again, those at the same time never the same.
    private Compared updates() throws IOException, InterruptedException {
        var own = new LinkedHashMap<Subject, List<String>>();
        for (Asker asker : askers) own.put(asker.subject(), created(asker));
        return compared("PUT Observation/id", 4, asker -> {
            List<String> ids = own.get(asker.subject());
            return (_, number) -> {
                int which = (int) (number % ids.size());
                String id = ids.get(which);
                return write(asker, "PUT", "Observation/" + id, "\"id\":\"" + id + "\",", which, number);
            };
        });
    }

    private static List<String> created(Asker asker) throws IOException {
        var ids = new ArrayList<String>();
        try (Connection connection = asker.subject().connect()) {
            for (int i = 0; i < 500; i++) {
                Connection.Answer answer = write(asker, "POST", "Observation", "", i, i).on(connection);
                String location = answer.location();
                if (answer.status() != 201) throw new IOException("POST Observation: " + answer.status() + " " + answer.text());
                String path = location.replaceFirst("/_history/.*", "");
                ids.add(path.substring(path.lastIndexOf('/') + 1));
            }
        }
        return ids;
    }

    /// @param which tells whose it is: an observation stays with its patient
    private static Load.Call write(Asker asker, String method, String path, String id, long which, long number) {
        List<String> patients = asker.sample().patients();
        byte[] body = observation(id, patients.get((int) (which % patients.size())), number);
        return Load.Call.of(Connection.request(method, "/fhir/" + path, asker.token(), true, body));
    }

    private static byte[] observation(String id, String patient, long number) {
        return """
                {"resourceType":"Observation",%s"status":"final","category":[{"coding":[{"system":\
                "http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],\
                "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}],\
                "text":"Heart rate"},"subject":{"reference":"%s"},"effectiveDateTime":"2026-11-24T08:%02d:%02d+01:00",\
                "valueQuantity":{"value":%d,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}}"""
                .formatted(id, patient, number / 60 % 60, number % 60, 50 + (number + number / 1_000) % 70)
                .getBytes(StandardCharsets.UTF_8);
    }
}
