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

/// A stay that goes on: the encounter and the vital signs of the last hours. Its dates are told relative
/// to [Histories#REFERENCE]; the loader moves them to the day of loading.
final class StayBundle {

    private static final String LOINC = "http://loinc.org";
    private static final List<Integer> HOURS_AGO = List.of(26, 14, 2);
    private static final List<String> DATES = List.of("start", "effectiveDateTime", "issued");
    private static final ZoneId FRANCE = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final Stays.Stay stay;
    private final Draw draw;
    private final List<Professional> nurses;
    private final String url;
    private final ArrayNode entries = Tree.array();

    private StayBundle(long seed, Stays.Stay stay, Hospital hospital) {
        this.stay = stay;
        this.draw = Draw.of(seed, "stay/" + stay.patient().id());
        this.nurses = hospital.staff(stay.bed().unit().code(), Post.NURSE);
        this.url = "urn:uuid:" + Bundles.uuid("stay/" + stay.patient().id());
        encounter(draw.from(hospital.staff(stay.bed().unit().code(), Post.PHYSICIAN)));
        HOURS_AGO.forEach(this::vitalSigns);
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

    private void encounter(Professional physician) {
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

    private void vitalSigns(int hoursAgo) {
        String at = ago(Duration.ofMinutes(hoursAgo * 60L + draw.below(50)));
        boolean child = stay.patient().age(Histories.REFERENCE.toLocalDate()) < 12;
        measure(at, "8867-4", "Heart rate", value(draw.between(child ? 80 : 58, child ? 120 : 98), "/min", "/min"));
        measure(at, "9279-1", "Respiratory rate", value(draw.between(child ? 18 : 12, child ? 28 : 20), "/min", "/min"));
        measure(at, "2708-6", "Oxygen saturation in Arterial blood", value(draw.between(93, 100), "%", "%"));
        measure(at, "8310-5", "Body temperature",
                Tree.object("valueQuantity", quantity(BigDecimal.valueOf(draw.between(363, 386), 1), "Cel", "Cel")));
        measure(at, "85354-9", "Blood pressure panel with all children optional", Tree.object("component", Tree.array(
                component("8480-6", "Systolic blood pressure", draw.between(child ? 90 : 105, child ? 110 : 148)),
                component("8462-4", "Diastolic blood pressure", draw.between(child ? 50 : 60, child ? 70 : 92)))));
    }

    private void measure(String at, String code, String display, ObjectNode value) {
        String uuid = Bundles.uuid(url + "/" + at + "/" + code);
        ObjectNode observation = Tree.object("resourceType", "Observation",
                "identifier", Tree.array(Sids.identifier(Sids.MEASURE, uuid)),
                "status", "final",
                "category", Tree.array(Tree.object("coding", Tree.array(Tree.object(
                        "system", "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code", "vital-signs", "display", "Vital Signs")))),
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

    private static ObjectNode quantity(BigDecimal value, String unit, String code) {
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
