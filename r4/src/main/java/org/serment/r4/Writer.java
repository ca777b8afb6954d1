package org.serment.r4;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a tree as compact UTF-8.
final class Writer {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build()).build();
    private static final int START = 2048;

    private Writer() {}

    static byte[] write(ObjectNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(START);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            object(generator, node);
        }
        return out.toByteArray();
    }

    private static void object(JsonGenerator out, ObjectNode node) {
        out.writeStartObject();
        for (var property : node.properties()) {
            out.writeName(property.getKey());
            value(out, property.getValue());
        }
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, JsonNode node) {
        if (node instanceof ObjectNode object) {
            object(out, object);
        } else if (node instanceof ArrayNode array) {
            out.writeStartArray();
            for (JsonNode element : array) {
                value(out, element);
            }
            out.writeEndArray();
        } else if (node.isString()) {
            out.writeString(node.stringValue());
        } else if (node.isNumber()) {
            out.writeNumber(Json.digits(node));
        } else if (node.isBoolean()) {
            out.writeBoolean(node.booleanValue());
        } else {
            out.writeNull();
        }
    }
}
