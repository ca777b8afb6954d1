package org.serment.server.clinic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;
import org.serment.server.web.Visit;

/// Results of the laboratory, analyte by analyte: the latest value, how it stands, the one before, the trend.
///
/// @param before where the list begins, as it came in the address; empty for the newest
/// @param older  where the next page begins, when there are older results
record Results(Chart chart, List<Group> groups, boolean only, String before, Optional<String> older, boolean closed) {
    private static final int MOST = 500, MOST_OF_ONE = 500;
    /// How many values a trend shows.
    private static final int TREND = 12;

    record Group(String name, List<Analyte> analytes) {}

    record Analyte(Shown latest, When when, Optional<Shown> before, Optional<Plot.Spark> trend, int count) {}

    /// One analyte with all its values.
    record One(Chart chart, String name, String unit, String range, Optional<Plot> plot, List<Shown> values, boolean more) {}

    static Function<Look, Content> asked(Visit visit) {
        var before = Asking.second(visit.parameter("before")).map(Instant::toString);
        boolean only = visit.parameter("only").filter("abnormal"::equals).isPresent();
        return look -> show(look, before, only);
    }

    private static Content show(Look look, Optional<String> before, boolean only) {
        var query = Asking.query("patient", look.patient(), "category", "laboratory", "_sort", "-date", "_count", Integer.toString(MOST));
        var found = look.opening().search("Observation", before.map(b -> query + "&" + Asking.query("date", "eb" + b)).orElse(query));
        var analytes = analytes(found.all(), look.words());
        var shown = only ? analytes.stream().filter(a -> a.latest.abnormal()).toList() : analytes;
        var older = found.more() ? found.all().getLast().when("effectiveDateTime", "effectivePeriod", "effectiveInstant").last().map(Object::toString) : Optional.<String>empty();
        return new Content("clinic/results", new Results(look.chart(), groups(shown, look.words()), only, before.orElse(""), older, found.closed()));
    }

    static Content one(Look look) {
        var code = Optional.of(look.visit().part("code")).filter(c -> c.matches("[A-Za-z0-9.-]{1,40}"));
        if (code.isEmpty()) return Content.MISSING;
        var found = look.opening().search("Observation", Asking.query("patient", look.patient(), "code", code.get(), "_sort", "-date", "_count", Integer.toString(MOST_OF_ONE)));
        if (found.closed()) return new Content("clinic/results", new Results(look.chart(), List.of(), false, "", Optional.empty(), true));
        var measures = found.all().stream().filter(o -> !o.withdrawn()).flatMap(o -> Measure.of(o).stream()).sorted(Comparator.comparing(Measure::when).reversed()).toList();
        if (measures.isEmpty()) return Content.MISSING;
        var words = look.words();
        var name = words.name(measures.getFirst().what());
        var range = measures.stream().map(Measure::range).flatMap(Optional::stream).findFirst();
        // what was measured in another unit isn't put on one axis
        var unit = measures.getFirst().unit();
        var points = Vitals.points(measures.stream().filter(m -> m.unit().equals(unit)).toList(), words);
        return new Content("clinic/result", new One(look.chart(), name, Words.unit(unit), range.map(words::range).orElse(""), Plot.of(List.of(new Plot.Series(name, points)), range, words),
                measures.stream().map(m -> Shown.of(m, words)).toList(), found.more()));
    }

    /// The analytes of observations that come newest first, in the order of the pages.
    static List<Analyte> analytes(List<Resource> observations, Words words) {
        var byName = new LinkedHashMap<String, List<Measure>>();
        for (var o : observations) if (!o.withdrawn()) for (var m : Measure.of(o)) byName.computeIfAbsent(words.name(m.what()), _ -> new ArrayList<>()).add(m);
        return byName.values().stream().map(all -> all.stream().sorted(Comparator.comparing(Measure::when).reversed()).toList())
                .sorted(Comparator.comparingInt((List<Measure> all) -> place(all, words))).map(all -> analyte(all, words)).toList();
    }

    private static int place(List<Measure> all, Words words) {
        return words.codes().find(all.getFirst().what()).map(Codes.Code::place).orElse(Integer.MAX_VALUE);
    }

    private static Analyte analyte(List<Measure> all, Words words) {
        var unit = all.getFirst().unit();
        var numbers = all.stream().filter(m -> m.unit().equals(unit)).limit(TREND).map(Measure::number).flatMap(Optional::stream).map(Number::doubleValue).toList();
        return new Analyte(Shown.of(all.getFirst(), words), all.getFirst().when(), all.size() > 1 ? Optional.of(Shown.of(all.get(1), words)) : Optional.empty(), Plot.spark(numbers.reversed()), all.size());
    }

    private static List<Group> groups(List<Analyte> analytes, Words words) {
        Map<String, List<Analyte>> byGroup = analytes.stream().collect(Collectors.groupingBy(a -> group(a, words), LinkedHashMap::new, Collectors.toList()));
        return byGroup.entrySet().stream().map(e -> new Group("clinic.group." + e.getKey(), e.getValue())).toList();
    }

    private static String group(Analyte a, Words words) {
        return words.codes().find("http://loinc.org", a.latest.code()).map(Codes.Code::group).filter(g -> words.texts().has("clinic.group." + g)).orElse("other");
    }
}
