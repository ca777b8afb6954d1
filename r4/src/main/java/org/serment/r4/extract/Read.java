package org.serment.r4.extract;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Small readings of a checked tree.
final class Read {
    private static final ArrayNode NONE = tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode();

    private Read() {}

    /// The property's text, empty when there is none.
    static String text(JsonNode object, String property) {
        return object.get(property) instanceof StringNode text ? text.stringValue() : "";
    }

    /// A primitive as text: strings as they are, numbers and booleans as written; empty for anything else.
    static String text(JsonNode value) {
        return value instanceof StringNode text ? text.stringValue()
                : value.isBoolean() || value.isNumber() ? value.asString() : "";
    }

    /// The property's elements; none when it is missing.
    static ArrayNode array(JsonNode object, String property) {
        return object.get(property) instanceof ArrayNode array ? array : NONE;
    }

    static Optional<BigDecimal> number(JsonNode object, String property) {
        JsonNode value = object.get(property);
        return value != null && value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    static Optional<ObjectNode> object(JsonNode object, String property) {
        return object.get(property) instanceof ObjectNode child ? Optional.of(child) : Optional.empty();
    }
}
