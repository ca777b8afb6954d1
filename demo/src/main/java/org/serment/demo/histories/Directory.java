package org.serment.demo.histories;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.serment.kernel.identity.PatientTraits.Sex;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The establishments and professionals that the histories refer to, under French names. Their Synthea
/// identifiers (and the fictional NPI numbers) stay, since the histories find them by those.
final class Directory {

    private final Lists lists;
    private final People people;
    private final long seed;
    private final Map<String, String> byIdentifier = new HashMap<>();
    private final Map<String, String> byOldName = new HashMap<>();
    private final Map<String, ObjectNode> addresses = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    Directory(long seed, Lists lists, People people) {
        this.seed = seed;
        this.lists = lists;
        this.people = people;
    }

    /// The new name of what a conditional reference or an identifier names.
    Optional<String> name(String identifier) {
        return Optional.ofNullable(byIdentifier.get(identifier.substring(identifier.lastIndexOf('|') + 1)));
    }

    /// The new name of an establishment or a professional that stood under an old one.
    Optional<String> renamed(String oldName) {
        return Optional.ofNullable(byOldName.get(oldName));
    }

    /// Synthea's hospital bundle rewritten: organizations first, then their locations.
    ObjectNode establishments(ObjectNode bundle) {
        ArrayNode entries = Tree.array();
        resources(bundle, "Organization").forEach(each -> entries.add(organization(each)));
        resources(bundle, "Location").forEach(each -> entries.add(location(each)));
        return Bundles.transaction("establishments/1", entries);
    }

    /// Synthea's practitioner bundle rewritten: practitioners first, then their roles.
    ObjectNode professionals(ObjectNode bundle) {
        ArrayNode entries = Tree.array();
        resources(bundle, "Practitioner").forEach(each -> entries.add(practitioner(each)));
        resources(bundle, "PractitionerRole").forEach(each -> entries.add(role(each)));
        return Bundles.transaction("professionals/1", entries);
    }

    private ObjectNode organization(ObjectNode resource) {
        String id = identifier(resource);
        Draw draw = Draw.of(seed, "organization/" + id);
        String name = unique(draw, kind(Tree.text(resource, "name")));
        byIdentifier.put(id, name);
        byOldName.put(Tree.text(resource, "name"), name);
        Place town = draw.from(lists.communesNear());
        addresses.put(id, Tree.object("line", Tree.array(draw.between(1, 80) + " " + draw.from(lists.streets())),
                "city", town.name(), "postalCode", town.postalCode(), "country", "FRA"));
        ObjectNode french = Tree.object("resourceType", "Organization",
                "identifier", Tree.array(Sids.identifier(Sids.SYNTHEA, id),
                        Sids.identifier(Sids.STRUCTURE, "1" + Numbers.finess(draw))),
                "active", true, "type", resource.path("type"), "name", name,
                "telecom", Tree.array(Tree.object("system", "phone", "value", Numbers.landline(draw))),
                "address", Tree.array(addresses.get(id)));
        return Bundles.createIfNone(french, Sids.SYNTHEA, id);
    }

    private ObjectNode location(ObjectNode resource) {
        String id = identifier(resource);
        String owner = Tree.text(resource.path("managingOrganization").path("identifier"), "value");
        ObjectNode french = Tree.object("resourceType", "Location",
                "identifier", Tree.array(Sids.identifier(Sids.SYNTHEA, id)), "status", "active");
        if (byIdentifier.containsKey(owner)) {
            byIdentifier.put(id, byIdentifier.get(owner));
            french.put("name", byIdentifier.get(owner));
            french.set("address", addresses.get(owner));
            french.set("managingOrganization", reference("Organization", Sids.SYNTHEA, owner));
        } else {
            byIdentifier.put(id, "Domicile du patient");
            byOldName.put(Tree.text(resource, "description"), "Domicile du patient");
            french.put("name", "Domicile du patient").put("mode", "kind");
            french.set("physicalType", resource.path("physicalType"));
        }
        return Bundles.createIfNone(french, Sids.SYNTHEA, id);
    }

    private ObjectNode practitioner(ObjectNode resource) {
        String npi = identifier(resource);
        Sex sex = Tree.text(resource, "gender").equals("male") ? Sex.MALE : Sex.FEMALE;
        People.Name name = people.professional(npi, sex);
        String display = "Dr " + name.plain();
        byIdentifier.put(npi, display);
        byOldName.put(oldName(resource), display);
        Draw draw = Draw.of(seed, "practice/" + npi);
        ObjectNode french = Tree.object("resourceType", "Practitioner",
                "identifier", Tree.array(Sids.identifier(Sids.RPPS, name.rpps()), Sids.identifier(Sids.NPI, npi)),
                "active", true,
                "name", Tree.array(Tree.object("use", "official", "text", display, "family", name.family(),
                        "given", Tree.array(name.given()))),
                "telecom", Tree.array(Tree.object("system", "phone", "value", Numbers.landline(draw), "use", "work")),
                "gender", sex == Sex.MALE ? "male" : "female");
        return Bundles.createIfNone(french, Sids.NPI, npi);
    }

    private ObjectNode role(ObjectNode resource) {
        String npi = Tree.text(resource.path("practitioner").path("identifier"), "value");
        String owner = Tree.text(resource.path("organization").path("identifier"), "value");
        String place = Tree.text(resource.path("location").path(0).path("identifier"), "value");
        ObjectNode french = Tree.object("resourceType", "PractitionerRole",
                "identifier", Tree.array(Sids.identifier(Sids.POST, npi)),
                "active", true,
                "practitioner", reference("Practitioner", Sids.NPI, npi),
                "organization", reference("Organization", Sids.SYNTHEA, owner),
                "code", resource.path("code"), "specialty", resource.path("specialty"),
                "location", Tree.array(reference("Location", Sids.SYNTHEA, place)));
        return Bundles.createIfNone(french, Sids.POST, npi);
    }

    private ObjectNode reference(String type, String system, String value) {
        return Tree.object("reference", Sids.reference(type, system, value), "display", byIdentifier.get(value));
    }

    /// A kind of establishment that suits the old name.
    private static String kind(String old) {
        String name = old.toUpperCase(Locale.ROOT);
        if (name.contains("NURSING") || name.contains("CARE CENTER") || name.contains("LIVING")) return "EHPAD";
        if (name.contains("REHAB")) return "Centre de rééducation";
        if (name.contains("HOSPICE")) return "Unité de soins palliatifs";
        if (name.contains("HOME")) return "Hospitalisation à domicile";
        if (name.contains("HOSPITAL") || name.contains("MEDICAL CENTER")) return "Clinique";
        if (name.contains("URGENT") || name.contains("EMERGENCY")) return "Maison médicale de garde";
        if (name.contains("DIALYSIS")) return "Centre de dialyse";
        return "Maison de santé";
    }

    private String unique(Draw draw, String kind) {
        for (int tries = 0; ; tries++) {
            String name = kind + " " + draw.from(lists.siteNames());
            String told = tries < 20 ? name : name + " " + draw.between(2, 999);
            if (taken.add(told)) return told;
        }
    }

    private static String oldName(ObjectNode practitioner) {
        JsonNode name = practitioner.path("name").path(0);
        return String.join(" ", name.path("prefix").path(0).asString(""), name.path("given").path(0).asString(""),
                Tree.text(name, "family"));
    }

    private static String identifier(ObjectNode resource) {
        return resource.path("identifier").path(0).path("value").asString();
    }

    /// In the order of their identifiers: the order of Synthea's threads must not show.
    private static List<ObjectNode> resources(ObjectNode bundle, String type) {
        return StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .map(entry -> (ObjectNode) entry.path("resource"))
                .filter(resource -> Tree.text(resource, "resourceType").equals(type))
                .sorted(Comparator.comparing(resource -> Tree.text(resource, "id")))
                .toList();
    }
}
