package org.serment.server.portal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.server.gate.Permit;
import org.serment.server.record.Found;
import org.serment.server.record.Record;

/// The searches of one page of the caller's own record. Each costs two statements, however much there is.
final class Reads {
    /// Some of a section.
    ///
    /// @param next  a sealed link to what is older
    /// @param valid false when the link that led here was changed, or is another's
    record Some(List<Found> found, Optional<String> next, boolean valid) {}

    private static final Some NOTHING = new Some(List.of(), Optional.empty(), true);

    private final Record record;
    private final Own own;

    Reads(Record record, Own own) {
        this.record = record;
        this.own = own;
    }

    Some some(Section section, Optional<Section.Kind> kind, int count, Optional<String> from) {
        return own.search(section.type()).map(p -> search(p, section.query(kind, count), from)).orElse(NOTHING);
    }

    /// The patient's own resource.
    Optional<Found> patient() {
        return own.search("Patient").flatMap(p -> search(p, "_count=1", Optional.empty()).found().stream().findFirst());
    }

    /// Resources by id, among what the caller may see.
    List<Found> byId(String type, List<String> ids) {
        if (ids.isEmpty()) return List.of();
        return own.search(type).map(p -> search(p, "_id=" + String.join(",", ids) + "&_count=" + ids.size(), Optional.empty()).found()).orElse(List.of());
    }

    /// Names of the Medication resources that prescriptions lead to, by reference.
    Map<String, String> medications(List<Found> prescriptions, Told told) {
        var ids = new ArrayList<String>();
        for (var p : prescriptions) {
            var reference = Told.at(p.resource(), "/medicationReference/reference");
            if (reference.matches("Medication/[A-Za-z0-9.-]{1,64}")) ids.add(reference.substring("Medication/".length()));
        }
        var names = new HashMap<String, String>();
        for (var m : byId("Medication", ids.stream().distinct().toList())) names.put("Medication/" + m.id(), told.name(m.resource().path("code")));
        return names;
    }

    private Some search(Permit permit, String query, Optional<String> from) {
        return switch (record.search(permit, query, from)) {
            case Record.Search.Page page -> {
                page.found().forEach(own::shows);
                yield new Some(page.found(), page.next(), true);
            }
            case Record.Search.Refused r -> {
                if (from.isEmpty()) throw new IllegalStateException("a search of ours was refused: " + r.problem().code());
                yield new Some(List.of(), Optional.empty(), false);
            }
        };
    }

    /// Results by day, newest first.
    static List<Day> days(List<Found> results, Told told) {
        return results.stream().map(f -> Reading.of(f, told)).collect(Collectors.groupingBy(Reading::day, LinkedHashMap::new, Collectors.toList()))
                .entrySet().stream().map(e -> new Day(e.getKey(), e.getValue())).toList();
    }

    record Day(String day, List<Reading> readings) {
        /// Whether the laboratory said of any how it stands.
        boolean judged() {
            return readings.stream().anyMatch(Reading::judged);
        }
    }
}
