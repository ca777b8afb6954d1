package org.serment.r4.xml;

import java.util.Comparator;
import java.util.Optional;
import org.serment.r4.Json;
import org.serment.r4.define.Content;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Primitive;
import org.serment.r4.define.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes one resource as XML. One use.
final class XmlWriter {
    private static final Definitions R4 = Definitions.r4();
    private static final Shape ELEMENT = R4.shape("Element").orElseThrow();
    private static final Comparator<Field> ORDER = Comparator.comparingInt(Field::bit).thenComparing(Field::sibling);

    private final StringBuilder out = new StringBuilder(4096);

    String write(ObjectNode resource) {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        resource(resource, " xmlns=\"" + Xml.FHIR + '"');
        return out.toString();
    }

    private void resource(ObjectNode node, String namespace) {
        var type = node.path("resourceType").asString();
        out.append('<').append(type).append(namespace).append('>');
        elements(R4.shape(type).orElseThrow(), node);
        end(type);
    }

    private void elements(Shape shape, ObjectNode node) {
        node.properties().stream().map(p -> shape.field(p.getKey())).filter(f -> f != Field.UNKNOWN && !attribute(shape, f)).sorted(ORDER).forEach(f -> {
            // beside a value, the `_` property is written with it
            if (!f.sibling() || !node.has(name(f))) property(f, node);
        });
    }

    private void property(Field f, ObjectNode node) {
        var name = name(f);
        var value = Optional.ofNullable(node.get(name));
        var beside = f.content() instanceof Primitive || f.sibling() ? Optional.ofNullable(node.get('_' + name)) : Optional.<JsonNode>empty();
        if (!f.many()) {
            element(f, name, value, beside);
            return;
        }
        int size = value.or(() -> beside).map(JsonNode::size).orElse(0);
        for (int i = 0; i < size; i++) element(f, name, at(value, i), at(beside, i));
    }

    private static Optional<JsonNode> at(Optional<JsonNode> array, int i) {
        return array.map(a -> a.path(i)).filter(n -> !n.isMissingNode() && !n.isNull());
    }

    private void element(Field f, String name, Optional<JsonNode> value, Optional<JsonNode> beside) {
        if (f.sibling()) {
            object(name, ELEMENT, Optional.empty(), beside);
            return;
        }
        switch (f.content()) {
            case Primitive p when p == Primitive.XHTML -> value.ifPresent(v -> out.append(Narrative.elements(v.stringValue())));
            case Primitive _ -> object(name, ELEMENT, value, beside);
            case Shape shape -> object(name, shape, Optional.empty(), value);
            case Content.AnyResource _ -> {
                out.append('<').append(name).append('>');
                value.ifPresent(v -> resource((ObjectNode) v, ""));
                end(name);
            }
        }
    }

    private void object(String name, Shape shape, Optional<JsonNode> value, Optional<JsonNode> properties) {
        out.append('<').append(name);
        var node = properties.map(ObjectNode.class::cast);
        node.ifPresent(n -> {
            for (var attribute : new String[] {"id", "url"}) if (attribute(shape, shape.field(attribute)) && n.has(attribute)) attribute(attribute, n.get(attribute));
        });
        value.ifPresent(v -> attribute("value", v));
        int before = out.append('>').length();
        node.ifPresent(n -> elements(shape, n));
        if (out.length() > before) end(name);
        else out.insert(before - 1, '/');
    }

    private void attribute(String name, JsonNode value) {
        out.append(' ').append(name).append("=\"").append(Escaped.of(value.isNumber() ? Json.digits(value) : value.asString())).append('"');
    }

    private void end(String name) {
        out.append("</").append(name).append('>');
    }

    private static String name(Field f) {
        return f.sibling() ? f.json().substring(1) : f.json();
    }

    /// Ids of elements and URLs of extensions are attributes; the id of a resource is an element.
    static boolean attribute(Shape shape, Field f) {
        return f.json().equals("id") && !shape.isResource() || f.json().equals("url") && shape.path().equals("Extension");
    }
}
