package org.serment.server.clinic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;

/// What is prescribed now, and what was.
record Medications(Chart chart, List<Prescription> current, List<Prescription> past, boolean closed, boolean more) {
    static final String NOW = "active,on-hold", BEFORE = "completed,stopped,cancelled,draft,unknown";
    private static final int MOST = 200;

    /// @param status text; empty for an active one
    /// @param times  how often the same was prescribed, this being the last time
    record Prescription(String name, String dosage, String reason, String by, String on, String status, int times) {
        Prescription times(int times) {
            return new Prescription(name, dosage, reason, by, on, status, times);
        }
    }

    static Content show(Look look) {
        var current = search(look, NOW);
        var past = search(look, BEFORE);
        var names = names(look.opening(), Stream.concat(current.all().stream(), past.all().stream()).toList());
        return new Content("clinic/medications", new Medications(look.chart(), all(current.all(), names, look.words()), once(all(past.all(), names, look.words())), current.closed(), past.more()));
    }

    static Opening.Shelf search(Look look, String statuses) {
        return look.opening().search("MedicationRequest", Asking.query("patient", look.patient(), "status", statuses, "_sort", "-authoredon", "_count", Integer.toString(MOST)));
    }

    /// Medications that requests only refer to, by their ids: one search, if any.
    static Map<String, Resource> names(Opening opening, List<Resource> requests) {
        var ids = requests.stream().filter(r -> r.text("medicationReference", "display").isEmpty()).map(r -> r.leadsTo("Medication", "medicationReference")).flatMap(Optional::stream).distinct().limit(200).toList();
        var byId = new HashMap<String, Resource>();
        if (!ids.isEmpty()) for (var m : opening.search("Medication", Asking.query("_id", String.join(",", ids), "_count", "200")).all()) byId.put(m.id(), m);
        return byId;
    }

    static List<Prescription> all(List<Resource> requests, Map<String, Resource> names, Words words) {
        return requests.stream().filter(r -> !r.text("status").equals("entered-in-error")).map(r -> prescription(r, names, words)).toList();
    }

    private static Prescription prescription(Resource r, Map<String, Resource> names, Words words) {
        var status = r.text("status");
        return new Prescription(name(r, names, words), r.all("dosageInstruction").stream().map(d -> dosage(d, words)).filter(d -> !d.isEmpty()).reduce((a, b) -> words.t("clinic.dose.then", a, b)).orElse(""),
                r.concepts("reasonCode").stream().map(words::name).collect(Collectors.joining(", ")), r.text("requester", "display"), words.day(r.when("authoredOn")),
                status.equals("active") ? "" : words.code("clinic.medication.status.", status), 1);
    }

    /// One line for what was prescribed again and again: the newest.
    private static List<Prescription> once(List<Prescription> all) {
        return all.stream().collect(Collectors.groupingBy(p -> p.name, LinkedHashMap::new, Collectors.toList())).values().stream().map(same -> same.getFirst().times(same.size())).toList();
    }

    private static String name(Resource r, Map<String, Resource> names, Words words) {
        if (r.has("medicationCodeableConcept")) return words.name(r.concept("medicationCodeableConcept"));
        var display = r.text("medicationReference", "display");
        if (!display.isEmpty()) return display;
        var contained = r.all("contained").stream().filter(c -> ("#" + c.id()).equals(r.text("medicationReference", "reference"))).findFirst();
        return r.leadsTo("Medication", "medicationReference").map(names::get).or(() -> contained).map(m -> words.name(m.concept("code"))).orElse(words.t("clinic.unnamed"));
    }

    /// A dosage in words: as it was written, otherwise put together from its parts.
    static String dosage(Resource d, Words words) {
        if (!d.text("text").isEmpty()) return d.text("text");
        var parts = new ArrayList<String>();
        d.first("doseAndRate").ifPresent(r -> parts.add(dose(r, words)));
        parts.add(timing(d.at("timing"), words));
        if (d.text("asNeededBoolean").equals("true")) parts.add(words.t("clinic.dose.as-needed"));
        if (d.has("asNeededCodeableConcept")) parts.add(words.t("clinic.dose.as-needed-for", words.name(d.concept("asNeededCodeableConcept"))));
        parts.add(d.concept("route").name());
        parts.add(length(d.at("timing", "repeat", "boundsDuration"), words));
        return parts.stream().filter(p -> !p.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String dose(Resource rate, Words words) {
        if (rate.has("doseRange")) return (amount(rate.at("doseRange", "low"), words) + " – " + amount(rate.at("doseRange", "high"), words));
        return rate.has("doseQuantity") ? amount(rate.at("doseQuantity"), words) : "";
    }

    private static String amount(Resource quantity, Words words) {
        var value = number(quantity, "value");
        var unit = quantity.text("unit").isEmpty() ? quantity.text("code") : quantity.text("unit");
        return value.map(v -> unit.isEmpty() ? words.t(v.compareTo(BigDecimal.ONE) > 0 ? "clinic.dose.doses" : "clinic.dose.dose", plain(v, words)) : plain(v, words) + " " + Words.unit(unit)).orElse("");
    }

    private static String timing(Resource timing, Words words) {
        var repeat = timing.at("repeat");
        var unit = repeat.text("periodUnit");
        if (unit.isEmpty() || !words.texts().has("clinic.dose.per." + unit)) return timing.concept("code").name();
        var times = number(repeat, "frequency").orElse(BigDecimal.ONE);
        var period = number(repeat, "period").orElse(BigDecimal.ONE);
        var often = words.texts().count("clinic.dose.times", times.longValue());
        return often + " " + (period.compareTo(BigDecimal.ONE) == 0 ? words.t("clinic.dose.per." + unit) : words.t("clinic.dose.every." + unit, plain(period, words)));
    }

    private static String length(Resource duration, Words words) {
        var value = number(duration, "value");
        var unit = duration.text("code").isEmpty() ? duration.text("unit") : duration.text("code");
        return value.isPresent() && words.texts().has("clinic.dose.for." + unit) ? words.t("clinic.dose.for." + unit, plain(value.get(), words)) : "";
    }

    private static Optional<BigDecimal> number(Resource of, String member) {
        var value = of.json().path(member);
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static String plain(BigDecimal number, Words words) {
        var bare = number.stripTrailingZeros();
        return words.number(bare.scale() < 0 ? bare.setScale(0) : bare);
    }
}
