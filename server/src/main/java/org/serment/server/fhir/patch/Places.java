package org.serment.server.fhir.patch;

import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.serment.r4.Json;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;
import org.serment.server.fhir.Hapi;
import tools.jackson.databind.node.ObjectNode;

/// Where FHIRPath leads to in a tree of ours. HAPI evaluates on a model of its own, read from the same JSON; each element of
/// that model is paired with its place in the tree, so what a patch changes is the tree, with its digits and its order.
final class Places {
    /// An element of the tree.
    ///
    /// @param elements where it stands; empty for the resource itself
    /// @param index    which of them
    /// @param inner    the object that it is; for a primitive, of its extensions
    record Place(Optional<Elements> elements, int index, Optional<ObjectNode> inner, Optional<Shape> shape) {}

    /// What a path to one place needs (FHIR R4 fhirpatch.html: the simple subset, and filters); nothing that can be made to work for long.
    private static final Set<String> FUNCTIONS = Set.of("where", "first", "last", "tail", "skip", "take", "single", "ofType", "as", "is", "extension", "exists", "empty", "not", "hasValue", "getValue", "startsWith", "endsWith");
    private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'"), CALL = Pattern.compile("([A-Za-z_]+|`[^`]*`)\\s*\\(");
    private static final int LONGEST = 500;

    private final Resource model;
    private final Map<Base, Place> places = new IdentityHashMap<>();

    Places(ObjectNode resource) {
        var parser = Hapi.context().newJsonParser();
        parser.setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
        try {
            model = (Resource) parser.parseResource(new String(Json.write(resource), StandardCharsets.UTF_8));
        } catch (DataFormatException e) {
            throw new Patch.Wrong("", "processing", "what the operations before have made can't be read");
        }
        var shape = Definitions.r4().shape(resource.path("resourceType").asString(""));
        places.put(model, new Place(Optional.empty(), 0, Optional.of(resource), shape));
        shape.ifPresent(s -> pair(model, resource, s));
    }

    /// Refuses a path that isn't one of the subset.
    static void check(String path, String place) {
        if (path.length() > LONGEST) throw new Patch.Wrong("", "too-long", place + ": a path has at most " + LONGEST + " characters");
        var calls = CALL.matcher(LITERAL.matcher(path).replaceAll("''"));
        while (calls.find())
            if (!FUNCTIONS.contains(calls.group(1)) && !Set.of("and", "or", "xor", "implies", "in", "contains", "div", "mod").contains(calls.group(1)))
                throw new Patch.Wrong("", "not-supported", place + ": a path of a patch uses only " + String.join(", ", FUNCTIONS.stream().sorted().toList()));
    }

    /// The places that a path leads to.
    List<Place> at(String path, String place) {
        var found = evaluate(path, place);
        if (places.keySet().containsAll(found)) return found.stream().map(places::get).toList();
        // what HAPI has no element for, a narrative's div, is found in the element that holds it
        int dot = path.lastIndexOf('.');
        var name = path.substring(dot + 1);
        var holder = dot < 0 ? List.<Place>of() : at(path.substring(0, dot), place);
        var field = holder.size() == 1 ? holder.getFirst().shape().flatMap(s -> s.find(name)).filter(f -> !f.many() && !f.sibling()) : Optional.<Field>empty();
        if (field.isEmpty()) throw new Patch.Wrong("", "processing", place + ": its path leads to a value, not to an element");
        return List.of(new Place(Optional.of(new Elements(holder.getFirst().inner().orElseThrow(), holder.getFirst().shape().orElseThrow(), field.get())), 0, Optional.empty(), Optional.empty()));
    }

    private List<Base> evaluate(String path, String place) {
        try {
            return Hapi.context().newFhirPath().evaluate(model, path, IBase.class).stream().map(Base.class::cast).toList();
        } catch (FhirPathExecutionException | IllegalArgumentException e) {
            throw new Patch.Wrong("", "invalid", place + ": its path is no FHIRPath that can be evaluated here");
        }
    }

    private void pair(Base base, ObjectNode node, Shape shape) {
        for (Property property : base.children()) {
            var values = property.getValues();
            for (int i = 0; i < values.size(); i++) {
                var value = values.get(i);
                int index = i;
                property(shape, node, property.getName()).ifPresent(f -> pair(value, new Elements(node, shape, f), index));
            }
        }
    }

    private void pair(Base value, Elements elements, int index) {
        var all = elements.all();
        if (index >= all.size()) return;
        var one = all.get(index);
        var inner = one.value().filter(ObjectNode.class::isInstance).or(one::extended).map(ObjectNode.class::cast);
        var shape = inner.flatMap(node -> Elements.shape(elements.field().content(), node));
        places.put(value, new Place(Optional.of(elements), index, inner, shape));
        if (inner.isPresent() && shape.isPresent()) pair(value, inner.get(), shape.get());
    }

    /// The property of an object that holds an element; of a choice, the one that is there.
    private static Optional<Field> property(Shape shape, ObjectNode node, String name) {
        if (!name.endsWith("[x]")) return shape.find(name).filter(f -> !f.sibling());
        var element = name.substring(0, name.length() - 3);
        return node.propertyNames().stream().map(n -> n.startsWith("_") ? n.substring(1) : n).map(shape::find).flatMap(Optional::stream)
                .filter(f -> f.element().equals(element) && !f.sibling()).findFirst();
    }
}
