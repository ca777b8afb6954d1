package org.serment.demo.histories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Cuts a history into transactions of a bounded number of entries, to be loaded in their order.
///
/// In a history a resource refers to earlier ones only, so a part refers to itself or to parts before it.
/// Within a part references stay `urn:uuid`; across parts the target gets an identifier and the reference
/// becomes conditional upon it. Each part carries its own Provenance, of its own resources.
final class Split {

    private final int limit;
    private final String patient;
    private final Map<String, Integer> partOf = new HashMap<>();
    private final Map<String, ObjectNode> resources = new HashMap<>();

    private Split(int limit, String patient) {
        this.limit = limit;
        this.patient = patient;
    }

    static List<ObjectNode> parts(ObjectNode bundle, int limit) {
        ArrayNode entries = (ArrayNode) bundle.path("entry");
        return new Split(limit, entries.get(0).path("resource").path("id").asString()).parts(entries);
    }

    private List<ObjectNode> parts(ArrayNode all) {
        List<JsonNode> entries = new ArrayList<>();
        List<JsonNode> provenances = new ArrayList<>();
        for (JsonNode entry : all) (type(entry).equals("Provenance") ? provenances : entries).add(entry);
        List<List<JsonNode>> cuts = cut(entries, limit - provenances.size());
        for (int part = 0; part < cuts.size(); part++)
            for (JsonNode entry : cuts.get(part)) {
                partOf.put(Tree.text(entry, "fullUrl"), part);
                resources.put(Tree.text(entry, "fullUrl"), (ObjectNode) entry.path("resource"));
            }
        List<ObjectNode> parts = new ArrayList<>();
        for (int part = 0; part < cuts.size(); part++) {
            ArrayNode kept = Tree.array(cuts.get(part).toArray());
            for (JsonNode provenance : provenances) kept.add(ofPart(provenance, part));
            link(kept, part);
            parts.add(Bundles.transaction(Line.history(patient, part + 1), kept));
        }
        parts.forEach(part -> mark((ObjectNode) part.path("entry").path(0)));
        return parts;
    }

    /// Before the last encounter that fits: what belongs to an encounter follows it.
    private static List<List<JsonNode>> cut(List<JsonNode> entries, int room) {
        List<List<JsonNode>> cuts = new ArrayList<>();
        int start = 0;
        while (entries.size() - start > room) {
            int end = start + room;
            while (end > start && !type(entries.get(end)).equals("Encounter")) end--;
            if (end == start) end = start + room;
            cuts.add(entries.subList(start, end));
            start = end;
        }
        cuts.add(entries.subList(start, entries.size()));
        return cuts;
    }

    private JsonNode ofPart(JsonNode provenance, int part) {
        if (part == 0 && partOf.values().stream().noneMatch(each -> each > 0)) return provenance;
        ObjectNode copy = (ObjectNode) provenance.deepCopy();
        ObjectNode resource = (ObjectNode) copy.path("resource");
        ((ArrayNode) resource.path("target"))
                .removeIf(target -> partOf.getOrDefault(Tree.text(target, "reference"), -1) != part);
        if (part > 0) {
            String id = Bundles.uuid(Tree.text(resource, "id") + "/" + (part + 1));
            resource.put("id", id);
            copy.put("fullUrl", "urn:uuid:" + id);
        }
        return copy;
    }

    private void link(ArrayNode entries, int part) {
        Tree.walk(entries, node -> {
            String url = Tree.text(node, "reference");
            if (partOf.getOrDefault(url, part) == part) return;
            ObjectNode target = resources.get(url);
            node.put("reference", Sids.reference(Tree.text(target, "resourceType"), Sids.SYNTHEA, identified(target)));
        });
    }

    /// The search that finds a part's first resource.
    static String marker(ObjectNode part) {
        ObjectNode first = (ObjectNode) part.path("entry").path(0).path("resource");
        return Sids.reference(Tree.text(first, "resourceType"), Sids.SYNTHEA, identified(first));
    }

    /// The first entry of each part can be found by its identifier: where it is, its part was loaded.
    private static void mark(ObjectNode entry) {
        identified((ObjectNode) entry.path("resource"));
    }

    private static String identified(ObjectNode resource) {
        ArrayNode identifiers = resource.path("identifier") instanceof ArrayNode there
                ? there : resource.putArray("identifier");
        Set<String> own = identifiers.valueStream().filter(each -> Tree.text(each, "system").equals(Sids.SYNTHEA))
                .map(each -> Tree.text(each, "value")).collect(Collectors.toSet());
        if (!own.isEmpty()) return own.iterator().next();
        String id = Tree.text(resource, "id");
        identifiers.add(Sids.identifier(Sids.SYNTHEA, id));
        return id;
    }

    private static String type(JsonNode entry) {
        return Tree.text(entry.path("resource"), "resourceType");
    }
}
