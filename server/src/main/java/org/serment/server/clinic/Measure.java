package org.serment.server.clinic;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.serment.server.clinic.Resource.Concept;
import tools.jackson.databind.JsonNode;

/// One measured or observed value: an Observation, or one of its components.
///
/// @param of    `Observation/id` it comes from
/// @param prior the result isn't final yet
record Measure(String of, Concept what, When when, Value value, Optional<Range> range, Flag flag, boolean prior) {
    /// What was found.
    sealed interface Value {
        /// @param comparator `<`, `<=`, `>=`, `>` or nothing
        record Amount(String comparator, BigDecimal number, String unit) implements Value {}

        record Coded(Concept concept) implements Value {}

        record Plain(String text) implements Value {}

        /// No value; `why` may be empty.
        record Nothing(Concept why) implements Value {}
    }

    /// What is usual: bounds, or a text.
    record Range(Optional<BigDecimal> low, Optional<BigDecimal> high, String text) {}

    /// How a value stands to what is usual.
    enum Flag {
        NONE(false), HIGH(true), LOW(true), CRITICAL_HIGH(true), CRITICAL_LOW(true), ABNORMAL(true);

        private final boolean abnormal;

        Flag(boolean abnormal) {
            this.abnormal = abnormal;
        }

        boolean abnormal() {
            return abnormal;
        }

        boolean critical() {
            return this == CRITICAL_HIGH || this == CRITICAL_LOW;
        }
    }

    /// The measures of an observation: its own value, then its components.
    static List<Measure> of(Resource observation) {
        var own = measure(observation, observation);
        var parts = observation.all("component").stream().map(c -> measure(observation, c)).toList();
        boolean empty = own.value instanceof Value.Nothing && !parts.isEmpty();
        return empty ? parts : Stream.concat(Stream.of(own), parts.stream()).toList();
    }

    private static Measure measure(Resource observation, Resource part) {
        var value = value(part);
        var range = part.all("referenceRange").stream().filter(Measure::usual).map(Measure::range).findFirst();
        var status = observation.text("status");
        return new Measure("Observation/" + observation.id(), part.concept("code"), observation.when("effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued"),
                value, range, flag(part.concepts("interpretation"), value, range), status.equals("preliminary") || status.equals("registered"));
    }

    private static Value value(Resource part) {
        var json = part.json();
        if (json.has("valueQuantity")) return amount(json.path("valueQuantity"));
        if (json.has("valueCodeableConcept")) return new Value.Coded(part.concept("valueCodeableConcept"));
        for (var plain : List.of("valueString", "valueInteger", "valueBoolean", "valueTime", "valueDateTime"))
            if (json.has(plain)) return new Value.Plain(part.text(plain));
        if (json.has("valueRange")) return new Value.Plain(bounds(part, "valueRange", "low", " – ", "high"));
        if (json.has("valueRatio")) return new Value.Plain(bounds(part, "valueRatio", "numerator", " / ", "denominator"));
        return new Value.Nothing(part.concept("dataAbsentReason"));
    }

    private static String bounds(Resource part, String member, String first, String between, String second) {
        var a = part.at(member, first);
        var b = part.at(member, second);
        return (a.text("value") + " " + a.text("unit")).strip() + between + (b.text("value") + " " + b.text("unit")).strip();
    }

    private static Value amount(JsonNode quantity) {
        var number = quantity.path("value");
        if (!number.isNumber()) return new Value.Nothing(Concept.NONE);
        var unit = Resource.string(quantity.path("unit"));
        return new Value.Amount(Resource.string(quantity.path("comparator")), number.decimalValue(), unit.isEmpty() ? Resource.string(quantity.path("code")) : unit);
    }

    /// FHIR R4 Observation.referenceRange: without a type it is the normal one.
    private static boolean usual(Resource range) {
        return !range.has("type") || range.concept("type").has("normal");
    }

    private static Range range(Resource range) {
        return new Range(bound(range, "low"), bound(range, "high"), range.text("text"));
    }

    private static Optional<BigDecimal> bound(Resource range, String side) {
        var value = range.json().path(side).path("value");
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    /// What the laboratory says, otherwise what the range says; a value that is only bounded counts when the bound decides.
    private static Flag flag(List<Concept> interpretations, Value value, Optional<Range> range) {
        for (var i : interpretations) for (var c : i.codings()) switch (c.code()) {
            case "HH", "HU" -> { return Flag.CRITICAL_HIGH; }
            case "LL", "LU" -> { return Flag.CRITICAL_LOW; }
            case "H" -> { return Flag.HIGH; }
            case "L" -> { return Flag.LOW; }
            case "A", "AA", "POS" -> { return Flag.ABNORMAL; }
            case "N", "NEG" -> { return Flag.NONE; }
            case String _ -> { }
        }
        return value instanceof Value.Amount a ? range.map(r -> against(a, r)).orElse(Flag.NONE) : Flag.NONE;
    }

    private static Flag against(Value.Amount a, Range r) {
        boolean atMost = a.comparator.startsWith("<"), atLeast = a.comparator.startsWith(">");
        if (r.low().filter(low -> a.number.compareTo(low) < 0).isPresent() && !atLeast) return Flag.LOW;
        if (r.high().filter(high -> a.number.compareTo(high) > 0).isPresent() && !atMost) return Flag.HIGH;
        return Flag.NONE;
    }

    Optional<BigDecimal> number() {
        return value instanceof Value.Amount a ? Optional.of(a.number) : Optional.empty();
    }

    String unit() {
        return value instanceof Value.Amount a ? a.unit : "";
    }

    Measure with(Range usual) {
        return range.isPresent() || flag != Flag.NONE ? this
                : new Measure(of, what, when, value, Optional.of(usual), value instanceof Value.Amount a ? against(a, usual) : Flag.NONE, prior);
    }
}
