package org.serment.server.fhir.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.server.fhir.Hapi;
import org.serment.server.record.Change;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The cases that HL7 publishes (org.hl7.fhir.testcases:fhir-test-cases): JSON Patch, and FHIRPath Patch of R4, R4B and R5 alike.
/// XML Patch is not offered here: R4 lets a server choose, and no resource is kept as XML.
class PublishedCasesTest {
    private static final String HOME = "/org/hl7/fhir/testcases/";
    /// Its reference is written `<reference reference="Device/1"/>`, which is no FHIR XML: read as R4 the extension has no value.
    private static final String MALFORMED = "r5 Add extension";

    @TestFactory
    Stream<DynamicTest> jsonPatch() throws IOException {
        try (var in = PublishedCasesTest.class.getResourceAsStream(HOME + "r4/patch/json-patch-tests.json")) {
            var cases = new JsonMapper().readTree(in);
            assertEquals(16, cases.size());
            return cases.valueStream().map(c -> DynamicTest.dynamicTest(c.path("comment").asString(""), () -> json(c)));
        }
    }

    private static void json(JsonNode c) {
        var patch = JsonPatch.read(c.path("patch").toString().getBytes(StandardCharsets.UTF_8));
        if (c.has("error")) {
            if (patch instanceof Patch.Ready ready) assertInstanceOf(Change.Edited.Not.class, ready.edit().of((ObjectNode) c.get("doc").deepCopy()));
            return;
        }
        var edited = assertInstanceOf(Patch.Ready.class, patch, patch.toString()).edit().of((ObjectNode) c.get("doc").deepCopy());
        assertEquals(c.get("expected"), assertInstanceOf(Change.Edited.Ok.class, edited, edited.toString()).resource());
    }

    @TestFactory
    Stream<DynamicTest> fhirPathPatch() throws Exception {
        var all = Stream.<DynamicTest>builder();
        int seen = 0;
        for (var version : List.of("r4", "r4b", "r5")) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            try (var in = PublishedCasesTest.class.getResourceAsStream(HOME + version + "/patch/fhir-path-tests.xml")) {
                var cases = factory.newDocumentBuilder().parse(in).getElementsByTagName("case");
                seen += cases.getLength();
                IntStream.range(0, cases.getLength()).mapToObj(i -> (Element) cases.item(i))
                        .filter(c -> !MALFORMED.equals(version + " " + c.getAttribute("name"))).forEach(c -> all.add(DynamicTest.dynamicTest(version + " " + c.getAttribute("name"), () -> fhirPath(c))));
            }
        }
        assertTrue(seen > 90, seen + " cases");
        return all.build();
    }

    private static void fhirPath(Element c) throws Exception {
        var patch = assertInstanceOf(Patch.Ready.class, FhirPathPatch.read(resource(c, "diff")));
        var edited = patch.edit().of(resource(c, "input"));
        if (c.getElementsByTagName("error").getLength() > 0) {
            assertInstanceOf(Change.Edited.Not.class, edited);
            return;
        }
        assertEquals(text(resource(c, "output")), text(assertInstanceOf(Change.Edited.Ok.class, edited, edited.toString()).resource()));
    }

    /// Without the order of properties, which a patch has no say in, and without the escapes that XHTML leaves free.
    private static String text(ObjectNode resource) {
        return sorted(resource).toString().replace("&quot;", "\\\"");
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var sorted = object.objectNode();
            object.propertyNames().stream().sorted().forEach(name -> sorted.set(name, sorted(object.get(name))));
            return sorted;
        }
        if (!node.isArray()) return node;
        var array = new JsonMapper().createArrayNode();
        node.forEach(n -> array.add(sorted(n)));
        return array;
    }

    /// The cases are in XML; HAPI makes JSON of them.
    private static ObjectNode resource(Element c, String name) throws Exception {
        var holder = IntStream.range(0, c.getChildNodes().getLength()).mapToObj(c.getChildNodes()::item).filter(n -> n.getNodeName().equals(name)).findFirst().orElseThrow();
        var xml = IntStream.range(0, holder.getChildNodes().getLength()).mapToObj(holder.getChildNodes()::item).filter(Element.class::isInstance).findFirst().orElseThrow();
        var out = new StringWriter();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(xml), new StreamResult(out));
        var context = Hapi.context();
        var json = context.newJsonParser().encodeResourceToString(context.newXmlParser().parseResource(out.toString().replaceFirst("<\\?xml[^>]*>", "")));
        return assertInstanceOf(Parsed.Ok.class, Json.parse(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT), json).resource();
    }
}
