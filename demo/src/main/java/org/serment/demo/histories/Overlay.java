package org.serment.demo.histories;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.identity.PatientTraits.Sex;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives one Synthea history a French identity. Clinical content stays; names, addresses, identifiers,
/// insurers and what French law doesn't let a hospital record (origin) go.
final class Overlay {

    private static final String INSURER = "Assurance maladie";
    private static final String US_CORE = "http://hl7.org/fhir/us/";
    /// Answers of the social survey that go, by LOINC: race, Hispanic or Latino, American insurer.
    private static final Set<String> DROPPED = Set.of("32624-9", "56051-6", "76437-3");
    private static final String ADDRESS = "56799-0";

    private final Hospital hospital;
    private final People people;
    private final Directory directory;

    Overlay(Hospital hospital, People people, Directory directory) {
        this.hospital = hospital;
        this.people = people;
        this.directory = directory;
    }

    /// Rewrites the bundle in place; its first entry is the patient.
    Person apply(ObjectNode bundle) {
        ArrayNode entries = (ArrayNode) bundle.path("entry");
        ObjectNode patient = (ObjectNode) entries.get(0).path("resource");
        String self = Tree.text(entries.get(0), "fullUrl");
        Person person = person(patient);
        Notes notes = new Notes(oldNames(patient, person));
        patient(patient, person);
        for (JsonNode entry : entries) resource((ObjectNode) entry.path("resource"), self, person, notes);
        return person;
    }

    private Person person(ObjectNode patient) {
        Sex sex = Tree.text(patient, "gender").equals("male") ? Sex.MALE : Sex.FEMALE;
        boolean married = patient.path("name").size() > 1;
        return people.person(Tree.text(patient, "id"), sex, LocalDate.parse(Tree.text(patient, "birthDate")), married);
    }

    private static Map<String, String> oldNames(ObjectNode patient, Person person) {
        Map<String, String> names = new HashMap<>();
        for (JsonNode name : patient.path("name")) {
            names.put(Tree.text(name, "family"), person.usedName().orElse(person.familyName()));
            for (JsonNode given : name.path("given")) names.put(given.asString(), person.givenName());
        }
        return names;
    }

    private void patient(ObjectNode patient, Person person) {
        patient.set("extension", person.extensions());
        patient.set("identifier", person.identifiers(Tree.text(patient, "id")));
        patient.set("name", person.names());
        patient.set("telecom", person.telecoms());
        patient.set("address", Tree.array(person.address()));
        patient.set("communication", Tree.array(Tree.object("language", Tree.object("coding", Tree.array(
                Tree.object("system", "urn:ietf:bcp:47", "code", "fr-FR", "display", "French (France)"))),
                "preferred", true)));
        patient.set("managingOrganization", HospitalBundle.reference(hospital));
        ((ObjectNode) patient.path("maritalStatus")).remove("text");
    }

    private void resource(ObjectNode resource, String self, Person person, Notes notes) {
        insurance(resource);
        survey(resource, person);
        Tree.walk(resource, node -> {
            if (node.path("resourceType").isString()) withoutNarrative(node);
            display(node, self, person);
            if (Tree.text(node, "currency").equals("USD")) node.put("currency", "EUR");
            if (node.path("data").isString()) node.put("data", notes.rewrite(Tree.text(node, "data")));
        });
    }

    private void display(ObjectNode node, String self, Person person) {
        if (!node.path("display").isString() || node.has("code")) return;
        String reference = Tree.text(node, "reference");
        Optional<String> name = reference.equals(self) ? Optional.of(person.display())
                : directory.name(reference).or(() -> directory.renamed(Tree.text(node, "display")));
        name.ifPresent(text -> node.put("display", text));
    }

    private static void withoutNarrative(ObjectNode resource) {
        resource.remove("text");
        if (!(resource.path("meta") instanceof ObjectNode meta)) return;
        if (meta.path("profile") instanceof ArrayNode profiles) {
            profiles.removeIf(profile -> profile.asString().startsWith(US_CORE));
            if (profiles.isEmpty()) meta.remove("profile");
        }
        if (meta.isEmpty()) resource.remove("meta");
    }

    private static void insurance(ObjectNode resource) {
        String type = Tree.text(resource, "resourceType");
        if (!type.equals("Claim") && !type.equals("ExplanationOfBenefit")) return;
        if (resource.path("insurer") instanceof ObjectNode insurer) insurer.put("display", INSURER);
        for (JsonNode insurance : resource.path("insurance"))
            ((ObjectNode) insurance.path("coverage")).put("display", INSURER);
        for (JsonNode contained : resource.path("contained")) {
            if (!Tree.text(contained, "resourceType").equals("Coverage")) continue;
            ((ObjectNode) contained.path("type")).put("text", INSURER);
            for (JsonNode payor : contained.path("payor")) ((ObjectNode) payor).put("display", INSURER);
        }
        for (JsonNode identifier : resource.path("identifier")) ((ObjectNode) identifier).put("system", Sids.CLAIM);
    }

    private static void survey(ObjectNode resource, Person person) {
        if (!(resource.path("component") instanceof ArrayNode components)) return;
        components.removeIf(each -> DROPPED.contains(question(each)));
        for (JsonNode each : components)
            if (question(each).equals(ADDRESS) && each.has("valueString"))
                ((ObjectNode) each).put("valueString", person.address().path("line").path(0).asString());
    }

    private static String question(JsonNode component) {
        return component.path("code").path("coding").path(0).path("code").asString("");
    }
}
