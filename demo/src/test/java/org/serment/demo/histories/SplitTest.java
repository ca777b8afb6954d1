package org.serment.demo.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class SplitTest {

    private static final int LIMIT = 5_000;

    @Test
    void everyReferenceOfALongHistoryStillResolves() {
        for (long seed = 1; seed <= 3; seed++) {
            List<ObjectNode> parts = Split.parts(history(seed, 12_000), LIMIT);
            assertTrue(parts.size() >= 3, "parts: " + parts.size());
            assertEquals(List.of(), References.dangling(parts));
        }
    }

    @Test
    void noPartIsLongerThanTheLimitAndNothingIsLost() {
        ObjectNode history = history(4, 12_000);
        Set<String> before = urls(List.of(history));
        List<ObjectNode> parts = Split.parts(history, LIMIT);
        for (ObjectNode part : parts) assertTrue(part.path("entry").size() <= LIMIT);
        Set<String> after = urls(parts);
        assertTrue(after.containsAll(before));
        assertEquals(before.size() + parts.size() - 1, after.size(), "one Provenance more a further part");
    }

    @Test
    void eachPartHasTheProvenanceOfItsOwnResources() {
        List<ObjectNode> parts = Split.parts(history(5, 12_000), LIMIT);
        int targets = 0;
        for (ObjectNode part : parts) {
            JsonNode last = part.path("entry").path(part.path("entry").size() - 1).path("resource");
            assertEquals("Provenance", Tree.text(last, "resourceType"));
            for (JsonNode target : last.path("target")) assertTrue(urls(List.of(part)).contains(Tree.text(target, "reference")));
            targets += last.path("target").size();
        }
        assertEquals(12_000, targets);
    }

    @Test
    void laterPartsBeginWithAnEncounterThatCanBeFound() {
        List<ObjectNode> parts = Split.parts(history(6, 12_000), LIMIT);
        for (ObjectNode part : parts.subList(1, parts.size()))
            assertTrue(Split.marker(part).startsWith("Encounter?identifier=" + Sids.SYNTHEA + "|"), Split.marker(part));
        assertTrue(Split.marker(parts.getFirst()).startsWith("Patient?identifier="));
    }

    @Test
    void anEncounterLongerThanAPartIsCutInside() {
        ObjectNode history = history(7, 40);
        for (JsonNode entry : history.path("entry"))
            if (Tree.text(entry.path("resource"), "resourceType").equals("Encounter"))
                ((ObjectNode) entry.path("resource")).put("resourceType", "Observation");
        List<ObjectNode> parts = Split.parts(history, 10);
        assertTrue(parts.size() > 4);
        assertEquals(List.of(), References.dangling(parts));
    }

    @Test
    void aShortHistoryStaysAsItIs() {
        ObjectNode history = history(8, 200);
        String entries = history.path("entry").toString();
        List<ObjectNode> parts = Split.parts(history, LIMIT);
        assertEquals(1, parts.size());
        // only the patient gets the identifier by which a loader finds it
        assertEquals(entries.replace("\"id\":\"r0\"", "\"id\":\"r0\",\"identifier\":[{\"system\":\""
                + Sids.SYNTHEA + "\",\"value\":\"r0\"}]"), parts.getFirst().path("entry").toString());
    }

    /// A patient, then encounters each followed by what refers to it, to the patient and to any earlier resource.
    private static ObjectNode history(long seed, int resources) {
        SplittableRandom random = new SplittableRandom(seed);
        ArrayNode entries = Tree.array();
        ArrayNode targets = Tree.array();
        List<Integer> encounters = new ArrayList<>();
        for (int i = 0; i < resources; i++) {
            boolean encounter = i > 0 && (encounters.isEmpty() || random.nextInt(25) == 0);
            String type = i == 0 ? "Patient" : encounter ? "Encounter" : "Condition";
            ObjectNode resource = Tree.object("resourceType", type, "id", "r" + i);
            if (i > 0) resource.set("subject", reference(0));
            if (type.equals("Condition")) {
                resource.set("encounter", reference(encounters.getLast()));
                resource.set("evidence", Tree.array(Tree.object("detail", Tree.array(reference(random.nextInt(i))))));
            }
            if (encounter) encounters.add(i);
            entries.add(Bundles.create(resource, "r" + i));
            targets.add(reference(i));
        }
        entries.add(Bundles.create(Tree.object("resourceType", "Provenance", "id", "p", "target", targets), "p"));
        return Tree.object("resourceType", "Bundle", "type", "transaction", "entry", entries);
    }

    private static ObjectNode reference(int resource) {
        return Tree.object("reference", "urn:uuid:r" + resource);
    }

    private static Set<String> urls(List<ObjectNode> bundles) {
        Set<String> urls = new HashSet<>();
        for (ObjectNode bundle : bundles)
            for (JsonNode entry : bundle.path("entry")) assertTrue(urls.add(Tree.text(entry, "fullUrl")));
        return urls;
    }
}
