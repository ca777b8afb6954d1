package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.JsonNode;

/// Histories, whole records and conditional reads through the door.
class ReadsIT {
    static Door door;
    static String mine, other, doctor, together;
    static List<String> observations;

    @BeforeAll
    static void hospital() {
        door = new Door();
        mine = door.created("{'resourceType':'Patient','name':[{'family':'Lenoir'}]}");
        other = door.created("{'resourceType':'Patient','name':[{'family':'Leblanc'}]}");
        doctor = door.created("{'resourceType':'Practitioner','name':[{'family':'Curie'}]}");
        door.created("{'resourceType':'Practitioner','name':[{'family':'Jamais'}]}");
        observations = IntStream.range(0, 5).mapToObj(i -> observation(mine, "2024-0" + (i + 1) + "-01")).toList();
        observation(other, "2024-01-01");
        door.created("{'resourceType':'Condition','subject':{'reference':'Patient/" + mine + "'},'code':{'text':'x'}}");
        together = door.created("{'resourceType':'Appointment','status':'booked','participant':[{'status':'accepted','actor':{'reference':'Patient/" + mine
                + "'}},{'status':'accepted','actor':{'reference':'Patient/" + other + "'}}]}");
        door.own(mine);
    }

    private static String observation(String patient, String date) {
        return door.created("{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'},'performer':[{'reference':'Practitioner/" + doctor
                + "'}],'effectiveDateTime':'" + date + "'}");
    }

    @AfterAll
    static void end() {
        door.close();
    }

    private static List<String> all(Role role, String path) {
        var all = new ArrayList<String>();
        var next = path;
        while (!next.isEmpty()) {
            var page = page(role, next);
            for (var e : page.path("entry")) all.add(name(e));
            next = next(page);
        }
        return all;
    }

    private static String name(JsonNode entry) {
        var url = entry.path("fullUrl").asString();
        return url.substring(url.indexOf("/fhir/") + 6) + (entry.has("response") ? " " + entry.path("request").path("method").asString() : "");
    }

    private static JsonNode page(Role role, String path) {
        var answer = door.get(role, path);
        assertEquals(200, answer.statusCode(), () -> path + " " + new String(answer.body(), StandardCharsets.UTF_8));
        return Door.json(answer);
    }

    private static String next(JsonNode page) {
        for (var link : page.path("link")) if (link.path("relation").asString().equals("next")) return link.path("url").asString().substring(door.base().length());
        return "";
    }

    @Test
    void everythingIsThePatientThenTheRestThenWhatItRefersTo() {
        var whole = all(Role.LOADER, "/fhir/Patient/" + mine + "/$everything");
        assertEquals("Patient/" + mine, whole.getFirst());
        assertEquals("Practitioner/" + doctor, whole.getLast());
        assertTrue(whole.contains("Appointment/" + together), whole.toString());
        assertEquals(1 + 5 + 1 + 1 + 1, whole.size());
        assertEquals(whole, all(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?_count=2"));
        var first = page(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?_count=2");
        assertEquals(2, first.path("entry").size());
        assertEquals(List.of("Observation"), types(all(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?_type=Observation&_count=2")));
        assertEquals(List.of("Condition", "Observation"), types(all(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?_type=Observation,Condition")));
    }

    private static List<String> types(List<String> names) {
        return names.stream().map(n -> n.substring(0, n.indexOf('/'))).distinct().sorted().toList();
    }

    /// A resource of two patients is not for one of them alone; what another's resource refers to doesn't come along.
    @Test
    void everythingIsWhatTheCallerMaySee() {
        var own = all(Role.PATIENT, "/fhir/Patient/" + mine + "/$everything");
        assertTrue(own.containsAll(observations.stream().map(o -> "Observation/" + o).toList()), own.toString());
        assertFalse(own.contains("Appointment/" + together), own.toString());
        assertSame(door.get(Role.PATIENT, "/fhir/Patient/" + other + "/$everything"), door.get(Role.PATIENT, "/fhir/Patient/none/$everything"));
        // a page link of somebody else
        var link = next(page(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?_count=1"));
        assertEquals(400, door.get(Role.PATIENT, link).statusCode());
        assertEquals(400, door.get(Role.LOADER, link.replace(mine, other)).statusCode());
    }

    private static void assertSame(HttpResponse<byte[]> one, HttpResponse<byte[]> two) {
        assertEquals(404, one.statusCode());
        assertEquals(new String(one.body(), StandardCharsets.UTF_8), new String(two.body(), StandardCharsets.UTF_8));
    }

    @Test
    void everythingWithinDatesOfCareAndByPost() {
        var dated = all(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?start=2024-02&end=2024-03");
        assertTrue(dated.containsAll(List.of("Patient/" + mine, "Observation/" + observations.get(1), "Observation/" + observations.get(2))), dated.toString());
        assertEquals(2, dated.stream().filter(n -> n.startsWith("Observation/")).count());
        var posted = door.send(Role.LOADER, "POST", "/fhir/Patient/" + mine + "/$everything",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"start\",\"valueDate\":\"2024-02\"},{\"name\":\"_type\",\"valueCode\":\"Observation\"}]}");
        assertEquals(4, Door.json(posted).path("entry").size());
        assertEquals(0, page(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?_since=2999-01-01T00:00:00Z").path("entry").size());
        for (var bad : List.of("code=1", "_since=yesterday", "_count=0", "_type=Nothing", "start=x")) {
            var refused = door.get(Role.LOADER, "/fhir/Patient/" + mine + "/$everything?" + bad);
            assertEquals(400, refused.statusCode(), bad);
            assertEquals(bad.substring(0, bad.indexOf('=')), Door.json(refused).path("issue").get(0).path("expression").get(0).asString());
        }
    }

    @Test
    void historiesOfATypeAndOfEverything() {
        var id = door.created("{'resourceType':'Flag','status':'active','code':{'text':'a'},'subject':{'reference':'Patient/" + mine + "'}}");
        var hidden = door.created("{'resourceType':'Flag','status':'active','code':{'text':'b'},'subject':{'reference':'Patient/" + other + "'}}");
        var updated = door.send(Role.LOADER, "PUT", "/fhir/Flag/" + id, "{\"resourceType\":\"Flag\",\"id\":\"" + id + "\",\"status\":\"inactive\",\"code\":{\"text\":\"a\"},\"subject\":{\"reference\":\"Patient/" + mine + "\"}}");
        assertEquals(200, updated.statusCode());
        assertEquals(204, door.send(Role.LOADER, "DELETE", "/fhir/Flag/" + id, "").statusCode());
        var f = "Flag/" + id;
        var own = List.of(f + " DELETE", f + " PUT", f + " POST");
        assertEquals(own, all(Role.LOADER, "/fhir/" + f + "/_history?_count=2"));
        assertEquals(List.of(f + " DELETE", f + " PUT", "Flag/" + hidden + " POST", f + " POST"), all(Role.LOADER, "/fhir/Flag/_history"));
        assertEquals(all(Role.LOADER, "/fhir/Flag/_history"), all(Role.LOADER, "/fhir/Flag/_history?_count=1"));
        assertEquals(own, all(Role.PATIENT, "/fhir/Flag/_history?_count=1"));
        var system = all(Role.PATIENT, "/fhir/_history?_count=3");
        assertEquals(own, system.subList(0, 3));
        assertEquals(system.size(), new HashSet<>(system).size());
        assertTrue(system.containsAll(observations.stream().map(o -> "Observation/" + o + " POST").toList()), system.toString());
        assertTrue(system.stream().noneMatch(n -> n.contains(hidden) || n.contains(other) || n.contains(together)), system.toString());
        var since = updated.headers().firstValue("Last-Modified").isPresent() ? Door.json(updated).path("meta").path("lastUpdated").asString() : "";
        assertEquals(List.of(f + " DELETE", f + " PUT"), all(Role.LOADER, "/fhir/" + f + "/_history?_since=" + since));
        assertEquals(List.of(f + " PUT"), all(Role.LOADER, "/fhir/" + f + "/_history?_at=" + since));
        assertEquals(400, door.get(Role.LOADER, "/fhir/Flag/_history?_sort=x").statusCode());
        assertEquals(400, door.get(Role.LOADER, "/fhir/_history?_count=none").statusCode());
        var link = next(page(Role.LOADER, "/fhir/Flag/_history?_count=1"));
        assertEquals(400, door.get(Role.PATIENT, link).statusCode());
        assertEquals(400, door.get(Role.LOADER, link.replace("Flag", "Patient")).statusCode());
    }

    @Test
    void theNewestOfEachCode() {
        var ids = new ArrayList<String>();
        for (var one : List.of("2021-01-01 urn:a", "2022-01-01 urn:b", "2023-01-01 urn:a", "2020-01-01 urn:a"))
            ids.add(door.created("{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'" + one.substring(11) + "','code':'pulse'}]},'category':[{'coding':[{'code':'lastn'}]}],"
                    + "'subject':{'reference':'Patient/" + other + "'},'effectiveDateTime':'" + one.substring(0, 10) + "'}"));
        var path = "/fhir/Observation/$lastn?category=lastn&patient=Patient/" + other;
        assertEquals(List.of("Observation/" + ids.get(2), "Observation/" + ids.get(1)), all(Role.LOADER, path));
        assertEquals(List.of("Observation/" + ids.get(2), "Observation/" + ids.get(0), "Observation/" + ids.get(1)), all(Role.LOADER, path + "&max=2"));
        assertEquals(List.of("Observation/" + ids.get(1)), all(Role.LOADER, path + "&code=urn:b|pulse".replace("|", "%7C")));
        assertEquals(List.of(), all(Role.PATIENT, path));
        for (var bad : List.of("max=2", "patient=Patient/x&max=0", "patient=Patient/x&nothing=1", "patient=Patient/x&_sort=date"))
            assertEquals(400, door.get(Role.LOADER, "/fhir/Observation/$lastn?" + bad).statusCode(), bad);
    }

    @Test
    void aReadIsConditional() {
        var path = "/fhir/Patient/" + mine;
        var read = door.get(Role.LOADER, path);
        var modified = read.headers().firstValue("Last-Modified").orElseThrow();
        assertEquals(304, door.get(Role.LOADER, path, "If-Modified-Since", modified).statusCode());
        assertEquals(200, door.get(Role.LOADER, path, "If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT").statusCode());
        assertEquals(200, door.get(Role.LOADER, path, "If-Modified-Since", "yesterday").statusCode());
        assertEquals(200, door.get(Role.LOADER, path, "If-Modified-Since", modified, "If-None-Match", "W/\"9\"").statusCode());
        assertEquals(304, door.get(Role.LOADER, path, "If-None-Match", "W/\"1\"").statusCode());
        for (var where : List.of(path, path + "/_history", "/fhir/Flag/_history", path + "/$everything", "/fhir/Patient?_id=" + mine, "/fhir/metadata")) {
            var head = door.send(Role.LOADER, "HEAD", where, "");
            var get = door.get(Role.LOADER, where);
            assertEquals(0, head.body().length, where);
            assertEquals(get.statusCode(), head.statusCode(), where);
            assertEquals(get.headers().firstValue("Content-Type"), head.headers().firstValue("Content-Type"), where);
            assertEquals(get.headers().firstValue("Content-Length"), head.headers().firstValue("Content-Length"), where);
        }
    }
}
