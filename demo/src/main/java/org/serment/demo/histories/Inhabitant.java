package org.serment.demo.histories;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serment.kernel.identity.PatientTraits.Sex;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What deciding on a stay needs to know of a history.
///
/// @param conditions the codes of the conditions that are active when the history ends
/// @param allergic   an allergy is recorded
record Inhabitant(String id, Person person, boolean living, List<JsonNode> conditions, boolean allergic) {

    static Inhabitant of(ObjectNode bundle, Person person) {
        JsonNode patient = bundle.path("entry").path(0).path("resource");
        List<JsonNode> conditions = new ArrayList<>();
        boolean allergic = false;
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            String status = resource.path("clinicalStatus").path("coding").path(0).path("code").asString("");
            if (Tree.text(resource, "resourceType").equals("Condition") && status.equals("active"))
                conditions.add(resource.path("code").deepCopy());
            allergic |= Tree.text(resource, "resourceType").equals("AllergyIntolerance");
        }
        return new Inhabitant(Tree.text(patient, "id"), person, !patient.has("deceasedDateTime"), List.copyOf(conditions), allergic);
    }

    int age(LocalDate day) {
        return Period.between(person.traits().birthDate(), day).getYears();
    }

    boolean female() {
        return person.traits().sex() == Sex.FEMALE;
    }

    /// The condition that a word tells of, in the words' order; empty when there is none.
    List<JsonNode> suffering(List<String> words) {
        return conditions.stream().filter(code -> {
            String text = Tree.text(code, "text").toLowerCase(Locale.ROOT);
            return words.stream().anyMatch(text::contains);
        }).toList();
    }
}
