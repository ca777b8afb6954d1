package org.serment.demo.histories;

import java.util.LinkedHashSet;
import java.util.Set;
import org.serment.demo.histories.Hospital.Bed;
import org.serment.demo.histories.Hospital.Professional;
import org.serment.demo.histories.Hospital.Unit;
import org.serment.kernel.identity.PatientTraits.Sex;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The hospital as FHIR resources, each created only where it isn't there yet.
final class HospitalBundle {

    private final Hospital hospital;
    private final ArrayNode entries = Tree.array();

    private HospitalBundle(Hospital hospital) {
        this.hospital = hospital;
    }

    static ObjectNode of(Hospital hospital) {
        HospitalBundle bundle = new HospitalBundle(hospital);
        bundle.establishment();
        Set<String> rooms = new LinkedHashSet<>();
        hospital.units().forEach(bundle::unit);
        for (Bed bed : hospital.beds()) {
            if (rooms.add(bed.room())) bundle.room(bed);
            bundle.bed(bed);
        }
        hospital.staff().forEach(bundle::professional);
        return Bundles.transaction("hospital/1", bundle.entries);
    }

    /// A reference that a server resolves.
    static ObjectNode reference(Hospital hospital) {
        return Tree.object("reference", Sids.reference("Organization", Sids.STRUCTURE, "1" + hospital.finess()),
                "display", Hospital.NAME);
    }

    static ObjectNode reference(Unit unit) {
        return Tree.object("reference", Sids.reference("Organization", Sids.UNIT, unit.code()), "display", unit.name());
    }

    static ObjectNode reference(Bed bed) {
        return Tree.object("reference", Sids.reference("Location", Sids.BED, bed.number()),
                "display", "Lit " + bed.number());
    }

    static ObjectNode reference(Professional one) {
        String system = one.rpps().isPresent() ? Sids.RPPS : Sids.POST;
        return Tree.object("reference", Sids.reference("Practitioner", system, key(one)), "display", one.display());
    }

    private static String key(Professional one) {
        return one.rpps().orElseGet(() -> one.unit().code() + "-" + People.plain(one.family()));
    }

    private void establishment() {
        add("Organization", Sids.STRUCTURE, "1" + hospital.finess(), Tree.object(
                "active", true,
                "type", type("prov", "Healthcare Provider", "Centre hospitalier"),
                "name", Hospital.NAME,
                "telecom", Tree.array(Tree.object("system", "phone", "value", "03 53 01 00 00")),
                "address", Tree.array(address())));
    }

    private void unit(Unit unit) {
        add("Organization", Sids.UNIT, unit.code(), Tree.object(
                "active", true,
                "type", type("dept", "Hospital Department", "Unité fonctionnelle"),
                "name", unit.name(),
                "partOf", reference(hospital)));
        add("Location", Sids.UNIT, unit.code(), Tree.object(
                "status", "active", "name", unit.name(), "mode", "instance",
                "address", address(),
                "physicalType", physical("wa", "Ward"),
                "managingOrganization", reference(unit)));
    }

    private void room(Bed bed) {
        add("Location", Sids.BED, bed.room(), Tree.object(
                "status", "active", "name", "Chambre " + bed.room(), "mode", "instance",
                "physicalType", physical("ro", "Room"),
                "managingOrganization", reference(bed.unit()),
                "partOf", Tree.object("reference", Sids.reference("Location", Sids.UNIT, bed.unit().code()),
                        "display", bed.unit().name())));
    }

    private void bed(Bed bed) {
        add("Location", Sids.BED, bed.number(), Tree.object(
                "status", "active", "name", "Lit " + bed.number(), "mode", "instance",
                "physicalType", physical("bd", "Bed"),
                "managingOrganization", reference(bed.unit()),
                "partOf", Tree.object("reference", Sids.reference("Location", Sids.BED, bed.room()),
                        "display", "Chambre " + bed.room())));
    }

    private void professional(Professional one) {
        String system = one.rpps().isPresent() ? Sids.RPPS : Sids.POST;
        add("Practitioner", system, key(one), Tree.object(
                "active", true,
                "name", Tree.array(Tree.object("use", "official", "text", one.display(),
                        "family", one.family(), "given", Tree.array(one.given()))),
                "gender", one.sex() == Sex.MALE ? "male" : "female"));
        String code = switch (one.post()) {
            case PHYSICIAN -> "doctor";
            case MIDWIFE, NURSE -> "nurse";
            case CLERK -> "";
        };
        add("PractitionerRole", Sids.POST, one.unit().code() + "/" + key(one), Tree.object(
                "active", true,
                "practitioner", reference(one),
                "organization", reference(one.unit()),
                "code", Tree.array(role(one, code))));
    }

    private static ObjectNode role(Professional one, String code) {
        String text = switch (one.post()) {
            case PHYSICIAN -> "Médecin";
            case MIDWIFE -> "Sage-femme";
            case NURSE -> one.sex() == Sex.MALE ? "Infirmier" : "Infirmière";
            case CLERK -> "Agent des admissions";
        };
        ObjectNode role = Tree.object("text", text);
        if (!code.isEmpty())
            role.set("coding", Tree.array(Tree.object(
                    "system", "http://terminology.hl7.org/CodeSystem/practitioner-role", "code", code)));
        return role;
    }

    private void add(String type, String system, String value, ObjectNode rest) {
        ObjectNode resource = Tree.object("resourceType", type,
                "identifier", Tree.array(Sids.identifier(system, value)));
        resource.setAll(rest);
        entries.add(Bundles.createIfNone(resource, system, value));
    }

    private static ArrayNode type(String code, String display, String text) {
        return Tree.array(Tree.object("coding", Tree.array(Tree.object(
                "system", "http://terminology.hl7.org/CodeSystem/organization-type",
                "code", code, "display", display)), "text", text));
    }

    private static ObjectNode physical(String code, String display) {
        return Tree.object("coding", Tree.array(Tree.object(
                "system", "http://terminology.hl7.org/CodeSystem/location-physical-type",
                "code", code, "display", display)));
    }

    private static ObjectNode address() {
        return Tree.object("line", Tree.array("1 avenue du Serment"), "city", "Valbrune",
                "postalCode", "99100", "country", "FRA");
    }
}
