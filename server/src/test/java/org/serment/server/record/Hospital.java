package org.serment.server.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.serment.kernel.identity.Actor;
import org.serment.r4.Value;
import org.serment.server.gate.Address;
import org.serment.server.gate.Standing;

/// A small random hospital: resources of few values, so that searches often find some and not all of them.
///
/// What it writes is planned first ([#plan]), so that the same plan can be written to two worlds in part.
final class Hospital {
    static final List<String> TYPES = List.of("Patient", "Encounter", "Observation", "Condition", "Appointment", "Organization", "Practitioner", "RiskAssessment", "List");
    static final List<String> SYSTEMS = List.of("http://loinc.org", "urn:s:a", "urn:s:b");
    static final List<String> CODES = List.of("8867-4", "8480-6", "A", "a", "a,b", "x|y", "d$e", "b\\\\c");
    /// Some begin alike for longer than what is indexed of a name.
    static final List<String> FAMILIES = List.of("Dupont", "DUPONT-LEFÈBVRE-MARTIN", "Dupont-Lefebvre-Moreau", "Œstergård", "Garnierot", "Garnierou", "Li",
            "de la Tour d’Auvergne", "de la Tour-Maubourg");
    static final List<String> CLINICS = List.of("Clinique Garnier", "Clinique Garnierot", "Hôtel-Dieu");
    static final List<String> GIVENS = List.of("Léa", "Lea-Marie", "Marie Léontine Joséphine", "Jean", "Jean-Baptiste", "Jean-Baptistin");
    static final List<String> CITIES = List.of("Saint-Étienne", "Saint-Étienne-du-Rouvray", "Lyon");
    static final List<String> BIRTHS = List.of("1980", "1980-05", "1980-05-17", "1980-05-18", "1979-12-31", "1980-01-01", "2001-02", "2001-02-28", "1999");
    static final List<String> TIMES = List.of("2024", "2024-01", "2024-01-02", "2024-01-03", "2024-01-02T10:00:00Z", "2024-01-02T23:30:00-05:00",
            "2024-02-29T12:00:00.5+01:00", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z");
    static final List<String> STARTS = List.of("2024-01-02T10:00:00Z", "2024-01-02T11:00:00+01:00", "2024-01-03T00:00:00Z", "2023-12-31T23:59:59.999Z");
    /// The same amount in several units and spellings, amounts without a known unit, open and negative ones.
    static final List<String> AMOUNTS = List.of("{'value':5.4,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'}", "{'value':0.0054,'system':'http://unitsofmeasure.org','code':'g'}",
            "{'value':5.40,'unit':'milligrammes','system':'http://unitsofmeasure.org','code':'mg'}", "{'value':5400,'system':'http://unitsofmeasure.org','code':'ug'}",
            "{'value':5,'unit':'mg'}", "{'value':5.4,'comparator':'<','system':'http://unitsofmeasure.org','code':'mg'}", "{'value':37.5,'system':'http://unitsofmeasure.org','code':'Cel'}",
            "{'value':310.65,'system':'http://unitsofmeasure.org','code':'K'}", "{'value':37.5,'unit':'Cel'}", "{'value':37.5}", "{'value':99,'system':'urn:s:a','code':'zorg'}",
            "{'value':-5,'system':'http://unitsofmeasure.org','code':'mg'}", "{'value':5.46,'comparator':'>=','system':'http://unitsofmeasure.org','code':'mg'}");
    static final List<String> PROFILES = List.of("http://x.example/fhir/a", "http://x.example/fhir/a/b", "http://x.example/fhir/ab|2.0", "http://x.example/fhir/a/", "urn:oid:1.2.3");
    static final List<String> FEW = List.of("A", "a", "a,b");
    private static final Map<String, String> PREFIX = Map.of("Patient", "p", "Encounter", "e", "Observation", "o", "Condition", "c", "Appointment", "a", "Organization", "g", "Practitioner", "d", "RiskAssessment", "r", "List", "l");

    /// A resource that is to be written, later versions included; `patients` are those that it names.
    record Planned(String type, String id, List<String> patients, List<String> versions, boolean removed) {
        String reference() {
            return type + '/' + id;
        }
    }

    /// A resource as it stands, with the values that HAPI's FHIRPath engine finds in it.
    record Kept(String type, String id, Standing at, String body, List<Value> values) {}

    private final Dice dice;
    private final int patients;
    private final Map<String, Planned> planned = new LinkedHashMap<>();

    private Hospital(Dice dice, int patients) {
        this.dice = dice;
        this.patients = patients;
    }

    /// What to write, in an order in which no reference leads forward.
    static List<Planned> plan(Dice dice, int patients, int rest) {
        var hospital = new Hospital(dice, patients);
        for (int i = 0; i < 3; i++) hospital.add("Organization", i, List.of());
        for (int i = 0; i < 3; i++) hospital.add("Practitioner", i, List.of());
        for (int i = 0; i < patients; i++) hospital.add("Patient", i, List.of("p" + i));
        for (int i = 0; i < rest; i++) {
            var type = dice.one("Encounter", "Observation", "Observation", "Observation", "Condition", "Appointment", "RiskAssessment", "List");
            hospital.add(type, i, hospital.named(type));
        }
        return List.copyOf(hospital.planned.values());
    }

    /// Another content for the same resource of the same patients.
    static String other(Dice dice, int patients, Planned planned) {
        return new Hospital(dice, patients).resource(planned.type, planned.id, planned.patients);
    }

    private void add(String type, int n, List<String> named) {
        var id = PREFIX.get(type) + n;
        int versions = dice.chance(25) ? 2 : 1;
        planned.put(type + '/' + id, new Planned(type, id, named, IntStream.range(0, versions).mapToObj(i -> resource(type, id, named)).toList(),
                !Set.of("Organization", "Practitioner").contains(type) && dice.chance(8)));
    }

    private List<String> named(String type) {
        var one = "p" + dice.below(patients);
        return switch (type) {
            case "Observation" -> dice.chance(10) ? List.of() : dice.chance(20) ? List.of(one, "p" + dice.below(patients)) : List.of(one);
            case "Appointment" -> dice.list(0, 3, () -> "p" + dice.below(patients)).stream().distinct().toList();
            default -> List.of(one);
        };
    }

    /// Writes a plan: all first versions in transactions of several, then the later ones, then deletions.
    static void write(World world, Actor loader, List<Planned> plan) {
        for (int i = 0; i < plan.size(); i += 7) {
            var some = plan.subList(i, Math.min(plan.size(), i + 7));
            done(world.write(loader, () -> some.stream().map(p -> put(p, 0)).toList()));
        }
        for (var p : plan) for (int v = 1; v < p.versions.size(); v++) {
            int version = v;
            done(world.write(loader, () -> List.of(put(p, version))));
        }
        for (var p : plan.reversed()) if (p.removed) done(world.write(loader, () -> List.of(new Change.Delete("", p.type, p.id, Optional.empty()))));
    }

    private static Change put(Planned p, int version) {
        return new Change.Update("", p.type, p.id, World.json(p.versions.get(version)), Optional.empty(), Optional.empty());
    }

    private static void done(Change.Result result) {
        if (result instanceof Change.Result.Rejected r) throw new IllegalStateException(r.toString());
    }

    /// What stands of a plan, with its authorisation columns checked against the plan.
    static List<Kept> kept(World world, List<Planned> plan) {
        var subjects = new LinkedHashMap<String, Long>();
        var standings = new LinkedHashMap<Planned, Standing>();
        for (var p : plan) {
            standings.put(p, world.test.database().read(world.record.targets().standing(new Address(1, p.type, p.id))).orElseThrow());
            if (p.type.equals("Patient")) subjects.put(p.id, standings.get(p).oid());
        }
        var kept = new ArrayList<Kept>();
        var published = new Published();
        standings.forEach((p, at) -> {
            var expected = p.patients.stream().map(subjects::get).collect(Collectors.toSet());
            if (!at.target().subjects().equals(expected)) throw new AssertionError(p.reference() + " is of " + at.target().subjects() + ", not of " + expected);
            if (at.deleted() != p.removed) throw new AssertionError(p.reference() + " deleted: " + at.deleted());
            if (p.removed) return;
            if (!(world.read(World.LOADER, p.type, p.id).orElseThrow() instanceof Record.Read.Present present)) throw new AssertionError(p.reference() + " can't be read");
            var body = new String(present.found().body(), StandardCharsets.UTF_8);
            kept.add(new Kept(p.type, p.id, at, body, published.values(body)));
        });
        return kept;
    }

    private String resource(String type, String id, List<String> named) {
        var fields = switch (type) {
            case "Patient" -> patient();
            case "Encounter" -> encounter(named);
            case "Observation" -> observation(named);
            case "Condition" -> condition(named);
            case "Appointment" -> appointment(named);
            case "Organization" -> organization();
            case "RiskAssessment" -> assessment(named);
            case "List" -> list(named);
            default -> practitioner();
        };
        return "{'resourceType':'" + type + "','id':'" + id + "'" + meta() + fields + "}";
    }

    private String meta() {
        if (dice.chance(75)) return "";
        var parts = new ArrayList<String>();
        if (dice.chance(60)) parts.add("'tag':[" + coding() + "]");
        if (dice.chance(60)) parts.add("'profile':['" + dice.one(PROFILES) + "']");
        if (dice.chance(60)) parts.add("'security':[{'system':'urn:label','code':'" + dice.one("R", "V") + "'}]");
        return parts.isEmpty() ? "" : ",'meta':{" + String.join(",", parts) + "}";
    }

    private String patient() {
        return names(0) + maybe(85, "birthDate", BIRTHS) + maybe(70, "gender", List.of("male", "female", "unknown")) + active() + identifiers()
                + (dice.chance(40) ? ",'telecom':[{'system':'phone','value':'" + dice.one("0102030405", "06 07") + "'" + (dice.chance(50) ? ",'use':'home'" : "") + "}]" : "")
                + (dice.chance(40) ? ",'address':[{'city':'" + dice.one(CITIES) + "'}]" : "")
                + (dice.chance(40) ? ",'generalPractitioner':[{'reference':'" + dice.one("Practitioner/d0", "Organization/g1", "Practitioner/d2") + "'}]" : "")
                + (dice.chance(20) ? ",'deceasedBoolean':" + dice.chance(50) : "");
    }

    private String encounter(List<String> named) {
        return ",'status':'" + dice.one("planned", "finished", "in-progress") + "','class':" + coding() + subject(named) + period("period") + identifiers()
                + (dice.chance(50) ? ",'type':[" + concept() + "]" : "")
                + (dice.chance(50) ? ",'serviceProvider':{'reference':'Organization/g" + dice.below(3) + "'}" : "")
                + (dice.chance(60) ? ",'participant':[{'individual':{'reference':'Practitioner/d" + dice.below(3) + "'}}]" : "");
    }

    private String observation(List<String> named) {
        var effective = dice.chance(20) ? "" : dice.chance(30) ? period("effectivePeriod") : ",'effectiveDateTime':'" + dice.one(TIMES) + "'";
        var value = switch (dice.below(6)) {
            case 0 -> ",'valueString':'" + dice.one("très bien", "Tres Bien", "mal") + "'";
            case 1 -> ",'valueCodeableConcept':" + concept();
            case 2, 3 -> ",'valueQuantity':" + dice.one(AMOUNTS);
            case 4 -> dice.chance(50) ? ",'valueDateTime':'" + dice.one(TIMES) + "'" : period("valuePeriod");
            default -> "";
        };
        var performers = new ArrayList<String>();
        if (named.size() > 1) performers.add("{'reference':'Patient/" + named.get(1) + "'}");
        if (dice.chance(40)) performers.add("{'reference':'" + dice.one("Practitioner/d0", "Practitioner/d1", "http://elsewhere.example/Practitioner/d1") + "'}");
        var components = dice.list(0, dice.chance(25) ? 3 : 0, () -> "{'code':" + few() + switch (dice.below(3)) {
            case 0 -> ",'valueQuantity':" + dice.one(AMOUNTS);
            case 1 -> ",'valueCodeableConcept':" + few();
            default -> "";
        } + "}");
        return ",'status':'" + dice.one("final", "amended", "preliminary") + "','code':" + (dice.chance(50) ? few() : concept()) + (components.isEmpty() ? "" : ",'component':[" + String.join(",", components) + "]") + subject(named) + effective + value + identifiers() + within(named)
                + (performers.isEmpty() ? "" : ",'performer':[" + String.join(",", performers) + "]")
                + (dice.chance(40) ? ",'category':[" + concept() + "," + concept() + "]" : "");
    }

    private String condition(List<String> named) {
        var onset = switch (dice.below(5)) {
            case 0 -> ",'onsetDateTime':'" + dice.one(TIMES) + "'";
            case 1 -> period("onsetPeriod");
            case 3 -> ",'onsetAge':{'value':" + dice.one("5", "12.5", "30") + ",'system':'http://unitsofmeasure.org','code':'" + dice.one("a", "mo") + "'}";
            case 2 -> ",'onsetString':'" + dice.one("l’hiver dernier", "hier") + "'";
            default -> "";
        };
        return subject(named) + onset + within(named) + (dice.chance(70) ? ",'code':" + concept() : "") + maybe(50, "recordedDate", TIMES)
                + (dice.chance(50) ? ",'clinicalStatus':" + concept() : "") + (dice.chance(40) ? ",'asserter':{'reference':'Practitioner/d" + dice.below(3) + "'}" : "");
    }

    private String appointment(List<String> named) {
        var participants = new ArrayList<String>();
        for (var p : named) participants.add("{'actor':{'reference':'Patient/" + p + "'},'status':'" + dice.one("accepted", "declined") + "'}");
        if (participants.isEmpty() || dice.chance(50)) participants.add("{'actor':{'reference':'Practitioner/d" + dice.below(3) + "'},'status':'accepted'}");
        return ",'status':'" + dice.one("booked", "proposed", "cancelled") + "','participant':[" + String.join(",", participants) + "]" + maybe(80, "start", STARTS)
                + (dice.chance(40) ? ",'serviceType':[" + concept() + "]" : "");
    }

    private String organization() {
        return (dice.chance(80) ? ",'name':'" + dice.one(CLINICS) + "'" : "") + active() + identifiers()
                + (dice.chance(50) ? ",'type':[" + concept() + "]" : "");
    }

    private String practitioner() {
        return names(0) + active() + identifiers() + maybe(50, "gender", List.of("male", "female"));
    }

    private String assessment(List<String> named) {
        var predictions = dice.list(0, 2, () -> dice.chance(70) ? "{'probabilityDecimal':" + dice.one("0.25", "0.250", "0.3", "1", "0") + "}"
                : "{'probabilityRange':{" + dice.one("'low':{'value':0.2},'high':{'value':0.3}", "'low':{'value':0.25}", "'high':{'value':0.3}") + "}}");
        return ",'status':'final'" + subject(named) + (predictions.isEmpty() ? "" : ",'prediction':[" + String.join(",", predictions) + "]") + maybe(50, "occurrenceDateTime", TIMES) + within(named);
    }

    private String list(List<String> named) {
        // items that are patients would make it theirs
        var items = dice.some(planned.values().stream().filter(p -> !p.type.equals("Patient")).map(Planned::reference).toList(), 15).stream().sorted().toList();
        return ",'status':'current','mode':'working'" + subject(named) + (dice.chance(50) ? ",'code':" + concept() : "")
                + (items.isEmpty() ? "" : ",'entry':[" + items.stream().map(i -> "{'item':{'reference':'" + i + "'}}").collect(Collectors.joining(",")) + "]");
    }

    private String few() {
        return "{'coding':[{" + (dice.chance(75) ? "'system':'urn:s:a'," : "") + "'code':'" + dice.one(FEW) + "'}]}";
    }

    private String within(List<String> named) {
        var stays = planned.values().stream().filter(p -> p.type.equals("Encounter") && named.equals(p.patients)).map(Planned::reference).toList();
        return stays.isEmpty() || dice.chance(50) ? "" : ",'encounter':{'reference':'" + dice.one(stays) + "'}";
    }

    private String subject(List<String> named) {
        return named.isEmpty() ? "" : ",'subject':{'reference':'Patient/" + named.getFirst() + "'" + (dice.chance(30) ? ",'identifier':" + identifier() : "") + "}";
    }

    private String names(int least) {
        var names = dice.list(least, 2, () -> "{" + (dice.chance(90) ? "'family':'" + dice.one(FAMILIES) + "'," : "") + "'given':['" + dice.one(GIVENS) + "']}");
        return names.isEmpty() ? "" : ",'name':[" + String.join(",", names) + "]";
    }

    private String identifiers() {
        var some = dice.list(0, 2, this::identifier);
        return some.isEmpty() ? "" : ",'identifier':[" + String.join(",", some) + "]";
    }

    private String identifier() {
        return "{" + (dice.chance(80) ? "'system':'" + dice.one(SYSTEMS) + "'," : "") + "'value':'" + dice.one(CODES) + "'"
                + (dice.chance(40) ? ",'type':{'coding':[{'system':'urn:t','code':'" + dice.one("MR", "SS") + "'}]}" : "") + "}";
    }

    private String active() {
        return dice.chance(50) ? ",'active':" + dice.chance(60) : "";
    }

    private String maybe(int percent, String name, List<String> values) {
        return dice.chance(percent) ? ",'" + name + "':'" + dice.one(values) + "'" : "";
    }

    private String period(String name) {
        var ends = List.of("2024-01-02", "2024-01-03T10:00:00Z", "2024-02", "2025");
        return switch (dice.below(4)) {
            case 0 -> "";
            case 1 -> ",'" + name + "':{'start':'" + dice.one(TIMES) + "'}";
            case 2 -> ",'" + name + "':{'end':'" + dice.one(ends) + "'}";
            default -> ",'" + name + "':{'start':'" + dice.one("2023-12", "2024-01-01", "2024-01-02T09:00:00Z") + "','end':'" + dice.one(ends) + "'}";
        };
    }

    private String concept() {
        var codings = dice.list(0, 2, this::coding);
        if (codings.isEmpty()) return "{'text':'" + dice.one("en clair", "autrement") + "'}";
        return "{'coding':[" + String.join(",", codings) + "]" + (dice.chance(30) ? ",'text':'en clair'" : "") + "}";
    }

    private String coding() {
        return "{" + (dice.chance(75) ? "'system':'" + dice.one(SYSTEMS) + "'," : "") + "'code':'" + dice.one(CODES) + "'}";
    }

    /// Ids that occur in a plan, of all types, and one that doesn't.
    static List<String> ids(List<Planned> plan) {
        var ids = new HashSet<>(Arrays.asList("nobody"));
        plan.forEach(p -> ids.add(p.id));
        return ids.stream().sorted().toList();
    }
}
