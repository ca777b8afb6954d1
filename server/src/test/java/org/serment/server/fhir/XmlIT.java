package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;

/// XML at the door: each answer and each body is the translation of the same JSON.
class XmlIT {
    private static final String XML = "application/fhir+xml", OPEN = "<Patient xmlns=\"http://hl7.org/fhir\">";
    private static Door door;

    @BeforeAll
    static void open() {
        door = new Door();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void aResourceComesAndGoesAsXml() {
        var created = door.send(Role.LOADER, "POST", "/fhir/Patient", "<?xml version='1.0'?>" + OPEN + "<name><family value=\"Perrin\"/></name></Patient>", "Content-Type", XML, "Accept", XML);
        assertEquals(201, created.statusCode(), text(created));
        assertEquals("application/fhir+xml;charset=utf-8", created.headers().firstValue("Content-Type").orElseThrow().replace(" ", "").toLowerCase(java.util.Locale.ROOT));
        assertTrue(text(created).contains("<family value=\"Perrin\"/>"), text(created));
        var id = text(created).replaceFirst("(?s).*?<id value=\"([^\"]+)\".*", "$1");

        var json = door.get(Role.LOADER, "/fhir/Patient/" + id);
        var xml = door.get(Role.LOADER, "/fhir/Patient/" + id + "?_format=xml");
        assertEquals("Perrin", Door.json(json).path("name").path(0).path("family").asString());
        for (var header : new String[] {"ETag", "Last-Modified"}) assertEquals(json.headers().firstValue(header), xml.headers().firstValue(header));
        assertEquals(xml.headers().firstValueAsLong("Content-Length").orElseThrow(), door.send(Role.LOADER, "HEAD", "/fhir/Patient/" + id + "?_format=xml", "").headers().firstValueAsLong("Content-Length").orElseThrow());

        var updated = door.send(Role.LOADER, "PUT", "/fhir/Patient/" + id, text(xml).replace("Perrin", "Martin"), "Content-Type", "text/xml; charset=UTF-8");
        assertEquals(200, updated.statusCode(), text(updated));
        assertEquals("Martin", Door.json(updated).path("name").path(0).path("family").asString());

        assertTrue(text(door.get(Role.LOADER, "/fhir/Patient?_id=" + id + "&_format=application/fhir%2Bxml")).contains("<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"searchset\"/>"));
        assertTrue(text(door.get(Role.LOADER, "/fhir/Patient/" + id + "/_history", "Accept", XML)).contains("<type value=\"history\"/>"));
        var posted = door.send(Role.LOADER, "POST", "/fhir/Patient/_search", "_id=" + id + "&_format=xml", "Content-Type", "application/x-www-form-urlencoded");
        assertTrue(text(posted).contains("<family value=\"Martin\"/>"), text(posted));
    }

    @Test
    void acceptIsWeighed() {
        assertTrue(xml("Accept", "application/fhir+xml"));
        assertTrue(xml("Accept", "application/fhir+json;q=0.5, text/xml"));
        assertTrue(xml("Accept", "application/json;q=0, application/xml;q=0.1"));
        assertTrue(!xml("Accept", "application/fhir+xml, application/fhir+json"));
        assertTrue(!xml("Accept", "application/xml;q=0.2, */*;q=0.8"));
        assertTrue(!xml("Accept", "*/*"));
        assertEquals(406, door.get(Role.LOADER, "/fhir/metadata", "Accept", "text/turtle").statusCode());
        assertEquals(406, door.get(Role.LOADER, "/fhir/metadata?_format=ttl", "Accept", "application/fhir+xml").statusCode());
    }

    private static boolean xml(String... headers) {
        var answer = door.get(Role.LOADER, "/fhir/metadata", headers);
        assertEquals(200, answer.statusCode(), text(answer));
        return text(answer).contains("<CapabilityStatement xmlns=\"http://hl7.org/fhir\"><status value=\"active\"/>");
    }

    @Test
    void mistakesNameTheirPlaceAndNothingIsResolved() {
        refused(OPEN + "<name><famly value=\"x\"/></name></Patient>", "Patient.name[0].famly");
        refused(OPEN + "<active value=\"yes\"/></Patient>", "Patient.active");
        refused("<!DOCTYPE Patient [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + OPEN + "<name><family value=\"x\"/><given value=\"&e;\"/></name></Patient>", "document types");
        assertEquals(415, door.send(Role.LOADER, "POST", "/fhir/Patient", "<a/>", "Content-Type", "text/html").statusCode());
        assertEquals(415, door.send(Role.LOADER, "POST", "/fhir/Patient", OPEN + "</Patient>", "Content-Type", XML + ";charset=iso-8859-1").statusCode());
    }

    private static void refused(String body, String words) {
        var answer = door.send(Role.LOADER, "POST", "/fhir/Patient", body, "Content-Type", XML, "Accept", XML);
        assertEquals(400, answer.statusCode());
        assertTrue(text(answer).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><OperationOutcome xmlns=\"http://hl7.org/fhir\"><issue><severity value=\"error\"/>"), text(answer));
        assertTrue(text(answer).contains(words), text(answer));
    }

    @Test
    void aTransactionAndItsPages() {
        var entries = new StringBuilder();
        for (int i = 0; i < 3; i++) entries.append("<entry><resource><Patient><name><family value=\"Xavier\"/></name></Patient></resource><request><method value=\"POST\"/><url value=\"Patient\"/></request></entry>");
        var done = door.send(Role.LOADER, "POST", "/fhir", "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/>" + entries + "</Bundle>", "Content-Type", XML, "Accept", XML);
        assertEquals(200, done.statusCode(), text(done));
        assertTrue(text(done).contains("<status value=\"201 Created\"/>"), text(done));
        var page = text(door.get(Role.LOADER, "/fhir/Patient?family=Xavier&_count=2&_format=xml"));
        var next = page.replaceFirst("(?s).*<relation value=\"next\"/><url value=\"http://localhost:\\d+([^\"]+)\".*", "$1").replace("&amp;", "&");
        var second = door.get(Role.LOADER, next);
        assertEquals(200, second.statusCode(), next);
        assertTrue(text(second).startsWith("<?xml") && text(second).contains("Xavier"), text(second));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
