package org.serment.r4.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One resource, there and back.
public final class Examined {
    private Examined() {}

    public static void roundTrip(String name, ObjectNode resource) {
        var xml = Xml.write(resource);
        switch (Xml.json(xml, Limits.DEFAULT.depth())) {
            case Xml.Read.Refused r -> fail(name + ": " + r.problem());
            case Xml.Read.AsJson(var bytes) -> {
                if (!(Json.parse(bytes, Limits.DEFAULT) instanceof Parsed.Ok(var back))) {
                    fail(name + ": " + Json.parse(bytes, Limits.DEFAULT));
                    return;
                }
                even(resource);
                same(name, Sorted.of(resource), Sorted.of(back));
            }
        }
    }

    private static void same(String name, String expected, String back) {
        int at = 0;
        while (at < Math.min(expected.length(), back.length()) && expected.charAt(at) == back.charAt(at)) at++;
        assertEquals(excerpt(expected, at), excerpt(back, at), name);
    }

    private static String excerpt(String text, int at) {
        return text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 100));
    }

    /// What docs/fhir-choices.md says: a div without its namespace gets it, line ends are XML's, white space around it goes;
    /// an array of nothing but nulls says nothing beside its `_` partner.
    private static void even(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("div").isString()) object.put("div", Narrative.elements(object.path("div").stringValue()).replace("\r\n", "\n").replace('\r', '\n'));
            object.properties().removeIf(p -> p.getValue() instanceof ArrayNode array && array.valueStream().allMatch(JsonNode::isNull));
        }
        node.forEach(Examined::even);
    }
}
