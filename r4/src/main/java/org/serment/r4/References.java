package org.serment.r4;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.serment.r4.define.Content;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The places of a resource where another is named: `Reference.reference` everywhere, contained resources and
/// extensions included.
///
/// For a transaction, `uri`, `url`, `oid` and `uuid` elements count too, because FHIR R4 ("HTTP", transaction)
/// wants a `urn:uuid:` of the bundle replaced there as well; canonicals and narratives are left alone.
public final class References {
    private References() {}

    /// What the text of a reference leads to.
    ///
    /// @param type the resource type, empty when the text does not tell
    /// @param text `Type/id` without a version for a relative reference, otherwise as it stands, an absolute URL
    ///             without its version; empty for a contained resource (`#...`) and for an empty text
    public record Target(String type, String text) {}

    /// Reads the text of a reference.
    public static Target target(String reference) {
        if (reference.isEmpty() || reference.startsWith("#")) {
            return new Target("", "");
        }
        if (reference.startsWith("urn:")) {
            return new Target("", reference);
        }
        int history = reference.indexOf("/_history/");
        String text = history < 0 ? reference : reference.substring(0, history);
        int slash = text.lastIndexOf('/');
        int before = text.lastIndexOf('/', slash - 1);
        String type = slash < 0 ? "" : text.substring(before + 1, slash);
        boolean literal = Types.known(type) && (before < 0 || text.indexOf("://") > 0);
        return new Target(literal ? type : "", literal ? text : reference);
    }

    /// Shows every `Reference.reference`, in the order of the document.
    public static void each(ObjectNode resource, Consumer<String> seen) {
        walk(shape(resource), resource, (node, field) -> {
            if (node.get(field.json()) instanceof StringNode text) {
                seen.accept(text.stringValue());
            }
        }, false);
    }

    /// Replaces, in place, every reference and every URI element by what the function gives for it; a function that
    /// answers its argument changes nothing.
    public static void rewrite(ObjectNode resource, UnaryOperator<String> replacement) {
        rewrite(resource, replacement, replacement);
    }

    /// The same with a function for references and another for URI elements.
    public static void rewrite(ObjectNode resource, UnaryOperator<String> references, UnaryOperator<String> uris) {
        walk(shape(resource), resource, (node, field) -> {
            UnaryOperator<String> replacement = field.element().equals("reference") && field.type().equals("string") ? references : uris;
            JsonNode value = node.get(field.json());
            if (value instanceof StringNode text) {
                replaced(text, replacement).ifPresent(other -> node.set(field.json(), other));
            } else if (value instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i) instanceof StringNode text) {
                        int index = i;
                        replaced(text, replacement).ifPresent(other -> array.set(index, other));
                    }
                }
            }
        }, true);
    }

    private static Optional<StringNode> replaced(StringNode text, UnaryOperator<String> replacement) {
        String other = replacement.apply(text.stringValue());
        return other.equals(text.stringValue()) ? Optional.empty() : Optional.of(StringNode.valueOf(other));
    }

    private interface Found {
        void at(ObjectNode node, Field field);
    }

    private static Shape shape(ObjectNode resource) {
        return Definitions.r4().shape(resource.path("resourceType").asString("")).orElseThrow(
                () -> new IllegalArgumentException("not a checked resource"));
    }

    private static void walk(Shape shape, ObjectNode node, Found found, boolean uris) {
        boolean reference = shape.path().equals("Reference");
        for (String name : node.propertyNames().toArray(String[]::new)) {
            Field field = shape.field(name);
            if (field == Field.UNKNOWN) {
                continue;
            }
            if (reference && name.equals("reference") || uris && uri(shape, field)) {
                found.at(node, field);
            } else if (field.content() instanceof Shape inner) {
                objects(node.get(name), child -> walk(inner, child, found, uris));
            } else if (field.content() instanceof Content.AnyResource) {
                objects(node.get(name), child -> walk(shape(child), child, found, uris));
            }
        }
    }

    private static boolean uri(Shape shape, Field field) {
        return switch (field.type()) {
            case "uri", "url", "oid", "uuid" -> !field.sibling()
                    && !(shape.path().equals("Extension") && field.element().equals("url"));
            default -> false;
        };
    }

    private static void objects(JsonNode value, Consumer<ObjectNode> seen) {
        if (value instanceof ObjectNode object) {
            seen.accept(object);
        } else if (value instanceof ArrayNode array) {
            array.forEach(element -> objects(element, seen));
        }
    }
}
