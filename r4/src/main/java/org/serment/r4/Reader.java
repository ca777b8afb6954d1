package org.serment.r4;

import java.util.Optional;
import org.serment.r4.define.Content;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Primitive;
import org.serment.r4.define.Shape;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Reads one resource in one pass, checking each token against the shape of its element. One use.
final class Reader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1000).maxStringLength(Integer.MAX_VALUE).maxNumberLength(256)
                    .maxNameLength(256).maxDocumentLength(-1).build()).build();
    private static final Definitions R4 = Definitions.r4();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String RESOURCE_TYPE = "resourceType";

    private final byte[] bytes;
    private final Place place;
    private final Findings findings;
    private JsonParser in;
    private int contained;

    /// What an object has shown so far: bits of elements, of their `_` siblings, and whether the two need comparing.
    private static final class Seen {
        private long values;
        private long siblings;
        private boolean pairs;
        private boolean typed;
    }

    Reader(byte[] bytes, Limits limits) {
        this.bytes = bytes;
        this.place = new Place(limits.depth());
        this.findings = new Findings(place, limits.problems());
    }

    Parsed read() {
        if (!opensAsUtf8Object()) {
            findings.last("structure", "the body is not a JSON object in UTF-8");
            return new Parsed.Rejected(findings.all());
        }
        ObjectNode root = NODES.objectNode();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            in = parser;
            in.nextToken();
            root = resource();
            if (in.nextToken() != null) {
                findings.add("structure", "something follows the resource");
            }
        } catch (Findings.Enough e) {
            return new Parsed.Rejected(findings.all());
        } catch (StreamConstraintsException e) {
            findings.last("too-costly", "nested too deeply, or a name or number is too long");
        } catch (StreamReadException e) {
            findings.last("structure", "malformed JSON at line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr());
        }
        return findings.all().isEmpty() ? new Parsed.Ok(root) : new Parsed.Rejected(findings.all());
    }

    private boolean opensAsUtf8Object() {
        int i = 0;
        while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
        return i + 1 < bytes.length && bytes[i] == '{' && bytes[i + 1] != 0;
    }

    /// At the start of an object that must be a resource.
    private ObjectNode resource() {
        Optional<Shape> shape = resourceType().filter(Types::known).flatMap(R4::shape);
        if (shape.isEmpty()) {
            in.skipChildren();
            findings.add("structure", "resourceType is missing or not an R4 resource type");
            return NODES.objectNode();
        }
        if (place.atRoot()) {
            place.root(shape.get().path());
        }
        return object(shape.get());
    }

    /// The value of this object's own `resourceType`, looked up ahead: it may stand anywhere in the object. What is
    /// malformed on the way is left to the reader itself, which knows the line.
    private Optional<String> resourceType() {
        int offset = (int) in.currentTokenLocation().getByteOffset();
        try (JsonParser ahead = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, bytes.length - offset)) {
            ahead.nextToken();
            for (String name = ahead.nextName(); name != null; name = ahead.nextName()) {
                JsonToken token = ahead.nextToken();
                if (name.equals(RESOURCE_TYPE)) {
                    return token == JsonToken.VALUE_STRING ? Optional.of(ahead.getString()) : Optional.empty();
                }
                ahead.skipChildren();
            }
            return Optional.empty();
        } catch (StreamReadException e) {
            return Optional.empty();
        }
    }

    private ObjectNode object(Shape shape) {
        ObjectNode node = NODES.objectNode();
        Seen seen = new Seen();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Field field = shape.field(name);
            if (field != Field.UNKNOWN) {
                property(field, node, seen);
            } else if (shape.isResource() && name.equals(RESOURCE_TYPE)) {
                type(node, seen);
            } else {
                unknown(name);
            }
        }
        if (node.isEmpty()) {
            findings.add("structure", "an object must have a known property");
        }
        for (long missing = shape.required() & ~(seen.values | seen.siblings); missing != 0; missing &= missing - 1) {
            findings.at(shape.element(Long.numberOfTrailingZeros(missing)), "required", "a required element is missing");
        }
        if (seen.pairs) {
            Siblings.check(shape, node, place, findings);
        }
        return node;
    }

    private void property(Field field, ObjectNode node, Seen seen) {
        long bit = 1L << field.bit();
        place.enter(field.element());
        if (((field.sibling() ? seen.siblings : seen.values) & bit) != 0) {
            findings.add("structure", node.has(field.json()) ? "duplicate property" : "more than one type of a choice");
        }
        in.nextToken();
        JsonNode value = field.many() ? array(field, seen) : single(field);
        if (field.sibling()) {
            seen.siblings |= bit;
            seen.pairs = true;
        } else {
            seen.values |= bit;
        }
        node.set(field.json(), value);
        place.leave();
    }

    private void type(ObjectNode node, Seen seen) {
        JsonToken token = in.nextToken();
        if (seen.typed) {
            findings.add("structure", "duplicate property resourceType");
        }
        seen.typed = true;
        if (token == JsonToken.VALUE_STRING) {
            node.set(RESOURCE_TYPE, StringNode.valueOf(in.getString()));
        }
        in.skipChildren();
    }

    private JsonNode array(Field field, Seen seen) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            findings.add("structure", "must be an array");
            in.skipChildren();
            return NullNode.instance;
        }
        ArrayNode array = NODES.arrayNode();
        boolean mayBeNull = field.sibling() || field.content() instanceof Primitive;
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            place.index(array.size());
            if (token == JsonToken.VALUE_NULL && mayBeNull) {
                array.add(NullNode.instance);
                seen.pairs = true;
            } else {
                array.add(single(field));
            }
        }
        place.index(-1);
        if (array.isEmpty()) {
            findings.add("structure", "an array must not be empty");
        }
        return array;
    }

    private JsonNode single(Field field) {
        return switch (field.content()) {
            case Primitive primitive -> Scalars.read(in, primitive, findings);
            case Shape shape -> opens() ? object(shape) : NullNode.instance;
            case Content.AnyResource _ -> opens() ? inner(field) : NullNode.instance;
        };
    }

    private JsonNode inner(Field field) {
        int deeper = field.element().equals("contained") ? 1 : 0;
        if (deeper > 0 && contained > 0) {
            findings.add("structure", "a contained resource must not contain another");
        }
        contained += deeper;
        JsonNode node = resource();
        contained -= deeper;
        return node;
    }

    private boolean opens() {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            findings.add("structure", in.currentToken() == JsonToken.START_ARRAY ? "must not be an array" : "must be an object");
            in.skipChildren();
            return false;
        }
        if (place.full()) {
            throw findings.last("too-costly", "nested too deeply");
        }
        return true;
    }

    private void unknown(String name) {
        findings.at(shaped(name) ? name : "", "structure", "unknown property");
        in.nextToken();
        in.skipChildren();
    }

    /// Whether a name looks like an element's, so that it may be repeated in an answer.
    private static boolean shaped(String name) {
        String bare = name.startsWith("_") ? name.substring(1) : name;
        return !bare.isEmpty() && bare.length() <= 40 && bare.charAt(0) >= 'a' && bare.charAt(0) <= 'z'
                && bare.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    }
}
