package org.serment.demo.histories;

import java.util.function.Consumer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON trees, written out in few words; decimals keep the digits they came with.
final class Tree {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Tree() {}

    /// @param pairs name, value, name, value; a value is a node, a text, a number or a truth value
    static ObjectNode object(Object... pairs) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < pairs.length; i += 2) node.set((String) pairs[i], node(pairs[i + 1]));
        return node;
    }

    static ArrayNode array(Object... values) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        for (Object value : values) node.add(node(value));
        return node;
    }

    /// Calls `each` for every object in the tree, the outer before the inner.
    static void walk(JsonNode node, Consumer<ObjectNode> each) {
        if (node instanceof ObjectNode object) each.accept(object);
        for (JsonNode child : node) if (child.isContainer()) walk(child, each);
    }

    /// The text of a member, or an empty text.
    static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case JsonNode node -> node;
            case String text -> JsonNodeFactory.instance.stringNode(text);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case java.math.BigDecimal number -> JsonNodeFactory.instance.numberNode(number);
            case Boolean truth -> JsonNodeFactory.instance.booleanNode(truth);
            case Object other -> throw new IllegalArgumentException("not JSON: " + other.getClass());
        };
    }
}
