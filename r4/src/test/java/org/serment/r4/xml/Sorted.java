package org.serment.r4.xml;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.serment.r4.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A resource as text with its properties sorted: two are the same whatever their order, to the digit.
final class Sorted {
    private Sorted() {}

    static String of(ObjectNode resource) {
        return new String(Json.write((ObjectNode) sorted(resource)), StandardCharsets.UTF_8);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) return node;
        var properties = new TreeMap<String, JsonNode>();
        object.properties().forEach(p -> properties.put(p.getKey(), sorted(p.getValue())));
        var copy = JsonNodeFactory.instance.objectNode();
        properties.forEach(copy::set);
        return copy;
    }
}
