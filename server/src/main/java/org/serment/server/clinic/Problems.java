package org.serment.server.clinic;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;

/// Problems, active and resolved, and allergies in full.
///
/// @param closed problems are closed to the caller
record Problems(Chart chart, List<Problem> active, List<Problem> resolved, List<Allergy> allergies, boolean closed, boolean allergiesClosed, boolean more) {
    private static final int MOST = 500;

    /// @param sure  text; empty when it is confirmed
    /// @param times how often it came, this being the last time
    record Problem(String name, String since, String until, String sure, String severity, int times) {
        Problem times(int times) {
            return new Problem(name, since, until, sure, severity, times);
        }
    }

    /// @param criticality text; may be empty
    record Allergy(String name, String categories, String criticality, boolean high, String reactions, String status, String recorded) {}

    static Content show(Look look) {
        var found = look.opening().search("Condition", Asking.query("patient", look.patient(), "_sort", "-onset-date", "_count", Integer.toString(MOST)));
        var all = found.all().stream().filter(c -> !c.withdrawn()).toList();
        var words = look.words();
        return new Content("clinic/conditions", new Problems(look.chart(), problems(all.stream().filter(Problems::active).toList(), words),
                once(problems(all.stream().filter(c -> !active(c)).toList(), words)),
                look.material().allergies().all().stream().filter(a -> !a.withdrawn() && !Alert.Allergies.none(a)).sorted(Comparator.comparing(a -> !a.text("criticality").equals("high"))).map(a -> allergy(a, words)).toList(),
                found.closed(), look.material().allergies().closed(), found.more()));
    }

    static boolean active(Resource condition) {
        var status = condition.concept("clinicalStatus");
        return status.codings().isEmpty() || status.has("active") || status.has("recurrence") || status.has("relapse");
    }

    /// Diseases before circumstances, as SNOMED CT tells them apart; the order that came, within each.
    static List<Problem> problems(List<Resource> conditions, Words words) {
        return conditions.stream().sorted(Comparator.comparing(c -> !c.concept("code").name().endsWith("(disorder)"))).map(c -> problem(c, words)).toList();
    }

    private static Problem problem(Resource condition, Words words) {
        var onset = condition.when("onsetDateTime", "onsetPeriod", "onsetString", "recordedDate");
        var sure = condition.concept("verificationStatus").code();
        return new Problem(words.name(condition.concept("code")), words.day(onset), words.day(condition.when("abatementDateTime", "abatementPeriod", "abatementString")),
                sure.isEmpty() || sure.equals("confirmed") ? "" : words.code("clinic.sure.", sure), condition.concept("severity").name(), 1);
    }

    /// One line for what came again and again: the last time.
    private static List<Problem> once(List<Problem> all) {
        return all.stream().collect(Collectors.groupingBy(p -> p.name, LinkedHashMap::new, Collectors.toList())).values().stream().map(same -> same.getFirst().times(same.size())).toList();
    }

    private static Allergy allergy(Resource a, Words words) {
        var categories = a.all("category").stream().map(c -> words.code("clinic.allergy.category.", Resource.string(c.json()))).collect(Collectors.joining(", "));
        var reactions = a.all("reaction").stream().flatMap(r -> r.concepts("manifestation").stream().map(m -> words.name(m) + severity(r, words))).distinct().collect(Collectors.joining(", "));
        var criticality = a.text("criticality");
        var status = a.concept("clinicalStatus").code();
        return new Allergy(words.name(a.concept("code")), categories, criticality.isEmpty() ? "" : words.code("clinic.criticality.", criticality), criticality.equals("high"), reactions,
                status.isEmpty() || status.equals("active") ? "" : words.code("clinic.allergy.status.", status), words.day(a.when("recordedDate", "onsetDateTime")));
    }

    private static String severity(Resource reaction, Words words) {
        var severity = reaction.text("severity");
        return severity.isEmpty() ? "" : " (" + words.code("clinic.severity.", severity) + ")";
    }
}
