package org.serment.server.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.serment.server.record.Found;
import tools.jackson.databind.JsonNode;

/// Resources told to their patient.
///
/// @param medications names of Medication resources by their reference
record Items(Told told, Map<String, String> medications) {

    List<Item> all(Section section, List<Found> found) {
        return found.stream().map(f -> one(section, f)).toList();
    }

    private Item one(Section section, Found found) {
        var r = found.resource();
        return switch (section) {
            case STAYS -> stay(r);
            case APPOINTMENTS -> appointment(r);
            case PROBLEMS -> problem(r);
            case ALLERGIES -> allergy(r);
            case TREATMENTS -> treatment(r);
            case VACCINATIONS -> vaccination(r);
            case PROCEDURES -> procedure(r);
            case DOCUMENTS -> document(r, found.id());
            case RESULTS -> throw new IllegalStateException("results are read, not listed");
        };
    }

    /// Facts that have a value.
    private List<Item.Fact> facts(String... labelsAndValues) {
        var facts = new ArrayList<Item.Fact>();
        for (int i = 0; i < labelsAndValues.length; i += 2)
            if (!labelsAndValues[i + 1].isEmpty()) facts.add(new Item.Fact(told.texts().of("portal.fact." + labelsAndValues[i]), labelsAndValues[i + 1]));
        return facts;
    }

    private String notes(JsonNode r) {
        return Told.all(r, "note").stream().map(n -> Told.at(n, "/text")).filter(t -> !t.isEmpty()).collect(Collectors.joining(" "));
    }

    private Item stay(JsonNode r) {
        var kind = Told.first(told.code("portal.stay.class.", Told.at(r, "/class/code")), told.texts().of("portal.stay.class.other"));
        var type = told.names(Told.all(r, "type"));
        var state = told.code("portal.stay.status.", Told.at(r, "/status"));
        var carers = Told.displays(Told.all(r, "participant").stream().map(p -> p.path("individual")).toList());
        var places = Told.displays(Told.all(r, "location").stream().map(l -> l.path("location")).toList());
        var unit = Told.display(r.path("serviceProvider"));
        return new Item(kind, "", told.period(r.path("period")), state, Told.at(r, "/status").equals("in-progress"),
                facts("what", type, "reason", told.names(Told.all(r, "reasonCode")), "unit", unit, "place", places.equals(unit) ? "" : places, "with", carers), "");
    }

    private Item appointment(JsonNode r) {
        var title = Told.first(told.names(Told.all(r, "serviceType")), told.name(r.path("appointmentType")), Told.at(r, "/description"), told.texts().of("portal.appointment"));
        var with = Told.displays(Told.all(r, "participant").stream().map(p -> p.path("actor")).filter(a -> !Told.at(a, "/reference").startsWith("Patient/")).toList());
        return new Item(title, "", told.format().fhir(Told.at(r, "/start")), told.code("portal.appointment.status.", Told.at(r, "/status")),
                Told.at(r, "/status").equals("booked"), facts("with", with, "reason", told.names(Told.all(r, "reasonCode")), "advice", Told.at(r, "/patientInstruction")), "");
    }

    private Item problem(JsonNode r) {
        var named = told.concept(r.path("code"));
        var status = Told.at(r, "/clinicalStatus/coding/0/code");
        var since = told.when(r, "onset");
        return new Item(named.name(), named.original(), Told.first(since, told.format().fhirDay(Told.at(r, "/recordedDate"))), told.code("portal.problem.status.", status),
                List.of("active", "recurrence", "relapse").contains(status),
                facts("sure", told.code("portal.problem.sure.", Told.at(r, "/verificationStatus/coding/0/code")), "ended", told.when(r, "abatement"),
                        "severity", told.name(r.path("severity")), "where", told.names(Told.all(r, "bodySite")), "note", notes(r)), "");
    }

    private Item allergy(JsonNode r) {
        var named = told.concept(r.path("code"));
        var reactions = told.names(Told.all(r, "reaction").stream().flatMap(x -> Told.all(x, "manifestation").stream()).toList());
        var status = Told.at(r, "/clinicalStatus/coding/0/code");
        return new Item(named.name(), named.original(), told.format().fhirDay(Told.at(r, "/recordedDate")), told.code("portal.problem.status.", status), status.equals("active"),
                facts("danger", told.code("portal.allergy.criticality.", Told.at(r, "/criticality")), "reactions", reactions,
                        "kind", told.code("portal.allergy.category.", Told.at(r, "/category/0")), "sure", told.code("portal.problem.sure.", Told.at(r, "/verificationStatus/coding/0/code")), "note", notes(r)), "");
    }

    private Item treatment(JsonNode r) {
        var named = r.has("medicationCodeableConcept") ? told.concept(r.path("medicationCodeableConcept")) : new Told.Named(medication(r.path("medicationReference"), r), "");
        var status = Told.at(r, "/status");
        var doses = Told.all(r, "dosageInstruction").stream().map(this::dose).filter(d -> !d.isEmpty()).distinct().collect(Collectors.joining("; "));
        return new Item(Told.first(named.name(), told.texts().of("portal.treatment.unnamed")), named.original(), told.format().fhirDay(Told.at(r, "/authoredOn")),
                told.code("portal.treatment.status.", status), status.equals("active"),
                facts("how", doses, "reason", told.names(Told.all(r, "reasonCode")), "by", Told.display(r.path("requester")), "note", notes(r)), "");
    }

    private String medication(JsonNode reference, JsonNode r) {
        var to = Told.at(reference, "/reference");
        if (to.startsWith("#")) return Told.all(r, "contained").stream().filter(c -> ("#" + Told.at(c, "/id")).equals(to)).map(c -> told.name(c.path("code"))).findFirst().orElse("");
        return Told.first(Told.display(reference), medications.getOrDefault(to, ""));
    }

    private String dose(JsonNode d) {
        var text = Told.first(Told.at(d, "/patientInstruction"), Told.at(d, "/text"));
        if (!text.isEmpty()) return text;
        var parts = new ArrayList<String>();
        var amount = d.at("/doseAndRate/0/doseQuantity");
        if (amount.path("value").isNumber()) {
            var plain = amount.path("value").decimalValue().stripTrailingZeros();
            var number = told.number(plain.scale() < 0 ? plain.setScale(0) : plain);
            parts.add(amount.has("unit") ? number + " " + told.unit(Told.at(amount, "/unit")) : told.texts().of("portal.dose.each", number));
        }
        var repeat = d.at("/timing/repeat");
        var every = told.code("portal.dose.unit.", Told.at(repeat, "/periodUnit"));
        if (repeat.path("frequency").isNumber() && repeat.path("period").isNumber() && !every.isEmpty()) {
            var period = repeat.path("period").decimalValue().stripTrailingZeros().toPlainString();
            parts.add(period.equals("1") ? often(repeat.path("frequency").asInt(), every)
                    : told.texts().of("portal.dose.seldom", repeat.path("frequency").asInt(), period, every));
        }
        if (d.path("asNeededBoolean").asBoolean(false) || d.has("asNeededCodeableConcept")) parts.add(told.texts().of("portal.dose.needed"));
        return String.join(", ", parts);
    }

    private String often(int times, String every) {
        return times == 1 ? told.texts().of("portal.dose.once", every) : told.texts().of("portal.dose.often", times, every);
    }

    private Item vaccination(JsonNode r) {
        var named = told.concept(r.path("vaccineCode"));
        return new Item(named.name(), named.original(), told.when(r, "occurrence"), told.code("portal.vaccine.status.", Told.at(r, "/status")), false,
                facts("place", Told.display(r.path("location")), "lot", Told.at(r, "/lotNumber"), "reason", told.name(r.path("statusReason")),
                        "by", Told.displays(Told.all(r, "performer").stream().map(p -> p.path("actor")).toList()), "note", notes(r)), "");
    }

    private Item procedure(JsonNode r) {
        var named = told.concept(r.path("code"));
        return new Item(named.name(), named.original(), told.when(r, "performed"), told.code("portal.procedure.status.", Told.at(r, "/status")), false,
                facts("reason", Told.first(told.names(Told.all(r, "reasonCode"))), "place", Told.display(r.path("location")),
                        "by", Told.displays(Told.all(r, "performer").stream().map(p -> p.path("actor")).toList()), "note", notes(r)), "");
    }

    private Item document(JsonNode r, String id) {
        var named = told.concept(r.path("type"));
        return new Item(Told.first(named.name(), Told.at(r, "/description"), told.texts().of("portal.document")), "", told.format().fhirDay(Told.at(r, "/date")),
                told.code("portal.document.status.", Told.at(r, "/status")), false,
                facts("by", Told.displays(Told.all(r, "author")), "from", Told.display(r.path("custodian"))), Section.DOCUMENTS.path() + "/" + id);
    }
}
