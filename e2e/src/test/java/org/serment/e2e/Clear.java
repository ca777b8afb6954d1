package org.serment.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The strings of resources that must never lie in clear: names, codes, displays, identifiers, addresses, notes,
/// narratives. Numbers, moments and words of the FHIR grammar itself are left out: they are in the open, as the
/// threat model says, or say nothing about anyone.
final class Clear {

    /// Elements whose values are structure and not content.
    private static final Set<String> STRUCTURE = Set.of("resourceType", "reference", "fullUrl", "url", "system",
            "profile", "method", "type", "ifNoneExist", "linkId", "contentType", "versionId", "lastUpdated", "unit",
            "currency");

    private Clear() {}

    static Set<String> strings(JsonNode resource) {
        var strings = new TreeSet<String>();
        collect("", resource, strings);
        return strings;
    }

    private static void collect(String name, JsonNode node, Set<String> strings) {
        if (node.isObject()) {
            node.properties().forEach(property -> collect(property.getKey(), property.getValue(), strings));
        } else if (node.isArray()) {
            node.forEach(element -> collect(name, element, strings));
        } else if (node.isString() && !STRUCTURE.contains(name)) {
            String text = node.asString();
            if (name.equals("data")) text = decoded(text);
            boolean moment = text.matches("\\d{4}-\\d{2}-\\d{2}(T.*)?") && !name.equals("birthDate");
            if (!moment && Needles.searchable(text)) add(text, strings);
        }
    }

    /// What an attachment says; its own text when it isn't base64.
    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return base64;
        }
    }

    /// Long texts are looked for by their beginning, their middle and their end, since a page could cut them.
    private static void add(String text, Set<String> strings) {
        if (text.length() <= 60) {
            strings.add(text);
            return;
        }
        int middle = text.length() / 2;
        for (String part : new String[] {text.substring(0, 40), text.substring(middle, Math.min(text.length(), middle + 40)),
                text.substring(text.length() - 40)}) {
            if (Needles.searchable(part)) strings.add(part);
        }
    }
}
