package org.serment.server.portal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.server.web.Format;
import org.serment.server.web.Texts;
import org.serment.server.web.Visit;
import tools.jackson.databind.JsonNode;

/// Reads FHIR data types into words for one visitor.
record Told(Visit visit, Terms terms) {
    /// A coded thing.
    ///
    /// @param name     in plain words where we have them
    /// @param original as its author named it, when that is another text; otherwise empty
    record Named(String name, String original) {}

    Texts texts() {
        return visit.texts();
    }

    Format format() {
        return visit.format();
    }

    /// The text at a JSON pointer; empty when there is none.
    static String at(JsonNode node, String pointer) {
        return node.at(pointer).asString("");
    }

    static List<JsonNode> all(JsonNode node, String name) {
        return node.path(name).valueStream().toList();
    }

    /// The first text that isn't empty.
    static String first(String... texts) {
        for (var t : texts) if (!t.isEmpty()) return t;
        return "";
    }

    /// A CodeableConcept.
    Named concept(JsonNode concept) {
        var original = plain(first(at(concept, "/text"), at(concept, "/coding/0/display"), at(concept, "/coding/0/code")));
        for (var coding : all(concept, "coding")) {
            var known = terms.name(at(coding, "/system"), at(coding, "/code"), visit.language());
            if (known.isPresent()) return new Named(known.get(), known.get().equals(original) ? "" : original);
        }
        return new Named(original, "");
    }

    String name(JsonNode concept) {
        return concept(concept).name();
    }

    String names(List<JsonNode> concepts) {
        return concepts.stream().map(this::name).filter(n -> !n.isEmpty()).distinct().collect(Collectors.joining(", "));
    }

    /// Names of SNOMED CT end in what kind of thing they are, which tells a patient nothing.
    private static String plain(String display) {
        return display.replaceFirst(" \\((?:disorder|finding|situation|procedure|substance|organism|qualifier value|regime/therapy|morphologic abnormality|environment|product)\\)$", "");
    }

    /// The text of a code, `key` + `code`; empty when we have no words for it.
    String code(String key, String code) {
        return !code.isEmpty() && texts().has(key + code) ? texts().of(key + code) : "";
    }

    /// A Quantity, with its digits.
    String quantity(JsonNode quantity) {
        if (!quantity.path("value").isNumber()) return "";
        var unit = unit(first(at(quantity, "/unit"), at(quantity, "/code")));
        return (at(quantity, "/comparator") + " " + number(quantity.path("value").decimalValue()) + " " + unit).strip();
    }

    String number(BigDecimal number) {
        // a history that was computed has digits that nobody measured
        var shown = number.scale() > 3 ? number.setScale(2, RoundingMode.HALF_UP) : number;
        return format().number(shown);
    }

    /// A unit as people read it: UCUM braces are comments, and a few codes have usual signs.
    String unit(String unit) {
        return switch (unit) {
            case "Cel" -> "°C";
            case "mm[Hg]" -> "mmHg";
            case "10*3/uL" -> "10³/µL";
            case "10*6/uL" -> "10⁶/µL";
            case "kg/m2" -> "kg/m²";
            case "/min" -> texts().of("portal.unit.minute");
            case "{score}" -> texts().of("portal.unit.score");
            default -> unit.replace("{1.73_m2}", "1,73 m²").replaceAll("\\{[^}]*}", "").replaceFirst("^u(?=[gLmM])", "µ").replace("/u", "/µ").replaceAll("[\\[\\]]", "");
        };
    }

    /// A Period, from day to day; one day when it begins and ends there.
    String period(JsonNode period) {
        var start = format().fhirDay(at(period, "/start"));
        var end = format().fhirDay(at(period, "/end"));
        if (start.isEmpty() || end.isEmpty()) return start.isEmpty() ? end : texts().of("portal.since", start);
        return start.equals(end) ? start : texts().of("portal.from-to", start, end);
    }

    /// The time of a FHIR dateTime; empty when it is only a day.
    String time(String dateTime) {
        try {
            return dateTime.length() > 10 ? format().time(OffsetDateTime.parse(dateTime).toInstant()) : "";
        } catch (DateTimeException e) {
            return "";
        }
    }

    /// Who or what a reference names; empty when it only has an address.
    static String display(JsonNode reference) {
        return at(reference, "/display");
    }

    static String displays(List<JsonNode> references) {
        return references.stream().map(Told::display).filter(d -> !d.isEmpty()).distinct().collect(Collectors.joining(", "));
    }

    /// The value of a choice element such as `onset[x]`: a day, a period, an age or a text.
    String when(JsonNode resource, String name) {
        var time = at(resource, "/" + name + "DateTime");
        if (!time.isEmpty()) return format().fhirDay(time);
        if (resource.has(name + "Period")) return period(resource.path(name + "Period"));
        if (resource.has(name + "Age")) return quantity(resource.path(name + "Age"));
        return at(resource, "/" + name + "String");
    }

    static Optional<JsonNode> child(JsonNode node, String name) {
        return node.has(name) ? Optional.of(node.path(name)) : Optional.empty();
    }
}
