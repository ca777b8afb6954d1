package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.r4.Param;
import org.serment.r4.Params;
import tools.jackson.databind.JsonNode;

/// Whatever the CapabilityStatement claims is there: each interaction, search parameter, include, operation and format is tried
/// as the statement itself lists it, for all types. An answer counts when the server did what was asked or refused it for what
/// was asked; it doesn't count when the place, the method, the parameter or the operation is not known or not supported.
class ClaimsIT {
    static Door door;
    static String patient;
    static JsonNode statement, rest;

    @BeforeAll
    static void statement() {
        door = new Door();
        patient = door.created("{'resourceType':'Patient'}");
        statement = Door.json(door.get(Role.LOADER, "/fhir/metadata"));
        rest = statement.path("rest").path(0);
    }

    @AfterAll
    static void end() {
        door.close();
    }

    private static boolean answers(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == 405 || status == 501 || status == 500) return false;
        if (status < 400) return true;
        var issue = Door.json(answer).path("issue").path(0);
        return !issue.path("code").asString("").equals("not-supported") && (status != 404 || issue.path("diagnostics").asString("").equals(Outcomes.notFound().problems().getFirst().message()));
    }

    private static void expect(String what, HttpResponse<byte[]> answer) {
        assertTrue(answers(answer), () -> what + ": " + answer.statusCode() + " " + DoorIT.text(answer));
    }

    private static Stream<JsonNode> resources() {
        return rest.path("resource").valueStream();
    }

    @Test
    void whatIsClaimedNowhereIsNotAnAnswer() {
        assertTrue(resources().count() > 140);
        assertFalse(answers(door.send(Role.LOADER, "PUT", "/fhir", "{}")));
        assertFalse(answers(door.get(Role.LOADER, "/fhir/Patient/x/$nothing")));
        assertFalse(answers(door.get(Role.LOADER, "/fhir/Patint/x")));
        assertFalse(answers(door.get(Role.LOADER, "/fhir/Patient?_text=x")));
    }

    @Test
    void everyInteractionIsThere() {
        resources().forEach(r -> {
            var type = r.path("type").asString();
            r.path("interaction").forEach(i -> expect(type + " " + i.path("code").asString(), interaction(type, i.path("code").asString())));
            var body = "{\"resourceType\":\"" + type + "\"}";
            if (r.path("conditionalCreate").asBoolean(false)) expect(type + " conditional create", door.send(Role.LOADER, "POST", "/fhir/" + type, body, "If-None-Exist", "_id=absent"));
            if (r.path("conditionalUpdate").asBoolean(false)) expect(type + " conditional update", door.send(Role.LOADER, "PUT", "/fhir/" + type + "?_id=absent", body));
            if (r.path("conditionalDelete").asString("not-supported").matches("single|multiple")) expect(type + " conditional delete", door.send(Role.LOADER, "DELETE", "/fhir/" + type + "?_id=absent", ""));
        });
        rest.path("interaction").forEach(i -> expect("system " + i.path("code").asString(), interaction(i.path("code").asString())));
    }

    private static HttpResponse<byte[]> interaction(String type, String code) {
        var absent = "/fhir/" + type + "/absent";
        var role = type.equals("AuditEvent") ? Role.DPO : Role.LOADER;
        return switch (code) {
            case "read" -> door.get(role, absent + (type.equals("AuditEvent") ? "?patient=" + patient : ""));
            case "vread" -> door.get(role, absent + "/_history/1");
            case "update" -> door.send(role, "PUT", absent, "{\"resourceType\":\"" + type + "\",\"id\":\"absent\"}");
            case "patch" -> door.send(role, "PATCH", absent, "[{\"op\":\"test\",\"path\":\"/id\",\"value\":\"x\"}]", "Content-Type", "application/json-patch+json");
            case "delete" -> door.send(role, "DELETE", absent, "");
            case "history-instance" -> door.get(role, absent + "/_history");
            case "history-type" -> door.get(role, "/fhir/" + type + "/_history?_count=1");
            case "create" -> door.send(role, "POST", "/fhir/" + type, "{\"resourceType\":\"" + type + "\"}");
            case "search-type" -> door.get(role, "/fhir/" + type + "?_count=1" + (type.equals("AuditEvent") ? "&patient=" + patient : ""));
            default -> throw new AssertionError("no such interaction: " + code);
        };
    }

    private static HttpResponse<byte[]> interaction(String code) {
        return switch (code) {
            case "transaction", "batch" -> door.send(Role.LOADER, "POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"" + code + "\"}");
            case "history-system" -> door.get(Role.LOADER, "/fhir/_history?_count=1");
            case "search-system" -> door.get(Role.LOADER, "/fhir?_count=1&_type=Patient");
            default -> throw new AssertionError("no such interaction: " + code);
        };
    }

    /// A few at a time: a search that names many is one search still.
    @Test
    void everySearchParameterAndIncludeIsThere() {
        resources().forEach(r -> {
            var type = r.path("type").asString();
            var role = type.equals("AuditEvent") ? Role.DPO : Role.LOADER;
            var asked = new ArrayList<String>();
            r.path("searchParam").forEach(p -> asked.add(p.path("name").asString() + '=' + URLEncoder.encode(value(type, p), StandardCharsets.UTF_8)));
            r.path("searchInclude").forEach(i -> asked.add("_include=" + i.asString()));
            r.path("searchRevInclude").forEach(i -> asked.add("_revinclude=" + i.asString()));
            for (int i = 0; i < asked.size(); i += 6) {
                var query = String.join("&", asked.subList(i, Math.min(asked.size(), i + 6)));
                var answer = door.get(role, "/fhir/" + type + '?' + query);
                assertEquals(200, answer.statusCode(), () -> type + '?' + query + ": " + DoorIT.text(answer));
            }
        });
    }

    private static String value(String type, JsonNode param) {
        var name = param.path("name").asString();
        if (type.equals("AuditEvent") && name.equals("patient")) return "Patient/" + patient;
        if (name.equals("_id")) return "absent";
        if (name.equals("_lastUpdated")) return "2024";
        return value(Params.find(type, name).orElseThrow());
    }

    private static String value(Param param) {
        return switch (param.kind()) {
            case NUMBER, QUANTITY -> "1";
            case DATE -> "2024-01-01";
            case STRING, TOKEN -> "abc";
            case URI -> "http://x.example/a";
            case REFERENCE -> (param.targets().isEmpty() ? "Patient" : param.targets().getFirst()) + "/absent";
            case COMPOSITE -> param.components().stream().map(c -> value(Params.find(param.type(), c.code()).orElseThrow())).collect(Collectors.joining("$"));
            case SPECIAL -> throw new AssertionError(param.code() + " is claimed");
        };
    }

    /// The statement names no level: one of them answers.
    @Test
    void everyOperationIsThere() {
        rest.path("operation").forEach(o -> operation(List.of("/fhir"), o));
        resources().forEach(r -> {
            var place = "/fhir/" + r.path("type").asString();
            r.path("operation").forEach(o -> operation(List.of(place, place + "/absent"), o));
        });
    }

    private static void operation(List<String> places, JsonNode operation) {
        assertTrue(operation.path("definition").asString("").matches("(https?|urn):.+"), operation.toString());
        var tried = places.stream().map(p -> p + "/$" + operation.path("name").asString())
                .flatMap(p -> Stream.of(door.get(Role.LOADER, p), door.send(Role.LOADER, "POST", p, "{\"resourceType\":\"Parameters\"}"))).toList();
        assertTrue(tried.stream().anyMatch(ClaimsIT::known), () -> operation + " at " + places + ": " + tried.stream().map(a -> a.statusCode() + " " + DoorIT.text(a)).toList());
    }

    /// Operations may refuse what they are asked in their own words.
    private static boolean known(HttpResponse<byte[]> answer) {
        return answer.statusCode() < 500 && answer.statusCode() != 405 && !DoorIT.text(answer).contains("no such operation here") && !DoorIT.text(answer).contains("no such place");
    }

    @Test
    void everyFormatIsThere() {
        statement.path("format").forEach(f -> {
            var answer = door.get(Role.LOADER, "/fhir/Patient/" + patient, "Accept", f.asString());
            assertEquals(200, answer.statusCode(), f + ": " + DoorIT.text(answer));
            assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith(f.asString()), f + ": " + answer.headers().map());
        });
    }
}
