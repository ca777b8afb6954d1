package org.serment.server.fhir.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.r4.define.Content;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// The elements under one name in one object of FHIR JSON, as a list, however JSON writes them: alone or in an array, a
/// primitive with its `_` property beside it (FHIR R4 json.html 2.6.2).
///
/// @param parent the object they stand in
/// @param shape  what that object may hold
/// @param field  their property
record Elements(ObjectNode parent, Shape shape, Field field) {
    /// One element; a primitive may have both parts, anything else has no `extended`.
    record One(Optional<JsonNode> value, Optional<JsonNode> extended) {}

    List<One> all() {
        var values = list(field.json());
        var extended = list('_' + field.json());
        var all = new ArrayList<One>();
        for (int i = 0; i < Math.max(values.size(), extended.size()); i++) all.add(new One(at(values, i), at(extended, i)));
        return all;
    }

    private List<JsonNode> list(String name) {
        return switch (parent.get(name)) {
            case null -> List.of();
            case ArrayNode array -> array.valueStream().toList();
            case JsonNode one -> List.of(one);
        };
    }

    private static Optional<JsonNode> at(List<JsonNode> nodes, int i) {
        return i < nodes.size() && !nodes.get(i).isNull() ? Optional.of(nodes.get(i)) : Optional.empty();
    }

    void write(List<One> all) {
        put(field.json(), all.stream().map(One::value).toList());
        put('_' + field.json(), all.stream().map(One::extended).toList());
    }

    private void put(String name, List<Optional<JsonNode>> nodes) {
        if (nodes.stream().allMatch(Optional::isEmpty)) {
            parent.remove(name);
        } else if (field.many()) {
            var array = JsonNodeFactory.instance.arrayNode();
            for (var n : nodes) array.add(n.orElse(NullNode.instance));
            parent.set(name, array);
        } else {
            parent.set(name, nodes.getFirst().orElseThrow());
        }
    }

    /// The same element with a value of another type, when it is a choice that allows it.
    Optional<Elements> as(String type) {
        if (!field.choice() || type.isEmpty()) return Optional.of(this);
        return shape.find(field.element() + type).filter(f -> f.bit() == field.bit() && !f.sibling()).map(f -> new Elements(parent, shape, f));
    }

    /// Whether the element is there; of a choice, with whichever type.
    boolean there() {
        return parent.propertyNames().stream().map(shape::field).anyMatch(f -> f != Field.UNKNOWN && f.bit() == field.bit());
    }

    /// The property of an element's name; for a choice, that of the type.
    ///
    /// @param name with or without `[x]`
    /// @param type as the property of a value ends: `HumanName`, `Boolean`; empty for none
    static Optional<Field> field(Shape shape, String name, String type) {
        var plain = name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
        return shape.find(plain).or(() -> shape.find(plain + type)).filter(f -> !f.sibling());
    }

    /// What an element that is an object may hold.
    static Optional<Shape> shape(Content content, JsonNode value) {
        return switch (content) {
            case Shape s -> Optional.of(s);
            case Content.AnyResource _ -> Definitions.r4().shape(value.path("resourceType").asString(""));
            case org.serment.r4.define.Primitive _ -> Definitions.r4().shape("Element");
        };
    }

    /// FHIR JSON has neither empty objects nor empty arrays: what was emptied goes.
    static void prune(ObjectNode object) {
        for (var name : object.propertyNames().toArray(String[]::new)) {
            switch (object.get(name)) {
                case ObjectNode inner -> prune(inner);
                case ArrayNode array -> {
                    array.forEach(n -> {
                        if (n instanceof ObjectNode inner) prune(inner);
                    });
                    if (!name.startsWith("_")) array.removeIf(n -> n instanceof ObjectNode o && o.isEmpty());
                }
                default -> { }
            }
            if (object.get(name) instanceof ObjectNode o && o.isEmpty() || object.get(name) instanceof ArrayNode a && a.isEmpty()) object.remove(name);
        }
    }
}
