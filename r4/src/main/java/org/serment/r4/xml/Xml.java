package org.serment.r4.xml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.serment.r4.Json;
import org.serment.r4.Problem;
import java.io.StringReader;
import tools.jackson.databind.node.ObjectNode;

/// FHIR XML in and out (FHIR R4 xml.html).
public final class Xml {
    static final String FHIR = "http://hl7.org/fhir", XHTML = "http://www.w3.org/1999/xhtml";

    private Xml() {}

    /// What came of translating a document.
    public sealed interface Read {
        /// The same as JSON, not looked at otherwise.
        record AsJson(byte[] bytes) implements Read {}

        record Refused(Problem problem) implements Read {}
    }

    /// Translates a document into JSON. Document types and entities of one's own are refused before anything is done with
    /// them, so nothing is fetched and nothing grows.
    ///
    /// @param depth how many elements may be nested
    public static Read json(byte[] xml, int depth) {
        try {
            // XML makes every line end a line feed; done beforehand, places in the text and the parser's places agree
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString().replace("\r\n", "\n").replace('\r', '\n');
            return new Read.AsJson(Json.write(new XmlReader(text.startsWith("\uFEFF") ? text.substring(1) : text, depth).read()));
        } catch (CharacterCodingException e) {
            return new Read.Refused(new Problem("", "structure", "the body is not XML in UTF-8"));
        } catch (Misplaced e) {
            return new Read.Refused(e.problem());
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            return new Read.Refused(new Problem("", "structure", "malformed XML" + (at == null ? "" : " at line " + at.getLineNumber() + ", column " + at.getColumnNumber())));
        }
    }

    /// Writes a resource that the JSON reader accepted; elements come in the order of their definition.
    public static byte[] write(ObjectNode resource) {
        return new XmlWriter().write(resource).getBytes(StandardCharsets.UTF_8);
    }

    /// A parser that knows no document types and fetches nothing.
    static XMLStreamReader parser(String text) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory.createXMLStreamReader(new StringReader(text));
    }
}
