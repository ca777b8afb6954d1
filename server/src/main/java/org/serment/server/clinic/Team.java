package org.serment.server.clinic;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;

/// Who takes care, and the vaccinations.
///
/// @param closed types that are closed to the caller
record Team(Chart chart, List<Member> now, List<Circle> circles, List<Shot> shots, Set<String> closed) {
    /// Of the stay that goes on.
    record Member(String name, String role) {}

    record Circle(String reason, String since, List<Member> members) {}

    record Shot(String name, String on, String dose) {}

    static Content show(Look look) {
        var words = look.words();
        var teams = look.opening().search("CareTeam", Asking.query("patient", look.patient(), "status", "active", "_sort", "-date", "_count", "30"));
        var shots = look.opening().search("Immunization", Asking.query("patient", look.patient(), "_sort", "-date", "_count", "200"));
        var now = look.material().stay().stream().flatMap(s -> s.all("participant").stream())
                .map(p -> new Member(p.text("individual", "display"), p.concepts("type").stream().findFirst().map(t -> words.code("clinic.participation.", t.code())).orElse(""))).filter(m -> !m.name.isEmpty()).toList();
        return new Content("clinic/team", new Team(look.chart(), now, teams.all().stream().map(t -> circle(t, look.patient(), words)).filter(c -> !c.members.isEmpty()).toList(),
                shots.all().stream().filter(s -> !s.withdrawn()).map(s -> shot(s, words)).toList(), look.opening().closed()));
    }

    private static Circle circle(Resource team, String patient, Words words) {
        var members = team.all("participant").stream().filter(p -> !p.text("member", "reference").equals(patient))
                .map(p -> new Member(p.text("member", "display"), p.concepts("role").stream().findFirst().map(words::name).orElse(""))).filter(m -> !m.name.isEmpty()).distinct().toList();
        var reason = Stream.concat(team.concepts("reasonCode").stream().map(words::name), Stream.of(team.text("name"))).filter(r -> !r.isEmpty()).findFirst().orElse("");
        return new Circle(reason, words.format().fhirDay(team.text("period", "start")), members);
    }

    private static Shot shot(Resource s, Words words) {
        var dose = s.first("protocolApplied").map(p -> p.text("doseNumberPositiveInt").isEmpty() ? p.text("doseNumberString") : p.text("doseNumberPositiveInt")).orElse("");
        return new Shot(words.name(s.concept("vaccineCode")), words.when(s.when("occurrenceDateTime", "occurrenceString")), dose);
    }
}
