package org.serment.server.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.serment.r4.Problem;
import org.serment.r4.Subset;
import org.serment.r4.Types;
import org.serment.server.exports.Wish;
import org.serment.server.record.QueryString;
import org.serment.server.record.Record;
import tools.jackson.databind.node.ObjectNode;

/// Reads the parameters of a kick-off (HL7 Bulk Data Access 2.0, "Query Parameters"). What isn't known is refused by name, or left
/// out for a client that asks for that; a value that can't be read is refused all the same.
sealed interface ExportWish {
    record Understood(Wish wish) implements ExportWish {}

    record Wrong(Problem problem) implements ExportWish {}

    Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");

    /// The parameters of a POST, as pairs.
    static List<Map.Entry<String, String>> pairs(ObjectNode parameters) {
        var pairs = new ArrayList<Map.Entry<String, String>>();
        for (var p : parameters.path("parameter")) {
            var value = p.properties().stream().filter(e -> e.getKey().startsWith("value")).map(Map.Entry::getValue).findFirst();
            pairs.add(Map.entry(p.path("name").asString(""), value.map(v -> v.isObject() ? v.path("reference").asString("") : v.asString("")).orElse("")));
        }
        return pairs;
    }

    static ExportWish read(Call call, Route.Operation at, List<Map.Entry<String, String>> posted) {
        var asked = QueryString.pairs(call.query());
        if (asked.isEmpty()) return new Wrong(new Problem("", "invalid", "the query is not well encoded"));
        try {
            var reading = new Reading(call.lenient(), at, call.method().equals("POST"));
            Stream.concat(asked.get().stream(), posted.stream()).forEach(p -> reading.read(p.getKey(), p.getValue()));
            return new Understood(reading.wish(call));
        } catch (Misread e) {
            return new Wrong(e.problem);
        }
    }

    /// A parameter that can't be read.
    final class Misread extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        private Misread(String place, String code, String message) {
            super(message, null, false, false);
            problem = new Problem(place, code, message);
        }
    }

    /// One kick-off in work.
    final class Reading {
        private final boolean lenient, post;
        private final Route.Operation at;
        private final List<String> types = new ArrayList<>();
        private final Map<String, List<String>> filters = new HashMap<>();
        private final List<String> elements = new ArrayList<>();
        private final List<String> patients = new ArrayList<>();
        private Optional<Instant> since = Optional.empty();

        private Reading(boolean lenient, Route.Operation at, boolean post) {
            this.lenient = lenient;
            this.at = at;
            this.post = post;
        }

        private void read(String name, String value) {
            switch (name) {
                case "_outputFormat" -> {
                    if (!FORMATS.contains(value)) throw new Misread(name, "not-supported", "files are application/fhir+ndjson");
                }
                case "_since" -> {
                    if (since.isPresent()) throw new Misread(name, "invalid", "given twice");
                    since = Optional.of(instant(value));
                }
                case "_type" -> {
                    for (var type : value.split(",")) type(type.strip());
                }
                // a comma parts filters only where another begins; inside one it parts alternatives
                case "_typeFilter" -> {
                    for (var filter : value.split(",(?=[A-Z][A-Za-z]{1,40}\\?)")) filter(filter);
                }
                case "_elements" -> elements.addAll(List.of(value.split(",")));
                case "patient" -> patient(value);
                case "_format", "_pretty" -> { }
                default -> {
                    if (!lenient) throw new Misread(known(name), "not-supported", "no parameter of an export that is supported here: " + known(name));
                }
            }
        }

        private static Instant instant(String value) {
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeException e) {
                throw new Misread("_since", "value", "_since is an instant: 2026-01-31T10:00:00Z");
            }
        }

        private void type(String type) {
            if (Types.known(type)) {
                if (!types.contains(type)) types.add(type);
            } else if (!lenient) throw new Misread("_type", "not-supported", "_type names what is no resource type");
        }

        private void filter(String filter) {
            int question = filter.indexOf('?');
            var type = question < 0 ? "" : filter.substring(0, question);
            if (!Types.known(type)) throw new Misread("_typeFilter", "invalid", "_typeFilter is Type?search");
            var query = filter.substring(question + 1);
            Record.misread(type, query).ifPresent(p -> {
                throw new Misread("_typeFilter", p.code(), p.message());
            });
            filters.computeIfAbsent(type, t -> new ArrayList<>()).add(query);
        }

        private void patient(String reference) {
            if (!post || at.type().isEmpty()) throw new Misread("patient", "not-supported", "patient is given by POST, to Patient/$export or to that of a Group");
            if (!reference.matches("Patient/" + Route.ID.pattern())) throw new Misread("patient", "value", "patient is a reference: Patient/id");
            patients.add(reference);
        }

        private Wish wish(Call call) {
            if (!types.isEmpty() && !types.containsAll(filters.keySet())) throw new Misread("_typeFilter", "invalid", "_typeFilter speaks of a type that _type leaves out");
            var place = call.base() + at.type().map(t -> '/' + t).orElse("") + at.id().map(i -> '/' + i).orElse("") + '/' + at.name();
            var whose = at.type().isEmpty() ? new Wish.Whose.System() : at.id().<Wish.Whose>map(Wish.Whose.Members::new).orElseGet(Wish.Whose.Patients::new);
            return new Wish(call.query().isEmpty() ? place : place + '?' + call.query(), whose, types, filters, shown(), since, patients.isEmpty() ? Optional.empty() : Optional.of(patients));
        }

        /// Elements by type; a name without a type counts for all of them.
        private Map<String, List<String>> shown() {
            var shown = new HashMap<String, List<String>>();
            for (var name : elements) {
                int dot = name.indexOf('.');
                var of = dot < 0 ? (types.isEmpty() ? List.copyOf(Types.names()) : types) : List.of(name.substring(0, dot));
                var element = name.substring(dot + 1);
                if (of.stream().noneMatch(t -> Types.known(t) && Subset.known(t, element))) throw new Misread("_elements", "invalid", "_elements names an element that none of the types has");
                for (var type : of) shown.computeIfAbsent(type, t -> new ArrayList<>()).add(element);
            }
            return shown;
        }

        /// A name that looks like one is given back; anything else could be somebody's data.
        private static String known(String name) {
            return name.matches("[_a-z][A-Za-z0-9-]{0,39}") ? name : "?";
        }
    }
}
