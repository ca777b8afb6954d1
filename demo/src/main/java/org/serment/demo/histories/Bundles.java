package org.serment.demo.histories;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shapes of transaction bundles.
final class Bundles {

    private static final Pattern CONDITIONAL = Pattern.compile("(\\w+)\\?identifier=([^|]+)\\|(.+)");

    private Bundles() {}

    /// @param name what the bundle is: it says where a line of the file belongs (see [Line])
    static ObjectNode transaction(String name, ArrayNode entries) {
        linkWithin(entries);
        return Tree.object("resourceType", "Bundle",
                "identifier", Sids.identifier(Sids.SYNTHEA, name),
                "type", "transaction", "entry", entries);
    }

    /// An entry that creates a resource unless one with the identifier is there.
    static ObjectNode createIfNone(ObjectNode resource, String system, String value) {
        String type = Tree.text(resource, "resourceType");
        return Tree.object("fullUrl", "urn:uuid:" + uuid(type + "/" + system + "/" + value),
                "resource", resource,
                "request", Tree.object("method", "POST", "url", type,
                        "ifNoneExist", "identifier=" + system + "|" + value));
    }

    static ObjectNode create(ObjectNode resource, String uuid) {
        return Tree.object("fullUrl", "urn:uuid:" + uuid, "resource", resource,
                "request", Tree.object("method", "POST", "url", Tree.text(resource, "resourceType")));
    }

    /// A conditional reference finds what was there before the transaction: one to a resource of the same
    /// bundle becomes the resource's own `urn:uuid`.
    private static void linkWithin(ArrayNode entries) {
        Set<String> here = new HashSet<>();
        for (JsonNode entry : entries) here.add(Tree.text(entry, "fullUrl"));
        Tree.walk(entries, node -> {
            Matcher matcher = CONDITIONAL.matcher(Tree.text(node, "reference"));
            if (!matcher.matches()) return;
            String url = "urn:uuid:" + uuid(matcher.group(1) + "/" + matcher.group(2) + "/" + matcher.group(3));
            if (here.contains(url)) node.put("reference", url);
        });
    }

    static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
