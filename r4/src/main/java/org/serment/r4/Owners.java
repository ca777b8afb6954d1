package org.serment.r4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.serment.r4.define.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The table of owners, and how it is read.
final class Owners {
    private static final Map<String, Rule> RULES = load();

    private Owners() {}

    private record Rule(String owner, List<String[]> paths) {}

    private static Map<String, Rule> load() {
        Map<String, Rule> rules = new HashMap<>();
        for (String[] row : Table.rows("owners.tsv", 4)) {
            List<String[]> paths = new ArrayList<>();
            for (String path : row[2].isEmpty() ? new String[0] : row[2].split(",")) {
                paths.add(path.split("\\."));
            }
            rules.put(row[0], new Rule(row[1], List.copyOf(paths)));
        }
        return Map.copyOf(rules);
    }

    static Owner of(ObjectNode resource) {
        Rule rule = RULES.get(resource.path("resourceType").asString(""));
        if (rule == null || rule.owner.equals("refused")) {
            return new Owner.Refused();
        }
        if (rule.owner.equals("self")) {
            return new Owner.Self();
        }
        Set<String> patients = new LinkedHashSet<>();
        for (String[] path : rule.paths) {
            collect(resource, path, 0, patients);
        }
        contained(resource, patients);
        return patients.isEmpty() ? new Owner.Establishment() : new Owner.Patients(patients);
    }

    static boolean named(Param param) {
        Rule rule = RULES.get(param.type());
        if (rule == null || param.kind() != Param.Kind.REFERENCE || param.expression().isEmpty()) {
            return false;
        }
        List<String> paths = rule.paths.stream().map(path -> param.type() + "." + String.join(".", path)).toList();
        for (String branch : param.expression().split(" \\| ")) {
            if (!paths.contains(branch.replace(".where(resolve() is Patient)", ""))) {
                return false;
            }
        }
        return true;
    }

    private static void contained(ObjectNode resource, Set<String> patients) {
        if (resource.get("contained") instanceof ArrayNode contained) {
            for (JsonNode inner : contained) {
                if (inner instanceof ObjectNode object && of(object) instanceof Owner.Patients p) {
                    patients.addAll(p.references());
                }
            }
        }
    }

    private static void collect(JsonNode node, String[] path, int depth, Set<String> patients) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> collect(element, path, depth, patients));
        } else if (node instanceof ObjectNode object) {
            if (depth < path.length) {
                JsonNode child = object.get(path[depth]);
                if (child != null) {
                    collect(child, path, depth + 1, patients);
                }
            } else if (object.has("resourceType")) {
                embedded(object, patients);
            } else {
                reference(object, patients);
            }
        }
    }

    /// A resource inside a bundle: its own owner counts, and a patient by its id.
    private static void embedded(ObjectNode resource, Set<String> patients) {
        switch (of(resource)) {
            case Owner.Patients p -> patients.addAll(p.references());
            case Owner.Self s -> {
                String id = resource.path("id").asString("");
                if (!id.isEmpty()) {
                    patients.add("Patient/" + id);
                }
            }
            case Owner.Establishment e -> { }
            case Owner.Refused r -> { }
        }
    }

    private static void reference(ObjectNode reference, Set<String> patients) {
        References.Target target = References.target(reference.path("reference").asString(""));
        String type = reference.path("type").asString("");
        boolean local = target.type().equals("Patient") && target.text().startsWith("Patient/");
        boolean temporary = target.text().startsWith("urn:") && (type.isEmpty() || type.equals("Patient"));
        if (local || temporary) {
            patients.add(target.text());
        }
    }
}
