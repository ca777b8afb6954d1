package org.serment.r4;

import java.util.ArrayList;
import java.util.List;
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
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
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
    private static final int DIGITS = 64;
    private static final int EXPONENT = 400;

    private final byte[] bytes;
    private final Limits limits;
    private final Place place;
    private final List<Problem> problems = new ArrayList<>();
    private JsonParser in;
    private int contained;

    Reader(byte[] bytes, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
        this.place = new Place(limits.depth());
    }

    Parsed read() {
        if (!opensAsUtf8Object()) {
            problems.add(new Problem("", "structure", "the body is not a JSON object in UTF-8"));
            return new Parsed.Rejected(problems);
        }
        ObjectNode root = NODES.objectNode();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            in = parser;
            in.nextToken();
            root = resource();
            if (in.nextToken() != null) {
                problem("structure", "something follows the resource");
            }
        } catch (Enough e) {
            return new Parsed.Rejected(problems);
        } catch (StreamConstraintsException e) {
            add("too-costly", "nested too deeply, or a name or number is too long");
        } catch (StreamReadException e) {
            add("structure", "malformed JSON at line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr());
        }
        return problems.isEmpty() ? new Parsed.Ok(root) : new Parsed.Rejected(problems);
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
            problem("structure", "resourceType is missing or not an R4 resource type");
            in.skipChildren();
            return NODES.objectNode();
        }
        if (place.atRoot()) {
            place.root(shape.get().path());
        }
        return object(shape.get());
    }

    /// The value of this object's own `resourceType`, looked up ahead: it may stand anywhere in the object.
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
        }
    }

    private ObjectNode object(Shape shape) {
        ObjectNode node = NODES.objectNode();
        long values = 0;
        long siblings = 0;
        boolean pairs = false;
        boolean typed = false;
        boolean empty = true;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            empty = false;
            Field field = shape.field(name);
            if (field == null) {
                if (shape.isResource() && name.equals(RESOURCE_TYPE)) {
                    in.nextToken();
                    if (typed) {
                        problem("structure", "duplicate property resourceType");
                    }
                    typed = true;
                    node.set(name, StringNode.valueOf(in.getString()));
                } else {
                    unknown(name);
                }
                continue;
            }
            long bit = 1L << field.bit();
            place.enter(field.element());
            if (((field.sibling() ? siblings : values) & bit) != 0) {
                problem("structure", node.has(name) ? "duplicate property " + name : "more than one type of a choice");
            }
            in.nextToken();
            JsonNode value = field.many() ? array(field) : single(field);
            if (field.sibling()) {
                siblings |= bit;
                pairs = true;
            } else {
                values |= bit;
                pairs |= value instanceof ArrayNode && field.content() instanceof Primitive && hasNull(value);
            }
            node.set(name, value);
            place.leave();
        }
        if (empty) {
            problem("structure", "an object must not be empty");
        }
        long missing = shape.required() & ~(values | siblings);
        for (long left = missing; left != 0; left &= left - 1) {
            required(shape.element(Long.numberOfTrailingZeros(left)));
        }
        if (pairs) {
            pairs(shape, node);
        }
        return node;
    }

    private JsonNode array(Field field) {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            problem("structure", "must be an array");
            in.skipChildren();
            return NullNode.instance;
        }
        ArrayNode array = NODES.arrayNode();
        int index = 0;
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            place.index(index++);
            boolean mayBeNull = field.sibling() || field.content() instanceof Primitive;
            array.add(token == JsonToken.VALUE_NULL && mayBeNull ? NullNode.instance : single(field));
        }
        place.index(-1);
        if (index == 0) {
            problem("structure", "an array must not be empty");
        }
        return array;
    }

    private JsonNode single(Field field) {
        return switch (field.content()) {
            case Primitive primitive -> primitive(primitive);
            case Shape shape -> opens() ? object(shape) : NullNode.instance;
            case Content.AnyResource any -> opens() ? inner(field) : NullNode.instance;
        };
    }

    private JsonNode inner(Field field) {
        boolean inside = field.element().equals("contained");
        if (inside && contained > 0) {
            problem("structure", "a contained resource must not contain another");
        }
        contained += inside ? 1 : 0;
        JsonNode node = resource();
        contained -= inside ? 1 : 0;
        return node;
    }

    private boolean opens() {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            problem("structure", in.currentToken() == JsonToken.START_ARRAY ? "must not be an array" : "must be an object");
            in.skipChildren();
            return false;
        }
        if (place.full()) {
            add("too-costly", "nested too deeply");
            throw new Enough();
        }
        return true;
    }

    private JsonNode primitive(Primitive primitive) {
        JsonToken token = in.currentToken();
        boolean right = switch (primitive.token()) {
            case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
            case DECIMAL -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            case TEXT -> token == JsonToken.VALUE_STRING;
        };
        if (!right) {
            wrongToken(primitive, token);
            return NullNode.instance;
        }
        return switch (primitive.token()) {
            case BOOLEAN -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
            case INTEGER -> integer(primitive);
            case DECIMAL -> decimal();
            case TEXT -> text(primitive);
        };
    }

    private JsonNode text(Primitive primitive) {
        String text = in.getString();
        if (!primitive.accepts(text)) {
            problem("value", "not a valid " + primitive.type());
        }
        return StringNode.valueOf(text);
    }

    private JsonNode integer(Primitive primitive) {
        String text = in.getString();
        if (text.length() > 11 || text.equals("-0") || !primitive.accepts(Long.parseLong(text))) {
            problem("value", "not a valid " + primitive.type());
            return NullNode.instance;
        }
        return IntNode.valueOf(Integer.parseInt(text));
    }

    private JsonNode decimal() {
        String text = in.getString();
        if (text.length() > DIGITS || !inRange(text)) {
            problem("value", "a decimal has at most " + DIGITS + " characters and a magnitude below 1E+" + EXPONENT);
            return NullNode.instance;
        }
        return Lexeme.of(text);
    }

    /// Exponents are looked at before the number is made: a huge one must cost nothing.
    private static boolean inRange(String text) {
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e < 0) {
            return true;
        }
        String exponent = text.substring(text.charAt(e + 1) == '+' ? e + 2 : e + 1);
        return exponent.length() <= 4 && Math.abs(Integer.parseInt(exponent)) + e < EXPONENT;
    }

    private void wrongToken(Primitive primitive, JsonToken token) {
        boolean nothing = token == JsonToken.VALUE_NULL;
        problem("structure", nothing ? "null is not allowed here" : switch (primitive.token()) {
            case BOOLEAN -> "must be true or false";
            case INTEGER -> "must be a whole number";
            case DECIMAL -> "must be a number";
            case TEXT -> token == JsonToken.START_ARRAY ? "must not be an array" : "must be a string";
        });
        in.skipChildren();
    }

    /// Values and their `_` siblings must fit: one type of a choice, arrays of one length, nulls only across from
    /// something.
    private void pairs(Shape shape, ObjectNode node) {
        for (var property : node.properties()) {
            Field field = shape.field(property.getKey());
            if (field == null) {
                continue;
            }
            String other = field.sibling() ? field.json().substring(1) : "_" + field.json();
            JsonNode partner = node.get(other);
            place.enter(field.element());
            if (property.getValue() instanceof ArrayNode array) {
                arrays(array, partner instanceof ArrayNode p ? Optional.of(p) : Optional.empty(), field.sibling());
            }
            if (field.choice() && field.sibling() && partner == null && otherTypeOf(field, shape, node)) {
                problem("structure", "more than one type of a choice");
            }
            place.leave();
        }
    }

    private static boolean otherTypeOf(Field field, Shape shape, ObjectNode node) {
        return node.properties().stream().map(p -> shape.field(p.getKey()))
                .anyMatch(f -> f != null && f.bit() == field.bit() && !f.sibling());
    }

    private void arrays(ArrayNode array, Optional<ArrayNode> partner, boolean sibling) {
        if (!sibling && partner.isPresent() && partner.get().size() != array.size()) {
            problem("structure", "the arrays of values and of their extensions differ in length");
        }
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).isNull() && (partner.isEmpty() || !partner.get().has(i) || partner.get().get(i).isNull())) {
                place.index(i);
                problem("structure", "null is not allowed here");
            }
        }
        place.index(-1);
    }

    private static boolean hasNull(JsonNode array) {
        for (JsonNode node : array) {
            if (node.isNull()) {
                return true;
            }
        }
        return false;
    }

    private void unknown(String name) {
        place.enter(shaped(name) ? name : "");
        problem("structure", "unknown property");
        in.nextToken();
        in.skipChildren();
        place.leave();
    }

    /// Whether a name looks like an element's, so that it may be repeated in an answer.
    private static boolean shaped(String name) {
        return name.length() <= 40 && name.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '_')
                && Character.isLowerCase(name.charAt(name.startsWith("_") && name.length() > 1 ? 1 : 0));
    }

    private void required(String element) {
        place.enter(element);
        problem("required", "a required element is missing");
        place.leave();
    }

    private void problem(String code, String message) {
        add(code, message);
        if (problems.size() >= limits.problems()) {
            throw new Enough();
        }
    }

    private void add(String code, String message) {
        problems.add(new Problem(place.path(), code, message));
    }

    /// Ends reading when enough problems are known, or when the nesting is too deep.
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough problems", null, false, false);
        }
    }
}
