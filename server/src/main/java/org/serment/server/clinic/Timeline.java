package org.serment.server.clinic;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.r4.Span;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;
import org.serment.server.web.Format;
import org.serment.server.web.Visit;

/// The whole pathway, newest first.
///
/// @param kind   that is looked at; empty for all
/// @param year   that is looked at; empty for all
/// @param before where the page begins; empty for the newest
/// @param older  address of the next page
/// @param closed what was asked for and is closed to the caller
record Timeline(Chart chart, List<Year> years, String kind, String year, String before, Optional<String> older, List<Integer> choice, List<Kind> closed) {
    /// Whether all that was asked for is closed.
    boolean allClosed() {
        return closed.size() == (kind.isEmpty() ? KINDS.size() : 1);
    }

    /// A page shows about so many; of one second it shows all.
    private static final int PAGE = 60;

    record Year(String name, List<Day> days) {}

    record Day(String name, List<Event> events) {}

    /// @param kind   key of a text, and class of its mark
    /// @param detail may be empty
    /// @param path   where more of it is; may be empty
    record Event(String kind, String title, String detail, String time, String path, Optional<LocalDate> day) {}

    /// What the pathway is made of.
    ///
    /// @param date its search parameter
    record Kind(String name, String type, String date, String... members) {}

    static final List<Kind> KINDS = List.of(
            new Kind("encounter", "Encounter", "date", "period"),
            new Kind("condition", "Condition", "onset-date", "onsetDateTime", "onsetPeriod"),
            new Kind("procedure", "Procedure", "date", "performedDateTime", "performedPeriod"),
            new Kind("immunization", "Immunization", "date", "occurrenceDateTime"),
            new Kind("report", "DiagnosticReport", "date", "effectiveDateTime", "effectivePeriod"),
            new Kind("document", "DocumentReference", "date", "date"));

    /// A resource with the second in which it ends: what searches sort by, and what pages break at.
    record Dated(Kind kind, Resource resource, When when, Instant last) {}

    static Function<Look, Content> asked(Visit visit) {
        var kind = visit.parameter("kind").filter(k -> KINDS.stream().anyMatch(x -> x.name.equals(k))).orElse("");
        var year = visit.parameter("year").filter(y -> y.matches("(18|19|20)\\d{2}")).orElse("");
        var before = Asking.second(visit.parameter("before")).map(Instant::toString).orElse("");
        return look -> show(look, kind, year, before);
    }

    private static Content show(Look look, String kind, String year, String before) {
        var all = new ArrayList<Dated>();
        var horizon = Optional.<Instant>empty();
        var closed = new ArrayList<Kind>();
        for (var k : KINDS) {
            if (!kind.isEmpty() && !k.name.equals(kind)) continue;
            var shelf = look.opening().search(k.type, query(look.patient(), k, year, before));
            if (shelf.closed()) closed.add(k);
            var dated = shelf.all().stream().map(r -> dated(k, r)).toList();
            all.addAll(dated);
            // beyond the last one that a full shelf shows there may be others of its kind
            if (shelf.more()) horizon = Optional.of(later(horizon, dated.getLast().last));
        }
        var cut = cut(all, horizon);
        var shown = all.stream().filter(d -> !d.last.isBefore(cut.orElse(Instant.MIN))).filter(d -> !d.resource.withdrawn())
                .sorted(Comparator.comparing(Dated::last).thenComparing(d -> d.when.start().orElse(Instant.MIN)).reversed()).toList();
        return new Content("clinic/timeline", new Timeline(look.chart(), years(shown, look), kind, year, before, cut.map(c -> link(look, kind, year, c)), choice(look), closed));
    }

    private static Instant later(Optional<Instant> a, Instant b) {
        return a.filter(x -> x.isAfter(b)).orElse(b);
    }

    private static String query(String patient, Kind k, String year, String before) {
        var query = Asking.query("patient", patient, "_sort", "-" + k.date, "_count", Integer.toString(PAGE));
        if (!year.isEmpty()) query += "&" + Asking.query(k.date, "ge" + start(Integer.parseInt(year)), k.date, "lt" + start(Integer.parseInt(year) + 1));
        return before.isEmpty() ? query : query + "&" + Asking.query(k.date, "eb" + before);
    }

    private static String start(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay(Format.ZONE).toInstant().toString();
    }

    private static Dated dated(Kind k, Resource r) {
        var when = r.when(k.members);
        return new Dated(k, r, when, when.last().orElse(Span.BEGIN));
    }

    /// Where the page ends: nothing before it is shown. A page breaks between two seconds, so that the next one begins without losing any.
    static Optional<Instant> cut(List<Dated> all, Optional<Instant> horizon) {
        var seconds = all.stream().map(Dated::last).sorted(Comparator.reverseOrder()).toList();
        var full = seconds.size() > PAGE ? Optional.of(seconds.get(PAGE - 1)) : Optional.<Instant>empty();
        if (horizon.isEmpty()) return full.filter(f -> seconds.getLast().isBefore(f));
        // of the horizon's own second some may be missing: it belongs to the next page, unless it is all there is
        var above = seconds.stream().filter(s -> s.isAfter(horizon.get())).toList();
        var last = above.isEmpty() ? horizon.get() : above.getLast();
        return Optional.of(full.filter(f -> f.isAfter(last)).orElse(last));
    }

    private static String link(Look look, String kind, String year, Instant cut) {
        var query = new LinkedHashMap<String, String>();
        query.put("kind", kind);
        query.put("year", year);
        query.put("before", cut.toString());
        return Asking.link(look.chart().path("timeline"), query);
    }

    /// Years from the birth to now.
    private static List<Integer> choice(Look look) {
        int now = look.now().atZone(Format.ZONE).getYear();
        int born = new When(look.material().patient().text("birthDate"), "", false).local().map(z -> z.getYear()).filter(y -> y <= now && y > now - 130).orElse(now - 30);
        var years = new ArrayList<Integer>();
        for (int y = now; y >= born; y--) years.add(y);
        return years;
    }

    private static List<Year> years(List<Dated> shown, Look look) {
        var words = look.words();
        Map<String, Map<String, List<Event>>> years = shown.stream().map(d -> event(d, look)).collect(Collectors.groupingBy(
                e -> e.day.map(d -> Integer.toString(d.getYear())).orElse(words.t("clinic.undated")), LinkedHashMap::new,
                Collectors.groupingBy(e -> e.day.map(words.format()::date).orElse(""), LinkedHashMap::new, Collectors.toList())));
        return years.entrySet().stream().map(y -> new Year(y.getKey(), y.getValue().entrySet().stream().map(d -> new Day(d.getKey(), d.getValue())).toList())).toList();
    }

    private static Event event(Dated d, Look look) {
        var r = d.resource;
        var words = look.words();
        var title = switch (d.kind.name) {
            case "encounter" -> r.concepts("type").stream().findFirst().map(words::name).orElse(words.code("clinic.class.", r.text("class", "code")));
            case "immunization" -> words.name(r.concept("vaccineCode"));
            case "document" -> words.name(r.concept("type"));
            case String _ -> words.name(r.concept("code"));
        };
        var path = switch (d.kind.name) {
            case "document" -> look.chart().path("documents") + "/" + r.id();
            case "condition" -> look.chart().path("conditions");
            case String _ -> "";
        };
        var day = d.when.local().map(z -> z.toLocalDate());
        return new Event(d.kind.name, title, detail(d, look), d.when.timed() && d.when.start().isPresent() ? words.format().time(d.when.start().get()) : "", path, day);
    }

    private static String detail(Dated d, Look look) {
        var r = d.resource;
        var words = look.words();
        return switch (d.kind.name) {
            case "encounter" -> join(r.text("serviceProvider", "display"), look.reasons() ? r.concepts("reasonCode").stream().map(words::name).collect(Collectors.joining(", ")) : "", span(d.when, words));
            case "condition" -> r.concept("clinicalStatus").code().isEmpty() ? "" : words.code("clinic.condition.status.", r.concept("clinicalStatus").code());
            case "report" -> join(r.all("result").isEmpty() ? "" : words.texts().count("clinic.results", r.all("result").size()), r.all("performer").stream().map(p -> p.text("display")).findFirst().orElse(""));
            case "document" -> join(r.all("author").stream().map(a -> a.text("display")).findFirst().orElse(""), r.text("custodian", "display"));
            case String _ -> r.text("location", "display");
        };
    }

    /// A stay of several days says until when.
    private static String span(When when, Words words) {
        if (when.range() && when.until().isEmpty()) return words.t("clinic.goes-on");
        return words.day(when).equals(words.format().fhirDay(when.until())) ? "" : words.when(when);
    }

    private static String join(String... parts) {
        return Stream.of(parts).filter(p -> !p.isEmpty()).collect(Collectors.joining(" · "));
    }
}
