package org.serment.server.fhir.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;
import org.serment.server.record.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// FHIRPath Patch (FHIR R4 fhirpatch.html): operations add, insert, delete, replace and move, in a Parameters resource.
public final class FhirPathPatch {
    private static final int OPERATIONS = 100;

    private FhirPathPatch() {}

    private enum Type { ADD, INSERT, DELETE, REPLACE, MOVE }

    /// @param value the part that holds it
    private record Operation(Type type, String path, String name, Optional<ObjectNode> value, int index, int source, int destination, String place) {
        Patch.Wrong wrong(String message) {
            return new Patch.Wrong("", "processing", place + ": " + message);
        }
    }

    /// A value out of a part.
    ///
    /// @param type as its property ends: `HumanName`; empty for a resource or an anonymous structure
    private record Given(String type, Elements.One one) {}

    /// @param parameters a checked Parameters resource
    public static Patch read(ObjectNode parameters) {
        var all = parameters.path("parameter");
        if (all.size() > OPERATIONS) return new Patch.Bad(new Patch.Wrong("Parameters.parameter", "too-long", "a patch has at most " + OPERATIONS + " operations").problem());
        try {
            var operations = new ArrayList<Operation>();
            for (var node : all) operations.add(operation(node, "Parameters.parameter[" + operations.size() + "]"));
            return new Patch.Ready(current -> {
                try {
                    for (var o : operations) apply(o, current);
                    return new Change.Edited.Ok(current);
                } catch (Patch.Wrong e) {
                    return new Change.Edited.Not(e.problem());
                }
            });
        } catch (Patch.Wrong e) {
            return new Patch.Bad(e.problem());
        }
    }

    private static Operation operation(JsonNode node, String place) {
        if (!node.path("name").asString("").equals("operation")) throw new Patch.Wrong(place, "structure", "each parameter of a patch is an operation");
        var name = text(node, "type");
        for (var type : Type.values()) {
            if (!type.name().toLowerCase(Locale.ROOT).equals(name)) continue;
            var path = text(node, "path");
            if (path.isEmpty()) throw new Patch.Wrong(place, "required", "an operation has a path");
            Places.check(path, place);
            var value = part(node, "value");
            boolean gives = type == Type.ADD || type == Type.INSERT || type == Type.REPLACE;
            if (gives && value.isEmpty()) throw new Patch.Wrong(place, "required", "an operation of this type has a value");
            if (type == Type.ADD && text(node, "name").isEmpty()) throw new Patch.Wrong(place, "required", "an addition has a name");
            return new Operation(type, path, text(node, "name"), value, type == Type.INSERT ? number(node, "index", place) : 0,
                    type == Type.MOVE ? number(node, "source", place) : 0, type == Type.MOVE ? number(node, "destination", place) : 0, place);
        }
        throw new Patch.Wrong(place, "structure", "an operation is one of add, insert, delete, replace, move");
    }

    private static Optional<ObjectNode> part(JsonNode node, String name) {
        return node.path("part").valueStream().filter(p -> p.path("name").asString("").equals(name)).findFirst().map(ObjectNode.class::cast);
    }

    /// Whether it came as a string or as a code.
    private static String text(JsonNode node, String name) {
        return part(node, name).stream().flatMap(p -> p.properties().stream()).filter(e -> e.getKey().startsWith("value") && e.getValue().isString()).map(e -> e.getValue().stringValue()).findFirst().orElse("");
    }

    private static int number(JsonNode node, String name, String place) {
        return part(node, name).stream().flatMap(p -> p.properties().stream()).filter(e -> e.getKey().startsWith("value") && e.getValue().isInt()).map(e -> e.getValue().intValue()).filter(n -> n >= 0)
                .findFirst().orElseThrow(() -> new Patch.Wrong(place, "required", "the " + name + " is a whole number from 0"));
    }

    private static void apply(Operation o, ObjectNode resource) {
        var found = new Places(resource).at(o.path, o.place);
        switch (o.type) {
            case ADD -> add(o, one(o, found));
            case INSERT -> insert(o, found, resource);
            case DELETE -> {
                if (!found.isEmpty()) delete(o, one(o, found));
            }
            case REPLACE -> replace(o, one(o, found));
            case MOVE -> move(o, found);
        }
        Elements.prune(resource);
    }

    private static Places.Place one(Operation o, List<Places.Place> found) {
        if (found.isEmpty()) throw o.wrong("its path leads to nothing");
        if (found.size() > 1) throw o.wrong("its path leads to several elements");
        return found.getFirst();
    }

    private static void add(Operation o, Places.Place at) {
        var shape = at.shape().orElseThrow(() -> o.wrong("a primitive holds no elements"));
        var given = given(o, o.value.orElseThrow());
        var elements = new Elements(at.inner().orElseThrow(), shape, field(o, shape, o.name, given.type));
        var all = new ArrayList<>(elements.all());
        if (!elements.field().many() && elements.there()) throw o.wrong("the element is there already and doesn't repeat");
        all.add(value(o, given, elements.field()));
        elements.write(all);
    }

    private static void insert(Operation o, List<Places.Place> found, ObjectNode resource) {
        Elements elements;
        if (found.isEmpty()) {
            // an empty list has no element that tells where it is: its parent does
            int dot = o.path.lastIndexOf('.');
            if (dot < 0 || !o.path.substring(dot + 1).matches("[A-Za-z]+")) throw o.wrong("its path leads to no list");
            var parent = one(o, new Places(resource).at(o.path.substring(0, dot), o.place));
            var shape = parent.shape().orElseThrow(() -> o.wrong("a primitive holds no elements"));
            elements = new Elements(parent.inner().orElseThrow(), shape, field(o, shape, o.path.substring(dot + 1), ""));
        } else elements = list(o, found);
        var all = new ArrayList<>(elements.all());
        if (!elements.field().many()) throw o.wrong("its path leads to no list");
        if (o.index > all.size()) throw o.wrong("the index lies beyond the list");
        all.add(o.index, value(o, given(o, o.value.orElseThrow()), elements.field()));
        elements.write(all);
    }

    private static void delete(Operation o, Places.Place at) {
        var elements = at.elements().orElseThrow(() -> o.wrong("a patch doesn't delete the resource itself"));
        var all = new ArrayList<>(elements.all());
        all.remove(at.index());
        elements.write(all);
    }

    private static void replace(Operation o, Places.Place at) {
        var elements = at.elements().orElseThrow(() -> o.wrong("a patch doesn't replace the resource itself"));
        var given = given(o, o.value.orElseThrow());
        var after = elements.as(given.type).orElseThrow(() -> o.wrong("the element can't have a value of this type"));
        var all = new ArrayList<>(elements.all());
        all.set(at.index(), value(o, given, after.field()));
        if (after.field() != elements.field()) elements.write(List.of());
        after.write(all);
    }

    private static void move(Operation o, List<Places.Place> found) {
        if (found.isEmpty()) throw o.wrong("its path leads to nothing");
        var elements = list(o, found);
        var all = new ArrayList<>(elements.all());
        if (o.source >= all.size() || o.destination >= all.size()) throw o.wrong("source and destination lie within the list");
        all.add(o.destination, all.remove(o.source));
        elements.write(all);
    }

    private static Elements list(Operation o, List<Places.Place> found) {
        var lists = found.stream().map(p -> p.elements().orElseThrow(() -> o.wrong("its path leads to no list"))).toList();
        var first = lists.getFirst();
        if (lists.stream().anyMatch(e -> e.parent() != first.parent() || e.field() != first.field()) || found.size() != first.all().size() || !first.field().many())
            throw o.wrong("its path leads to no single list");
        return first;
    }

    private static Field field(Operation o, Shape shape, String name, String type) {
        return Elements.field(shape, name, type).orElseThrow(() -> o.wrong("there is no such element, or not of this type"));
    }

    // ---- values

    private static Given given(Operation o, ObjectNode part) {
        if (part.get("resource") instanceof ObjectNode resource) return new Given("", new Elements.One(Optional.of(resource.deepCopy()), Optional.empty()));
        for (var name : part.propertyNames()) {
            var plain = name.startsWith("_") ? name.substring(1) : name;
            if (plain.startsWith("value"))
                return new Given(plain.substring(5), new Elements.One(Optional.ofNullable(part.get(plain)).map(JsonNode::deepCopy), Optional.ofNullable(part.get('_' + plain)).map(JsonNode::deepCopy)));
        }
        return new Given("", new Elements.One(part.has("part") ? Optional.of(part) : Optional.empty(), Optional.empty()));
    }

    /// The value as the element holds it; an anonymous structure is put together from its parts.
    private static Elements.One value(Operation o, Given given, Field field) {
        var part = given.one.value().filter(v -> given.type.isEmpty() && v.has("part"));
        if (part.isEmpty()) return given.one;
        if (!(field.content() instanceof Shape shape)) throw o.wrong("the element is no structure of parts");
        var made = JsonNodeFactory.instance.objectNode();
        for (var inner : part.get().path("part")) {
            var its = given(o, (ObjectNode) inner);
            var elements = new Elements(made, shape, field(o, shape, inner.path("name").asString(""), its.type));
            var all = new ArrayList<>(elements.all());
            all.add(value(o, its, elements.field()));
            if (all.size() > 1 && !elements.field().many()) throw o.wrong("an element that doesn't repeat is given twice");
            elements.write(all);
        }
        return new Elements.One(Optional.of(made), Optional.empty());
    }
}
