package org.serment.r4.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Problem;

class XmlTest {
    private static final String OPEN = "<Patient xmlns=\"http://hl7.org/fhir\">", CLOSE = "</Patient>";

    @Test
    void primitivesCarryWhatStandsBesideThem() {
        var json = """
                {"resourceType":"Patient","id":"p","_birthDate":{"id":"b","extension":[{"url":"http://a/x","valueDecimal":1.50}]},\
                "name":[{"id":"n","family":"O'<&>\\"\\t\\n é","given":["a",null,"c"],"_given":[null,{"extension":[{"url":"http://a/y","valueBoolean":false}]},null]}],\
                "multipleBirthInteger":2,"active":true}""";
        var xml = OPEN + "<id value=\"p\"/><active value=\"true\"/><name id=\"n\"><family value=\"O'&lt;&amp;&gt;&quot;&#9;&#10; é\"/><given value=\"a\"/>"
                + "<given><extension url=\"http://a/y\"><valueBoolean value=\"false\"/></extension></given><given value=\"c\"/></name>"
                + "<birthDate id=\"b\"><extension url=\"http://a/x\"><valueDecimal value=\"1.50\"/></extension></birthDate><multipleBirthInteger value=\"2\"/>" + CLOSE;
        assertEquals("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml, xml(json));
        assertEquals(sorted(json), sorted(json(xml)));
    }

    @Test
    void narrativesStayAsTheyCame() {
        var div = "<div xmlns=\"http://www.w3.org/1999/xhtml\" lang='fr' title='>'>a &amp; b<br/><p >é  <b>x</b></p><!-- </div> --><div/></div>";
        var xml = "<?a <div> ?><!-- <div> -->" + OPEN + "\r\n<text>\n <status value=\"generated\"/>\n " + div + "\n</text>" + CLOSE;
        assertTrue(json(xml).contains(div.replace("\"", "\\\"")), json(xml));
        assertTrue(xml(json(xml)).contains(div));
    }

    @Test
    void aNarrativeCannotEndWhatIsAroundIt() {
        for (var div : new String[] {"</div></text><active value='false'/><text><div>", "<div>a</div><div>b</div>", "<div>&nbsp;</div>", "<?xml version='1.0'?><div/>",
                "<!DOCTYPE div [<!ENTITY e 'x'>]><div>&e;</div>", "no tags & no end <"}) {
            var written = xml("{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":" + quoted(div) + "},\"active\":true}");
            assertTrue(written.contains("<div xmlns=\"http://www.w3.org/1999/xhtml\">" + Escaped.of(div) + "</div></text><active value=\"true\"/>"), written);
        }
        assertTrue(xml("{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"<div>a</div>\"}}").contains("<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"));
    }

    @Test
    void mistakesNameTheirPlace() {
        refused("<Patient/>", "", "structure");
        refused("<Patent xmlns=\"http://hl7.org/fhir\"/>", "", "structure");
        refused(OPEN + "<name><famly value=\"x\"/></name>" + CLOSE, "Patient.name[0].famly", "structure");
        refused(OPEN + "<name/><name>Perrin</name>" + CLOSE, "Patient.name[1]", "structure");
        refused(OPEN + "<name><given/></name>" + CLOSE, "Patient.name[0].given[0]", "structure");
        refused(OPEN + "<active value=\"true\"/><active value=\"true\"/>" + CLOSE, "Patient.active", "structure");
        refused(OPEN + "<active value=\"true\" kind=\"x\"/>" + CLOSE, "Patient.active", "structure");
        refused(OPEN + "<contained><Patient/><Patient/></contained>" + CLOSE, "Patient.contained[0]", "structure");
        refused(OPEN + "<x:active xmlns:x=\"urn:x\" value=\"true\"/>" + CLOSE, "Patient.active", "structure");
        refused(OPEN + "<active value=\"true\">", "", "structure");
        refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + OPEN + "<active value=\"true\"/>" + CLOSE, "", "structure");
        refused("<?xml version=\"1.0\"?>" + OPEN + "<active value=\"&nbsp;\"/>" + CLOSE, "", "structure");
        refused(OPEN + "<text><status value=\"generated\"/><h:div xmlns:h=\"http://www.w3.org/1999/xhtml\">a</h:div></text>" + CLOSE, "Patient.text.div", "structure");
        refused(OPEN + "<extension url=\"a\">".repeat(70) + "</extension>".repeat(70) + CLOSE, "Patient" + ".extension[0]".repeat(65), "too-costly");
        assertInstanceOf(Xml.Read.Refused.class, Xml.json(new byte[] {'<', (byte) 0xC3, '>'}, 64));
    }

    @Test
    void valuesAreJudgedByTheJsonReader() {
        var problems = ((Parsed.Rejected) Json.parse(json(OPEN + "<active value=\"yes\"/><multipleBirthInteger value=\"+1\"/>" + CLOSE).getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)).problems();
        assertEquals("Patient.active must be true or false; Patient.multipleBirth must be a whole number",
                problems.stream().map(p -> p.path() + ' ' + p.message()).reduce((a, b) -> a + "; " + b).orElseThrow());
    }

    @Test
    void nothingIsFetchedAndNothingGrows() throws IOException {
        try (var elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            elsewhere.setSoTimeout(200);
            var address = "http://localhost:" + elsewhere.getLocalPort() + "/x";
            for (var type : new String[] {
                    "<!DOCTYPE Patient SYSTEM \"" + address + "\">",
                    "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"" + address + "\">]>",
                    "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
                    "<!DOCTYPE Patient [<!ENTITY % p SYSTEM \"" + address + "\"> %p; <!ENTITY e \"x\">]>"}) {
                refused(type + OPEN + "<gender value=\"&e;\"/>" + CLOSE, "", "structure");
                refused(type + OPEN + "<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">&e;</div></text>" + CLOSE, "", "structure");
            }
            try (var asked = elsewhere.accept()) {
                throw new AssertionError("it asked " + asked.getRemoteSocketAddress());
            } catch (SocketTimeoutException _) {
                // nobody asked
            }
        }
        var laughs = new StringBuilder("<!DOCTYPE Patient [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) laughs.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refused(laughs + "]>" + OPEN + "<gender value=\"&l9;\"/>" + CLOSE, "", "structure"));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(OPEN + "<extension url=\"a\">".repeat(500_000), "Patient" + ".extension[0]".repeat(65), "too-costly"));
    }

    /// Whatever the bytes are, the answer is a translation or a refusal.
    @Test
    void damagedDocumentsNeverThrow() {
        var whole = xml("{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>a &lt; <b>c</b></div>\"},"
                + "\"contained\":[{\"resourceType\":\"Organization\",\"name\":\"é\"}],\"name\":[{\"given\":[\"a\",\"b\"]}],\"birthDate\":\"1980\"}").getBytes(StandardCharsets.UTF_8);
        var random = new Random(1);
        for (int n = 0; n < 5_000; n++) {
            var damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) damaged[random.nextInt(damaged.length)] = "<>/\"&;!?[]= x\0".getBytes(StandardCharsets.UTF_8)[random.nextInt(14)];
            if (Xml.json(damaged, 64) instanceof Xml.Read.AsJson(var bytes)) Json.parse(bytes, Limits.DEFAULT);
        }
    }

    private static void refused(String xml, String place, String code) {
        var refused = assertInstanceOf(Xml.Read.Refused.class, Xml.json(xml.getBytes(StandardCharsets.UTF_8), 64), xml);
        assertEquals(place + ' ' + code, place(refused.problem()) + ' ' + refused.problem().code(), refused.problem().message());
    }

    private static String place(Problem p) {
        return p.path();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String xml(String json) {
        return new String(Xml.write(((Parsed.Ok) Json.parse(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)).resource()), StandardCharsets.UTF_8);
    }

    private static String json(String xml) {
        return switch (Xml.json(xml.getBytes(StandardCharsets.UTF_8), 64)) {
            case Xml.Read.AsJson(var bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case Xml.Read.Refused r -> throw new AssertionError(r.toString());
        };
    }

    private static String sorted(String json) {
        return Sorted.of(((Parsed.Ok) Json.parse(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)).resource());
    }
}
