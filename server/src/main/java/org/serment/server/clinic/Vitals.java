package org.serment.server.clinic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;

/// Vital signs: a chart for each, and the same values as a table.
///
/// @param usual the ranges shown are those of adults in general, not of these data
/// @param more  there are older values in the period than those shown
record Vitals(Chart chart, String period, List<String> periods, List<Sign> signs, boolean usual, boolean more, boolean closed) {
    private static final int MOST = 600;
    static final int ROWS = 5;

    /// @param columns of the table beside the time: one, or the parts of a panel
    record Sign(String name, String unit, List<String> columns, List<Row> rows, Optional<Plot> plot, String range) {
        List<Row> latest() {
            return rows.subList(0, Math.min(ROWS, rows.size()));
        }

        List<Row> older() {
            return rows.subList(Math.min(ROWS, rows.size()), rows.size());
        }
    }

    record Row(String when, List<Optional<Shown>> cells) {}

    /// One observation's measures that belong together.
    record Taken(Resource observation, List<Measure> measures) {
        When when() {
            return measures.getFirst().when();
        }
    }

    static Content show(Look look) {
        boolean staying = look.material().stay().isPresent();
        var periods = staying ? List.of("stay", "month", "year", "all") : List.of("month", "year", "all");
        var period = look.visit().parameter("period").filter(periods::contains).orElse(staying ? "stay" : "all");
        var query = Asking.query("patient", look.patient(), "category", "vital-signs", "_sort", "-date", "_count", Integer.toString(MOST));
        var found = look.opening().search("Observation", since(look, period).map(s -> query + "&" + Asking.query("date", "ge" + s)).orElse(query));
        var signs = signs(taken(found.all(), look), look.words());
        boolean usual = look.adult() && found.all().stream().noneMatch(o -> o.has("referenceRange"));
        return new Content("clinic/vitals", new Vitals(look.chart(), period, periods, signs, usual, found.more(), found.closed()));
    }

    private static Optional<String> since(Look look, String period) {
        return switch (period) {
            // what was measured at the door belongs to the stay
            case "stay" -> look.material().stay().flatMap(s -> s.when("period").start()).map(i -> i.minus(Duration.ofHours(12)).toString());
            case "month" -> Optional.of(look.now().minus(Duration.ofDays(31)).toString());
            case "year" -> Optional.of(look.now().minus(Duration.ofDays(366)).toString());
            case String _ -> Optional.empty();
        };
    }

    /// The measures of each observation, newest first, with the usual ranges of adults where the data have none.
    static List<Taken> taken(List<Resource> observations, Look look) {
        return observations.stream().filter(o -> !o.withdrawn()).map(o -> new Taken(o, Measure.of(o).stream().map(m -> look.adult() ? ranged(m, look.words().codes()) : m).toList()))
                .sorted(Comparator.comparing(Taken::when).reversed()).toList();
    }

    private static Measure ranged(Measure m, Codes codes) {
        return codes.find(m.what()).flatMap(Codes.Code::usual).map(m::with).orElse(m);
    }

    static Map<String, List<Taken>> bySign(List<Taken> taken, Words words) {
        return taken.stream().collect(Collectors.groupingBy(t -> words.name(t.observation.concept("code")), LinkedHashMap::new, Collectors.toList()));
    }

    private static List<Sign> signs(List<Taken> taken, Words words) {
        return bySign(taken, words).values().stream().sorted(Comparator.comparingInt(g -> place(g, words)))
                .map(g -> sign(g, words)).toList();
    }

    static int place(List<Taken> group, Words words) {
        return words.codes().find(group.getFirst().observation.concept("code")).map(Codes.Code::place).orElse(Integer.MAX_VALUE);
    }

    private static Sign sign(List<Taken> group, Words words) {
        var columns = new LinkedHashMap<String, List<Measure>>();
        for (var t : group) for (var m : t.measures) columns.computeIfAbsent(words.name(m.what()), _ -> new ArrayList<>()).add(m);
        var rows = group.stream().map(t -> new Row(words.when(t.when()), columns.keySet().stream().map(c -> cell(t, c, words)).toList())).toList();
        var series = columns.entrySet().stream().map(c -> new Plot.Series(c.getKey(), points(c.getValue(), words))).filter(s -> !s.points().isEmpty()).toList();
        var only = columns.size() == 1 ? columns.values().iterator().next().getFirst().range() : Optional.<Measure.Range>empty();
        var first = group.getFirst().measures.getFirst();
        var ranges = columns.values().stream().map(List::getFirst).map(Measure::range).map(r -> r.map(words::range).orElse("")).toList();
        return new Sign(words.name(group.getFirst().observation.concept("code")), words.unit(first), List.copyOf(columns.keySet()), rows, Plot.of(series, only, words),
                ranges.stream().anyMatch(r -> !r.isEmpty()) ? String.join(" / ", ranges) : "");
    }

    static List<Plot.Point> points(List<Measure> measures, Words words) {
        return measures.stream().map(m -> Shown.point(m, words)).flatMap(Optional::stream).sorted(Comparator.comparing(Plot.Point::at)).toList();
    }

    private static Optional<Shown> cell(Taken t, String column, Words words) {
        return t.measures.stream().filter(m -> words.name(m.what()).equals(column)).findFirst().map(m -> Shown.of(m, words));
    }
}
