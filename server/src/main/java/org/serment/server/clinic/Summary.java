package org.serment.server.clinic;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;

/// The record at a glance.
///
/// @param closed   types that are closed to the caller: what there is of them isn't said
/// @param problems the first few; `allProblems` is how many there are
record Summary(Chart chart, Optional<Stay> stay, List<Problems.Problem> problems, int allProblems, List<Medications.Prescription> medications, int allMedications, List<Vital> vitals,
               List<Results.Analyte> results, List<Documents.Document> documents, Set<String> closed) {
    private static final int PROBLEMS = 8, MEDICATIONS = 8, RESULTS = 10, DOCUMENTS = 5;

    /// @param reason why the patient came; not there when it isn't for the caller
    record Stay(String place, String since, Optional<String> reason, List<Team.Member> with, String kind) {}

    record Vital(String name, List<Shown> values, String when) {
        boolean abnormal() {
            return values.stream().anyMatch(Shown::abnormal);
        }
    }

    static Content show(Look look) {
        var words = look.words();
        var conditions = look.opening().search("Condition", Asking.query("patient", look.patient(), "clinical-status", "active,recurrence,relapse", "_sort", "-onset-date", "_count", "100"));
        var problems = Problems.problems(conditions.all().stream().filter(c -> !c.withdrawn()).toList(), words);
        var requests = Medications.search(look, Medications.NOW).all();
        var medications = Medications.all(requests, Medications.names(look.opening(), requests), words);
        var vitals = observations(look, "vital-signs", 40);
        var results = Results.analytes(observations(look, "laboratory", 60), words).stream()
                .sorted(Comparator.comparing((Results.Analyte a) -> !a.latest().critical()).thenComparing(a -> !a.latest().abnormal())
                        .thenComparing(a -> a.when().local().map(ZonedDateTime::toLocalDate).orElse(LocalDate.MIN), Comparator.reverseOrder())).limit(RESULTS).toList();
        var documents = look.opening().search("DocumentReference", Asking.query("patient", look.patient(), "_sort", "-date", "_count", Integer.toString(DOCUMENTS))).all();
        return new Content("clinic/summary", new Summary(look.chart(), look.material().stay().map(s -> stay(s, look)), problems.stream().limit(PROBLEMS).toList(), problems.size(),
                medications.stream().limit(MEDICATIONS).toList(), medications.size(), latest(Vitals.taken(vitals, look), words), results, Documents.list(documents, words), look.opening().closed()));
    }

    private static List<Resource> observations(Look look, String category, int count) {
        return look.opening().search("Observation", Asking.query("patient", look.patient(), "category", category, "_sort", "-date", "_count", Integer.toString(count))).all();
    }

    private static List<Vital> latest(List<Vitals.Taken> taken, Words words) {
        return Vitals.bySign(taken, words).entrySet().stream().sorted(Comparator.comparingInt(e -> Vitals.place(e.getValue(), words)))
                .map(e -> new Vital(e.getKey(), e.getValue().getFirst().measures().stream().map(m -> Shown.of(m, words)).toList(), words.when(e.getValue().getFirst().when()))).toList();
    }

    private static Stay stay(Resource s, Look look) {
        var words = look.words();
        var with = s.all("participant").stream().map(p -> new Team.Member(p.text("individual", "display"),
                p.concepts("type").stream().findFirst().map(t -> words.code("clinic.participation.", t.code())).orElse(""))).filter(m -> !m.name().isEmpty()).toList();
        var reason = look.reasons() ? Optional.of(s.concepts("reasonCode").stream().map(words::name).collect(Collectors.joining(", "))) : Optional.<String>empty();
        return new Stay(look.chart().banner().place(), words.format().fhir(s.text("period", "start")), reason, with, words.code("clinic.class.", s.text("class", "code")));
    }
}
