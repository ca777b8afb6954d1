package org.serment.r4;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads JSON that is no resource, such as a JSON Patch, with the same care for digits as [Reader].
final class Plain {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Plain() {}

    static Optional<JsonNode> read(byte[] bytes, Limits limits) {
        var factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(limits.depth()).maxNumberLength(Scalars.DIGITS).maxNameLength(256).maxStringLength(limits.bytes()).build()).build();
        try (JsonParser in = factory.createParser(ObjectReadContext.empty(), bytes)) {
            if (in.nextToken() == null) return Optional.empty();
            var value = value(in);
            return in.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static JsonNode value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                var object = NODES.objectNode();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    var name = in.currentName();
                    in.nextToken();
                    object.set(name, value(in));
                }
                yield object;
            }
            case START_ARRAY -> {
                var array = NODES.arrayNode();
                while (in.nextToken() != JsonToken.END_ARRAY) array.add(value(in));
                yield array;
            }
            case VALUE_STRING -> NODES.stringNode(in.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("no value begins so");
        };
    }

    private static JsonNode number(String text) {
        if (!Scalars.inRange(text)) throw new ArithmeticException("out of range");
        return text.matches("-?[0-9]{1,9}") && !text.equals("-0") ? NODES.numberNode(Integer.parseInt(text)) : Lexeme.of(text);
    }
}
