package org.serment.demo.histories;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Follows the references of bundles as a server that loads them in their order does.
final class References {

    private final Set<String> loaded = new HashSet<>();
    private final List<String> dangling = new ArrayList<>();

    /// References that find nothing; empty when all resolve.
    static List<String> dangling(Iterable<? extends JsonNode> bundles) {
        References references = new References();
        for (JsonNode bundle : bundles) references.load(bundle);
        return references.dangling;
    }

    private void load(JsonNode bundle) {
        Set<String> here = new HashSet<>();
        for (JsonNode entry : bundle.path("entry")) here.add(Tree.text(entry, "fullUrl"));
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            Set<String> contained = new HashSet<>();
            for (JsonNode each : resource.path("contained")) contained.add("#" + Tree.text(each, "id"));
            Tree.walk(resource, node -> {
                if (!node.path("reference").isString()) return;
                String reference = Tree.text(node, "reference");
                if (!here.contains(reference) && !contained.contains(reference) && !loaded.contains(reference))
                    dangling.add(Tree.text(resource, "resourceType") + " -> " + reference);
            });
        }
        for (JsonNode entry : bundle.path("entry")) remember(entry.path("resource"));
    }

    private void remember(JsonNode resource) {
        for (JsonNode identifier : resource.path("identifier"))
            loaded.add(Sids.reference(Tree.text(resource, "resourceType"), Tree.text(identifier, "system"),
                    Tree.text(identifier, "value")));
    }
}
