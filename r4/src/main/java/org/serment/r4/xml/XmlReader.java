package org.serment.r4.xml;

import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.serment.r4.Json;
import org.serment.r4.Types;
import org.serment.r4.define.Content;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Primitive;
import org.serment.r4.define.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Reads one document into the tree of the same JSON. One use.
///
/// A value that is no number where one must stand becomes a text, of which the JSON reader says so at its place.
final class XmlReader {
    private static final Definitions R4 = Definitions.r4();
    private static final Shape ELEMENT = R4.shape("Element").orElseThrow();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    /// More digits than the JSON reader takes.
    private static final int DIGITS = 100;
    private static final Pattern SHAPED = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");

    private final Iterator<String> divs;
    private final int most;
    private final XMLStreamReader in;

    XmlReader(String text, int most) throws XMLStreamException {
        this.divs = Divs.of(text);
        this.most = most;
        this.in = Xml.parser(text);
    }

    ObjectNode read() throws XMLStreamException {
        var encoding = in.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) throw new Misplaced("", "structure", "the body is not XML in UTF-8");
        opens("");
        var resource = resource("", 0);
        opens("");
        return resource;
    }

    /// Goes to the next tag; whether it is one that opens.
    private boolean opens(String at) throws XMLStreamException {
        while (true) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT:
                    return true;
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT:
                    return false;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE:
                    if (!in.isWhiteSpace()) throw new Misplaced(at, "structure", "text stands between elements: values are attributes");
                    break;
                case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION:
                    break;
                default:
                    throw new Misplaced(at, "structure", "document types and entities are not accepted");
            }
        }
    }

    /// At the opening tag of a resource.
    private ObjectNode resource(String at, int depth) throws XMLStreamException {
        var type = in.getLocalName();
        var shape = Optional.of(type).filter(_ -> Xml.FHIR.equals(in.getNamespaceURI())).filter(Types::known).flatMap(R4::shape);
        if (shape.isEmpty()) throw new Misplaced(at, "structure", "the element is no R4 resource type in the namespace " + Xml.FHIR);
        var node = NODES.objectNode().put("resourceType", type);
        object(shape.get(), node, false, at.isEmpty() ? type : at, depth);
        return node;
    }

    /// From an opening tag to its end; gives the attribute `value` where it is allowed.
    private Optional<String> object(Shape shape, ObjectNode node, boolean primitive, String at, int depth) throws XMLStreamException {
        if (depth > most) throw new Misplaced(at, "too-costly", "nested too deeply");
        var value = Optional.<String>empty();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            var name = in.getAttributeLocalName(i);
            var plain = in.getAttributeNamespace(i) == null || in.getAttributeNamespace(i).isEmpty();
            if (plain && primitive && name.equals("value")) value = Optional.of(in.getAttributeValue(i));
            else if (plain && XmlWriter.attribute(shape, shape.field(name))) node.put(name, in.getAttributeValue(i));
            else if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(in.getAttributeNamespace(i))) throw new Misplaced(at, "structure", "unknown attribute");
        }
        while (opens(at)) {
            var field = shape.field(in.getLocalName());
            boolean narrative = field.content() == Primitive.XHTML;
            if (field == Field.UNKNOWN || field.sibling() || XmlWriter.attribute(shape, field) || !(narrative ? Xml.XHTML : Xml.FHIR).equals(in.getNamespaceURI()))
                throw new Misplaced(SHAPED.matcher(in.getLocalName()).matches() ? at + '.' + in.getLocalName() : at, "structure", "unknown element");
            property(field, node, at, depth + 1);
        }
        return value;
    }

    private void property(Field field, ObjectNode node, String parent, int depth) throws XMLStreamException {
        int index = Math.max(node.path(field.json()).size(), node.path('_' + field.json()).size());
        var at = parent + '.' + field.element() + (field.many() ? "[" + index + "]" : "");
        var beside = NODES.objectNode();
        Optional<JsonNode> value = switch (field.content()) {
            case Primitive p when p == Primitive.XHTML -> Optional.of(StringNode.valueOf(narrative(at)));
            case Primitive p -> object(ELEMENT, beside, true, at, depth).map(v -> scalar(p, v));
            case Shape shape -> {
                var child = NODES.objectNode();
                object(shape, child, false, at, depth);
                yield Optional.of(child);
            }
            case Content.AnyResource _ -> {
                if (in.getAttributeCount() > 0 || !opens(at)) throw new Misplaced(at, "structure", "one resource stands in this element");
                var resource = resource(at, depth);
                if (opens(at)) throw new Misplaced(at, "structure", "one resource stands in this element");
                yield Optional.of(resource);
            }
        };
        if (value.isEmpty() && beside.isEmpty()) throw new Misplaced(at, "structure", "an element has a value or children");
        put(field, node, at, index, field.json(), value);
        put(field, node, at, index, '_' + field.json(), Optional.<JsonNode>of(beside).filter(b -> !b.isEmpty()));
    }

    /// Arrays of values and of what stands beside them have one length once one of both has something.
    private static void put(Field field, ObjectNode node, String at, int index, String name, Optional<JsonNode> value) {
        if (!field.many()) {
            if (value.isPresent() && node.has(name)) throw new Misplaced(at, "structure", "the element occurs more than once");
            value.ifPresent(v -> node.set(name, v));
            return;
        }
        if (value.isEmpty() && !node.has(name)) return;
        var array = node.get(name) instanceof ArrayNode there ? there : node.putArray(name);
        while (array.size() < index) array.add(NullNode.instance);
        array.add(value.orElse(NullNode.instance));
    }

    private static JsonNode scalar(Primitive primitive, String value) {
        boolean right = switch (primitive.token()) {
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case INTEGER, DECIMAL -> value.length() <= DIGITS && NUMBER.matcher(value).matches();
            case TEXT -> false;
        };
        if (!right) return StringNode.valueOf(value);
        return primitive.token() == Primitive.Token.BOOLEAN ? BooleanNode.valueOf(value.equals("true")) : Json.number(value);
    }

    /// The text of a `div` exactly as it stands in the document.
    private String narrative(String at) throws XMLStreamException {
        for (int open = 1; open > 0; ) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> open++;
                case XMLStreamConstants.END_ELEMENT -> open--;
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new Misplaced(at, "structure", "document types and entities are not accepted");
                default -> { }
            }
        }
        var div = divs.hasNext() ? divs.next() : "";
        if (!Narrative.alone(div)) throw new Misplaced(at, "structure", "a narrative is a div that declares its namespaces itself, without prefixes of its surroundings");
        return div;
    }
}
