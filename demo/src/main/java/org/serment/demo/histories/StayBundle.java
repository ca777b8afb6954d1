package org.serment.demo.histories;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.serment.demo.histories.Hospital.Post;
import org.serment.demo.histories.Hospital.Professional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A stay that goes on: the encounter, what the ward knows and gives, the vital signs of the last hours, the results
/// of two samples ([Samples]). Its dates are told relative to [Histories#REFERENCE]; the loader moves them to the day
/// of loading.
final class StayBundle {

    private static final String LOINC = "http://loinc.org";
    private static final List<Integer> HOURS_AGO = List.of(29, 25, 21, 17, 13, 9, 5, 1);
    private static final List<Integer> SAMPLES_HOURS_AGO = List.of(28, 4);
    private static final List<String> DATES = List.of("start", "effectiveDateTime", "issued", "recordedDate", "authoredOn");
    private static final ZoneId FRANCE = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final Stays.Stay stay;
    private final Draw draw;
    private final List<Professional> nurses;
    private final String url;
    private final Professional physician;
    private final ArrayNode entries = Tree.array();

    private StayBundle(long seed, Stays.Stay stay, Hospital hospital) {
        this.stay = stay;
        this.draw = Draw.of(seed, "stay/" + stay.patient().id());
        this.nurses = hospital.staff(stay.bed().unit().code(), Post.NURSE);
        this.url = "urn:uuid:" + Bundles.uuid("stay/" + stay.patient().id());
        this.physician = draw.from(hospital.staff(stay.bed().unit().code(), Post.PHYSICIAN));
        encounter();
        Signs usual = signs();
        HOURS_AGO.forEach(hours -> vitalSigns(hours, usual));
        Samples samples = Samples.of(seed, stay);
        SAMPLES_HOURS_AGO.forEach(hours -> sample(hours, samples));
        known();
        prescriptions();
    }

    static ObjectNode of(long seed, Stays.Stay stay, Hospital hospital) {
        return Bundles.transaction(Line.stay(stay.patient().id()), new StayBundle(seed, stay, hospital).entries);
    }

    static String marker(Stays.Stay stay) {
        return Sids.reference("Encounter", Sids.STAY, number(stay));
    }

    private static String number(Stays.Stay stay) {
        return "S" + stay.patient().person().number();
    }

    private void encounter() {
        String since = ago(Duration.ofHours(30).plusMinutes(draw.below(6 * 24 * 60)));
        ObjectNode encounter = Tree.object("resourceType", "Encounter",
                "identifier", Tree.array(Tree.object("use", "official", "system", Sids.STAY, "value", number(stay))),
                "status", "in-progress",
                "class", Tree.object("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                        "code", "IMP", "display", "inpatient encounter"),
                "subject", subject(),
                "participant", Tree.array(participant("ATND", "attender", physician, since),
                        participant("PPRF", "primary performer", nurses.getFirst(), since)),
                "period", Tree.object("start", since),
                "location", Tree.array(Tree.object("location", HospitalBundle.reference(stay.bed()),
                        "status", "active", "period", Tree.object("start", since))),
                "serviceProvider", HospitalBundle.reference(stay.bed().unit()));
        if (!stay.reasons().isEmpty()) encounter.set("reasonCode", Tree.array(stay.reasons().toArray()));
        entries.add(Bundles.create(encounter, url.substring("urn:uuid:".length())));
    }

    /// What is usual for this patient now: single values lie around it.
    private record Signs(int heart, int breath, int oxygen, int tenthsOfDegrees, int systolic, int diastolic) {}

    private Signs signs() {
        boolean child = stay.patient().age(Histories.REFERENCE.toLocalDate()) < 12;
        return child ? new Signs(draw.between(85, 115), draw.between(19, 26), draw.between(96, 99), draw.between(366, 378), draw.between(92, 108), draw.between(52, 68))
                : new Signs(draw.between(60, 96), draw.between(13, 19), draw.between(93, 98), draw.between(365, 377), draw.between(108, 146), draw.between(62, 88));
    }

    private void vitalSigns(int hoursAgo, Signs usual) {
        String at = ago(Duration.ofMinutes(hoursAgo * 60L + draw.below(50)));
        measure(at, "8867-4", "Heart rate", value(usual.heart + draw.between(-6, 8), "/min", "/min"));
        measure(at, "9279-1", "Respiratory rate", value(usual.breath + draw.between(-2, 3), "/min", "/min"));
        measure(at, "2708-6", "Oxygen saturation in Arterial blood", value(Math.min(100, usual.oxygen + draw.between(-2, 2)), "%", "%"));
        measure(at, "8310-5", "Body temperature",
                Tree.object("valueQuantity", quantity(BigDecimal.valueOf(usual.tenthsOfDegrees + draw.between(-4, 6), 1), "Cel", "Cel")));
        measure(at, "85354-9", "Blood pressure panel with all children optional", Tree.object("component", Tree.array(
                component("8480-6", "Systolic blood pressure", usual.systolic + draw.between(-9, 11)),
                component("8462-4", "Diastolic blood pressure", usual.diastolic + draw.between(-6, 7)))));
    }

    private void sample(int hoursAgo, Samples samples) {
        String at = ago(Duration.ofMinutes(hoursAgo * 60L + draw.below(50)));
        for (Samples.Analyte one : samples.analytes()) observe(at, "laboratory", "Laboratory", one.code(), one.name(), samples.result(one, draw));
    }

    /// What the ward noted at the door: allergies where none are recorded, and what everybody must know.
    private void known() {
        String at = ago(Duration.ofHours(29));
        if (!stay.patient().allergic() && draw.chance(0.75)) entries.add(Bundles.create(draw.chance(0.2) ? penicillin(at) : noAllergy(at), Bundles.uuid(url + "/allergy")));
        boolean old = stay.patient().age(Histories.REFERENCE.toLocalDate()) >= 75;
        if (draw.chance(old ? 0.6 : 0.05)) flag("Risque de chute", "safety", "Safety");
        if (draw.chance(0.12)) flag("Isolement contact", "safety", "Safety");
        if (draw.chance(0.15)) flag("À jeun", "diet", "Diet");
    }

    private ObjectNode noAllergy(String at) {
        return allergy(at, Tree.object("code", Tree.object("coding", Tree.array(Tree.object("system", "http://snomed.info/sct",
                "code", "716186003", "display", "No known allergy")), "text", "Pas d’allergie connue")));
    }

    private ObjectNode penicillin(String at) {
        return allergy(at, Tree.object("category", Tree.array("medication"), "criticality", "high",
                "code", Tree.object("coding", Tree.array(Tree.object("system", "http://snomed.info/sct", "code", "764146007", "display", "Penicillin")), "text", "Pénicilline"),
                "reaction", Tree.array(Tree.object("manifestation", Tree.array(Tree.object("text", "Urticaire")), "severity", "moderate"))));
    }

    private ObjectNode allergy(String at, ObjectNode rest) {
        String system = "http://terminology.hl7.org/CodeSystem/allergyintolerance-";
        ObjectNode allergy = Tree.object("resourceType", "AllergyIntolerance",
                "clinicalStatus", Tree.object("coding", Tree.array(Tree.object("system", system + "clinical", "code", "active"))),
                "verificationStatus", Tree.object("coding", Tree.array(Tree.object("system", system + "verification", "code", "confirmed"))),
                "patient", subject(), "recordedDate", at);
        allergy.setAll(rest);
        return allergy;
    }

    private void flag(String text, String category, String display) {
        entries.add(Bundles.create(Tree.object("resourceType", "Flag", "status", "active",
                "category", Tree.array(Tree.object("coding", Tree.array(Tree.object(
                        "system", "http://terminology.hl7.org/CodeSystem/flag-category", "code", category, "display", display)))),
                "code", Tree.object("text", text), "subject", subject(), "period", Tree.object("start", ago(Duration.ofHours(29)))), Bundles.uuid(url + "/" + text)));
    }

    private void prescriptions() {
        boolean child = stay.patient().age(Histories.REFERENCE.toLocalDate()) < 16;
        prescribe("Paracétamol " + (child ? "500 mg" : "1 g") + ", voie orale", 1, 6, "h", true);
        if (!child) prescribe("Énoxaparine 4 000 UI, injection sous-cutanée", 1, 1, "d", false);
        if (stay.bed().unit().code().equals(Hospital.CARDIOLOGY)) prescribe("Furosémide 40 mg, voie orale", 2, 1, "d", false);
        if (stay.bed().unit().code().equals(Hospital.PNEUMOLOGY)) prescribe("Salbutamol 5 mg, aérosol", 3, 1, "d", false);
    }

    private void prescribe(String text, int frequency, int period, String unit, boolean asNeeded) {
        ObjectNode repeat = Tree.object("frequency", frequency, "period", period, "periodUnit", unit);
        entries.add(Bundles.create(Tree.object("resourceType", "MedicationRequest", "status", "active", "intent", "order",
                "medicationCodeableConcept", Tree.object("text", text), "subject", subject(), "encounter", Tree.object("reference", url),
                "authoredOn", ago(Duration.ofHours(28)), "requester", HospitalBundle.reference(physician),
                "dosageInstruction", Tree.array(Tree.object("timing", Tree.object("repeat", repeat), "asNeededBoolean", asNeeded,
                        "doseAndRate", Tree.array(Tree.object("doseQuantity", Tree.object("value", 1)))))), Bundles.uuid(url + "/" + text)));
    }

    private void measure(String at, String code, String display, ObjectNode value) {
        observe(at, "vital-signs", "Vital Signs", code, display, value);
    }

    private void observe(String at, String category, String categoryDisplay, String code, String display, ObjectNode value) {
        String uuid = Bundles.uuid(url + "/" + at + "/" + code);
        ObjectNode observation = Tree.object("resourceType", "Observation",
                "identifier", Tree.array(Sids.identifier(Sids.MEASURE, uuid)),
                "status", "final",
                "category", Tree.array(Tree.object("coding", Tree.array(Tree.object(
                        "system", "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code", category, "display", categoryDisplay)))),
                "code", loinc(code, display),
                "subject", subject(),
                "encounter", Tree.object("reference", url),
                "effectiveDateTime", at, "issued", at,
                "performer", Tree.array(HospitalBundle.reference(draw.from(nurses))));
        observation.setAll(value);
        entries.add(Bundles.create(observation, uuid));
    }

    private ObjectNode subject() {
        return Tree.object("reference", Sids.reference("Patient", Sids.SYNTHEA, stay.patient().id()),
                "display", stay.patient().person().display());
    }

    private static ObjectNode participant(String code, String display, Professional one, String since) {
        return Tree.object("type", Tree.array(Tree.object("coding", Tree.array(Tree.object(
                        "system", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
                        "code", code, "display", display)))),
                "period", Tree.object("start", since),
                "individual", HospitalBundle.reference(one));
    }

    private static ObjectNode component(String code, String display, int value) {
        return Tree.object("code", loinc(code, display),
                "valueQuantity", quantity(BigDecimal.valueOf(value), "mmHg", "mm[Hg]"));
    }

    private static ObjectNode value(int value, String unit, String code) {
        return Tree.object("valueQuantity", quantity(BigDecimal.valueOf(value), unit, code));
    }

    static ObjectNode quantity(BigDecimal value, String unit, String code) {
        return Tree.object("value", value, "unit", unit, "system", "http://unitsofmeasure.org", "code", code);
    }

    private static ObjectNode loinc(String code, String display) {
        return Tree.object("coding", Tree.array(Tree.object("system", LOINC, "code", code, "display", display)),
                "text", display);
    }

    private static String ago(Duration duration) {
        return Histories.REFERENCE.minus(duration).format(TIME);
    }

    /// Moves the dates of a stay's bundle: what was told relative to the reference is told relative to `now`.
    static void move(ObjectNode bundle, OffsetDateTime now) {
        Duration shift = Duration.between(Histories.REFERENCE, now.truncatedTo(ChronoUnit.MINUTES));
        Tree.walk(bundle, node -> {
            for (String member : DATES)
                if (node.path(member).isString())
                    node.put(member, OffsetDateTime.parse(Tree.text(node, member)).plus(shift)
                            .atZoneSameInstant(FRANCE).format(TIME));
        });
    }
}
