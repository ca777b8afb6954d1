package org.serment.r4.xml;

import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/// The XHTML of a narrative, which JSON carries as a text and XML as elements (FHIR R4 narrative.html).
final class Narrative {
    private static final String NAMESPACE = " xmlns=\"" + Xml.XHTML + '"';

    private Narrative() {}

    /// As elements that can stand in a document: as it came when it is one well-formed `div`, otherwise as the text of one,
    /// so that no narrative can end the element around it.
    static String elements(String div) {
        var text = div.strip();
        if (text.startsWith("<div")) {
            var namespace = namespace(text);
            if (namespace.equals(Optional.of(Xml.XHTML))) return text;
            if (namespace.equals(Optional.of(""))) return "<div" + NAMESPACE + text.substring(4);
        }
        return "<div" + NAMESPACE + '>' + Escaped.of(div) + "</div>";
    }

    /// Whether those elements stand on their own.
    static boolean alone(String div) {
        return div.startsWith("<div") && namespace(div).equals(Optional.of(Xml.XHTML));
    }

    /// The namespace of the one well-formed `div` that the text is; empty when it is something else.
    private static Optional<String> namespace(String text) {
        try {
            var in = Xml.parser(text);
            if (in.next() != XMLStreamConstants.START_ELEMENT || !in.getLocalName().equals("div")) return Optional.empty();
            var namespace = Optional.ofNullable(in.getNamespaceURI()).orElse("");
            while (in.hasNext()) if (in.next() == XMLStreamConstants.ENTITY_REFERENCE) return Optional.empty();
            return Optional.of(namespace);
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }
}
