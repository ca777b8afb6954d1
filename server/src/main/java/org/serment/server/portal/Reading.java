package org.serment.server.portal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.server.record.Found;
import tools.jackson.databind.JsonNode;

/// A result, and how it stands to what is usual.
///
/// @param day      it is of
/// @param time     of the day; empty when only the day is known
/// @param original its name in the record, when the plain name is another text
/// @param usual    the laboratory's range; empty when the record holds none
/// @param parts    of a panel: one name and value each
record Reading(String day, String time, String name, String original, String value, String usual, Standing standing, String note, List<Reading> parts) {

    /// As the laboratory said, or else by its own range. We know no range of our own: without one a result is not judged.
    enum Standing { WITHIN, ABOVE, BELOW, FAR_ABOVE, FAR_BELOW, OUTSIDE, UNKNOWN }

    static Reading of(Found found, Told told) {
        var r = found.resource();
        var when = Told.first(Told.at(r, "/effectiveDateTime"), Told.at(r, "/effectivePeriod/start"), Told.at(r, "/effectiveInstant"), Told.at(r, "/issued"));
        var notes = new ArrayList<String>();
        var status = told.code("portal.result.status.", Told.at(r, "/status"));
        if (!status.isEmpty()) notes.add(status);
        Told.all(r, "note").forEach(n -> notes.add(Told.at(n, "/text")));
        var one = of(r, when, String.join(" ", notes), told);
        return pressure(r, one, told).orElse(one);
    }

    private static Reading of(JsonNode r, String when, String note, Told told) {
        var named = told.concept(r.path("code"));
        var parts = Told.all(r, "component").stream().map(c -> of(c, "", "", told)).toList();
        var range = range(r);
        return new Reading(told.format().fhirDay(when), told.time(when), named.name(), named.original(), value(r, told, parts.isEmpty()), range.map(x -> usual(x, told)).orElse(""),
                standing(r, range), note, parts);
    }

    /// Blood pressure is read as one thing.
    private static Optional<Reading> pressure(JsonNode r, Reading one, Told told) {
        var high = component(r, "8480-6");
        var low = component(r, "8462-4");
        if (high.isEmpty() || low.isEmpty() || one.parts.size() != 2) return Optional.empty();
        var value = told.number(high.get().at("/valueQuantity/value").decimalValue()) + " / " + told.quantity(low.get().path("valueQuantity"));
        boolean judged = one.parts.stream().anyMatch(p -> p.standing != Standing.UNKNOWN);
        return judged ? Optional.empty() : Optional.of(new Reading(one.day, one.time, one.name, one.original, value, one.usual, one.standing, one.note, List.of()));
    }

    private static Optional<JsonNode> component(JsonNode r, String loinc) {
        return Told.all(r, "component").stream().filter(c -> Told.all(c.path("code"), "coding").stream().anyMatch(k -> Told.at(k, "/code").equals(loinc)))
                .filter(c -> c.at("/valueQuantity/value").isNumber()).findFirst();
    }

    /// @param whole there is no other value in it: then it is said that there is none
    private static String value(JsonNode r, Told told, boolean whole) {
        if (r.has("valueQuantity")) return told.quantity(r.path("valueQuantity"));
        if (r.has("valueCodeableConcept")) return told.name(r.path("valueCodeableConcept"));
        if (r.has("valueString")) return Told.at(r, "/valueString");
        if (r.has("valueBoolean")) return told.texts().of(r.path("valueBoolean").asBoolean() ? "portal.yes" : "portal.no");
        if (r.has("valueInteger")) return told.number(r.path("valueInteger").decimalValue());
        if (r.has("valueRange")) return told.texts().of("portal.between", told.quantity(r.at("/valueRange/low")), told.quantity(r.at("/valueRange/high")));
        if (r.has("valueRatio")) return told.quantity(r.at("/valueRatio/numerator")) + " / " + told.quantity(r.at("/valueRatio/denominator"));
        if (r.has("valueDateTime")) return told.format().fhir(Told.at(r, "/valueDateTime"));
        if (r.has("valuePeriod")) return told.period(r.path("valuePeriod"));
        if (r.has("valueTime")) return Told.at(r, "/valueTime");
        if (r.has("valueSampledData")) return told.texts().of("portal.result.recording");
        return whole ? told.texts().of("portal.result.none") : "";
    }

    private record Range(Optional<JsonNode> low, Optional<JsonNode> high, String text) {}

    /// The range for everybody like the patient: the one without a type or of type normal.
    private static Optional<Range> range(JsonNode r) {
        return Told.all(r, "referenceRange").stream().filter(x -> !x.has("type") || Told.at(x, "/type/coding/0/code").equals("normal")).findFirst()
                .map(x -> new Range(Told.child(x, "low"), Told.child(x, "high"), Told.at(x, "/text")));
    }

    private static String usual(Range range, Told told) {
        var low = range.low.map(told::quantity).orElse("");
        var high = range.high.map(told::quantity).orElse("");
        if (low.isEmpty() && high.isEmpty()) return range.text;
        if (low.isEmpty()) return told.texts().of("portal.at-most", high);
        return high.isEmpty() ? told.texts().of("portal.at-least", low) : told.texts().of("portal.between", low, high);
    }

    /// Whether there is anything to say of how it stands.
    boolean judged() {
        return !usual.isEmpty() || standing != Standing.UNKNOWN || parts.stream().anyMatch(Reading::judged);
    }

    static Standing standing(JsonNode r) {
        return standing(r, range(r));
    }

    private static Standing standing(JsonNode r, Optional<Range> range) {
        var said = Told.all(r, "interpretation").stream().flatMap(i -> Told.all(i, "coding").stream()).map(c -> Told.at(c, "/code")).collect(Collectors.toSet());
        if (said.contains("HH") || said.contains("HU")) return Standing.FAR_ABOVE;
        if (said.contains("LL") || said.contains("LU")) return Standing.FAR_BELOW;
        if (said.contains("H")) return Standing.ABOVE;
        if (said.contains("L")) return Standing.BELOW;
        if (said.contains("A") || said.contains("AA")) return Standing.OUTSIDE;
        if (said.contains("N")) return Standing.WITHIN;
        var quantity = r.path("valueQuantity");
        if (range.isEmpty() || !quantity.path("value").isNumber() || quantity.has("comparator")) return Standing.UNKNOWN;
        var value = quantity.path("value").decimalValue();
        var low = bound(range.get().low, quantity);
        var high = bound(range.get().high, quantity);
        if (low.filter(b -> value.compareTo(b) < 0).isPresent()) return Standing.BELOW;
        if (high.filter(b -> value.compareTo(b) > 0).isPresent()) return Standing.ABOVE;
        boolean whole = low.isPresent() == range.get().low.isPresent() && high.isPresent() == range.get().high.isPresent();
        return whole && (low.isPresent() || high.isPresent()) ? Standing.WITHIN : Standing.UNKNOWN;
    }

    /// A bound in the value's own unit; one in another unit isn't compared.
    private static Optional<BigDecimal> bound(Optional<JsonNode> bound, JsonNode quantity) {
        return bound.filter(b -> b.path("value").isNumber()).filter(b -> Told.first(Told.at(b, "/code"), Told.at(b, "/unit")).isEmpty()
                || Told.at(b, "/code").equals(Told.at(quantity, "/code")) && Told.at(b, "/unit").equals(Told.at(quantity, "/unit"))).map(b -> b.path("value").decimalValue());
    }
}
