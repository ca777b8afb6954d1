package org.serment.server.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.gate.Address;
import org.serment.server.signin.Browser;
import org.serment.server.signin.House;
import tools.jackson.databind.JsonNode;

/// SMART App Launch 2.2 on real sockets: an application opened for one patient, by itself or from a record, in a browser or out of one.
class SmartIT {
    private static final House house = new House();
    private static String unit;
    private static String hers;
    private static String his;
    private static String elsewhere;
    private static String stay;

    @BeforeAll
    static void hospital() {
        unit = house.created("{'resourceType':'Organization','name':'Cardiologie'}");
        hers = patient("Morel", unit);
        his = patient("Garnier", unit);
        elsewhere = patient("Ailleurs", house.created("{'resourceType':'Organization','name':'Pneumologie'}"));
        for (var patient : List.of(hers, his)) house.created("{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'}}");
    }

    @AfterAll
    static void end() {
        house.close();
    }

    private static String patient(String family, String unit) {
        var id = house.created("{'resourceType':'Patient','name':[{'use':'official','family':'" + family + "','given':['Léa']}],'birthDate':'1950-11-03'}");
        stay = house.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + id + "'},'period':{'start':'" + Instant.now().minus(Duration.ofHours(5))
                + "'},'serviceProvider':{'reference':'Organization/" + unit + "','display':'Unité'}}");
        return id;
    }

    private static Browser nurse(String login) {
        var somebody = house.somebody(login, Role.NURSE);
        try (var tx = house.one.database().begin()) {
            house.accounts.post(tx, 1, somebody.account(), house.one.vault().index(1).hasher().reference("Organization/" + unit), house.one.record().unit(tx, 1, "Organization/" + unit), "Cardiologie",
                    Instant.now().minusSeconds(60), Accounts.ALWAYS);
            tx.commit();
        }
        return house.in(somebody);
    }

    /// The page that asks, answered with a patient.
    private static HttpResponse<String> choose(Browser browser, HttpResponse<String> page, String patient) {
        var ticket = page.body().replaceFirst("(?s).*name=\"state\" value=\"([^\"]+)\".*", "$1");
        var client = page.body().replaceFirst("(?s).*name=\"client_id\" value=\"([^\"]+)\".*", "$1");
        var form = new StringBuilder("_csrf=" + Application.encoded(browser.token) + "&client_id=" + client + "&state=" + Application.encoded(ticket));
        var scopes = java.util.regex.Pattern.compile("name=\"scope\" value=\"([^\"]+)\"").matcher(page.body());
        while (scopes.find()) form.append("&scope=").append(Application.encoded(scopes.group(1)));
        if (!patient.isEmpty()) form.append("&patient=").append(Application.encoded(patient));
        return browser.bare("/oauth/authorize", form.toString());
    }

    private static HttpResponse<String> asked(Browser browser, Application app, String scope, String... changes) {
        return browser.get(Application.path(Browser.location(browser.get(app.request(scope, changes)))));
    }

    private static int count(Application app, String token, String search) {
        var answer = app.fhir(token, "GET", search + (search.contains("?") ? "&" : "?") + "_summary=count", "");
        return answer.statusCode() == 200 ? Application.json(answer).path("total").asInt() : -answer.statusCode();
    }

    @Test
    void aNurseChoosesOneOfHerPatientsAndTheApplicationSeesNoOther() {
        var browser = nurse("standalone");
        try (var app = Application.registered(house, "patient/*.rs", "launch/patient", "online_access")) {
            var scope = "launch/patient patient/*.rs online_access";
            var page = asked(browser, app, scope);
            assertTrue(page.body().contains("MOREL Léa") && page.body().contains("GARNIER Léa") && !page.body().contains("AILLEURS"), page.body());
            var ticket = page.body().replaceFirst("(?s).*name=\"state\" value=\"([^\"]+)\".*", "$1");
            assertFalse(browser.get("/oauth/consent?state=" + ticket + "&name=mor").body().contains("GARNIER"), "found by name");
            for (var wrong : List.of("", elsewhere, "nobody", "../" + hers))
                assertTrue(Browser.location(choose(browser, page, wrong)).startsWith("/oauth/consent?state="), "not one of theirs: " + wrong);
            var tokens = Application.json(app.exchange(Application.parameter(Browser.location(choose(browser, page, hers)), "code")));
            assertEquals(hers, tokens.path("patient").asString());
            assertTrue(tokens.path("need_patient_banner").asBoolean());
            alone(app, tokens.path("access_token").asString());
            var again = Application.json(app.refresh(tokens.path("refresh_token").asString()));
            assertEquals(hers, again.path("patient").asString(), "a later token is for the same patient");
            alone(app, again.path("access_token").asString());
            // asked anew each time, though all of it was allowed before
            assertTrue(asked(browser, app, scope).body().contains("MOREL Léa"));
        }
    }

    private static void alone(Application app, String token) {
        assertEquals(200, app.fhir(token, "GET", "Patient/" + hers, "").statusCode());
        assertEquals(404, app.fhir(token, "GET", "Patient/" + his, "").statusCode());
        assertEquals(1, count(app, token, "Patient"));
        assertEquals(1, count(app, token, "Observation"));
        assertEquals(0, count(app, token, "Observation?patient=" + his));
        assertEquals(200, app.fhir(token, "GET", "Organization/" + unit, "").statusCode(), "what is nobody's");
    }

    /// A missing patient is not every patient.
    @Test
    void withoutAPatientTheScopesOfOneOpenNothing() {
        var browser = nurse("nobody");
        try (var app = Application.registered(house, "patient/*.rs")) {
            var token = Application.json(app.exchange(Application.parameter(app.allowed(browser, "patient/*.rs"), "code"))).path("access_token").asString();
            assertEquals(-403, count(app, token, "Patient"));
        }
    }

    @Test
    void aPatientsOwnRecordNeedsNoChoice() throws Exception {
        var somebody = house.somebody("herself", Role.PATIENT);
        long subject = house.one.database().read(house.one.record().targets().standing(new Address(1, "Patient", hers))).orElseThrow().oid();
        try (var tx = house.one.database().begin()) {
            house.accounts.own(tx, 1, somebody.account(), subject);
            tx.commit();
        }
        var browser = house.in(somebody);
        try (var app = Application.registered(house, "patient/*.rs", "launch/patient", "openid", "fhirUser")) {
            var tokens = Application.json(app.exchange(Application.parameter(app.allowed(browser, "launch/patient patient/*.rs openid fhirUser"), "code")));
            assertEquals(hers, tokens.path("patient").asString());
            var claims = SignedJWT.parse(tokens.path("id_token").asString()).getJWTClaimsSet();
            assertEquals("http://localhost:" + house.one.port() + "/fhir/Patient/" + hers, claims.getStringClaim("fhirUser"));
            alone(app, tokens.path("access_token").asString());
            // remembered: no question, the same record
            var direct = Browser.location(browser.get(app.request("launch/patient patient/*.rs openid fhirUser")));
            assertEquals(hers, Application.json(app.exchange(Application.parameter(direct, "code"))).path("patient").asString());
            var quiet = Application.json(app.exchange(Application.parameter(app.allowed(browser, "patient/*.rs openid"), "code")));
            assertFalse(quiet.has("patient"), "what isn't asked for isn't said");
            assertEquals(null, SignedJWT.parse(quiet.path("id_token").asString()).getJWTClaimsSet().getClaim("fhirUser"));
        }
    }

    private static String opened(Browser browser, Application app, String patient) {
        browser.get("/oauth/open/" + patient);
        return Browser.location(browser.post("/oauth/open", "app", app.id, "patient", patient));
    }

    @Test
    void anApplicationIsOpenedFromARecord() {
        var browser = nurse("launch");
        try (var app = Application.registered(house, "patient/*.rs", "launch"); var other = Application.registered(house, "patient/*.rs", "launch")) {
            var page = browser.get("/oauth/open/" + his);
            assertTrue(page.body().contains("GARNIER Léa") && page.body().contains(app.id), page.body());
            assertTrue(page.headers().firstValue("Content-Security-Policy").orElseThrow().endsWith("form-action 'self' https://app.example"));
            var address = opened(browser, app, his);
            assertTrue(address.startsWith(Application.LAUNCH + "&iss=" + Application.encoded("http://localhost:" + house.one.port() + "/fhir") + "&launch="), address);
            var launch = Application.parameter(address, "launch");
            assertFalse(launch.contains(his) || house.everything().contains(launch), "the value says nothing, and is not kept");
            var tokens = Application.json(app.exchange(Application.parameter(app.allowed(browser, "launch patient/*.rs", "launch", launch), "code")));
            assertEquals(his, tokens.path("patient").asString());
            assertNotEquals("", tokens.path("encounter").asString(""));
            assertEquals(200, app.fhir(tokens.path("access_token").asString(), "GET", "Encounter/" + tokens.path("encounter").asString(), "").statusCode());
            assertEquals(1, count(app, tokens.path("access_token").asString(), "Patient"));

            refused(browser, app, launch, "a second time");
            refused(browser, app, "", "no launch at all");
            refused(browser, app, "x".repeat(43), "a guess");
            refused(nurse("launch.other"), app, Application.parameter(opened(browser, app, his), "launch"), "another person");
            refused(browser, other, Application.parameter(opened(browser, app, his), "launch"), "another application");
            var stolen = Application.parameter(opened(browser, app, his), "launch");
            refused(browser, other, stolen, "another application");
            refused(browser, app, stolen, "and what somebody tried is used up");

            assertEquals(404, browser.get("/oauth/open/" + elsewhere).statusCode());
            browser.get("/oauth/open/" + his);
            assertEquals(404, browser.post("/oauth/open", "app", app.id, "patient", elsewhere).statusCode());
            assertEquals(404, browser.post("/oauth/open", "app", "a0123456789012345678901", "patient", his).statusCode());
            browser.token = "forged";
            assertEquals(403, browser.post("/oauth/open", "app", app.id, "patient", his).statusCode());
            assertEquals("/sign-in", URI.create(Browser.location(new Browser(house.one.port()).get("/oauth/open/" + his))).getPath());
        }
    }

    private static void refused(Browser browser, Application app, String launch, String why) {
        assertEquals("invalid_request", Application.parameter(Browser.location(browser.get(app.request("launch patient/*.rs", "launch", launch))), "error"), why);
    }

    @Test
    void pagesOfRegisteredApplicationsMayAskAndNoOthers() throws Exception {
        try (var app = Application.registered(house, "patient/*.rs"); var http = HttpClient.newHttpClient()) {
            for (var path : List.of("/fhir/metadata", "/fhir/Patient", "/fhir/.well-known/smart-configuration", "/oauth/token", "/oauth/revoke", "/oauth/jwks", "/.well-known/openid-configuration")) {
                var preflight = cors(http, path, "OPTIONS", "https://app.example");
                assertEquals(204, preflight.statusCode(), path);
                assertEquals(Optional.of("https://app.example"), allowed(preflight), path);
                assertTrue(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow().contains("Authorization"));
                for (var method : List.of("GET", "POST")) assertEquals(Optional.of("https://app.example"), allowed(cors(http, path, method, "https://app.example")), path + " " + method);
                for (var hostile : List.of("https://evil.example", "null", "*", "http://app.example", "https://app.example:8443", "https://app.example.evil.example", "https://app.example/back", "https://APP.example", "https://app.exampl"))
                    for (var method : List.of("OPTIONS", "GET", "POST")) {
                        var answer = cors(http, path, method, hostile);
                        assertEquals(Optional.empty(), allowed(answer), path + " " + method + " from " + hostile);
                        assertEquals(Optional.empty(), answer.headers().firstValue("Access-Control-Allow-Credentials"));
                        assertTrue(answer.headers().allValues("Vary").toString().contains("Origin"), path);
                        if (method.equals("OPTIONS")) assertEquals(403, answer.statusCode());
                    }
            }
            // pages of our own are nobody else's
            for (var path : List.of("/sign-in", "/oauth/authorize", "/journal/key", "/account/apps")) assertEquals(Optional.empty(), allowed(cors(http, path, "GET", "https://app.example")), path);
            try (var tx = house.one.database().begin()) {
                for (var one : house.one.database().read(new Apps().served())) new Apps().end(tx, one.tenant(), one.app(), Instant.now());
                tx.commit();
            }
            assertEquals(403, cors(http, "/fhir/Patient", "OPTIONS", "https://app.example").statusCode(), "the next request after the application ended");
        }
    }

    private static Optional<String> allowed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin");
    }

    private static HttpResponse<String> cors(HttpClient http, String path, String method, String origin) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + house.one.port() + path)).header("Origin", origin).method(method, HttpRequest.BodyPublishers.noBody());
        if (method.equals("OPTIONS")) request.header("Access-Control-Request-Method", "GET").header("Access-Control-Request-Headers", "authorization");
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Whatever the document says is done, and what it doesn't say isn't.
    @Test
    void theConfigurationSaysWhatThereIs() {
        try (var app = Application.registered(house, "patient/*.rs")) {
            JsonNode all = Application.json(app.get("/fhir/.well-known/smart-configuration"));
            var capabilities = new ArrayList<String>();
            all.path("capabilities").forEach(c -> capabilities.add(c.asString()));
            assertEquals(Set.of("launch-ehr", "launch-standalone", "client-public", "client-confidential-asymmetric", "context-banner", "context-ehr-patient", "context-ehr-encounter",
                    "context-standalone-patient", "permission-v1", "permission-v2", "permission-user", "permission-patient", "permission-online"), Set.copyOf(capabilities));
            assertEquals("[\"S256\"]", all.path("code_challenge_methods_supported").toString());
            assertFalse(all.has("introspection_endpoint") || all.has("registration_endpoint") || all.has("userinfo_endpoint"));
            var security = Application.json(app.get("/fhir/metadata")).path("rest").path(0).path("security");
            assertEquals("SMART-on-FHIR", security.path("service").path(0).path("coding").path(0).path("code").asString());
            for (var address : security.path("extension").path(0).path("extension"))
                assertEquals(all.path(address.path("url").asString().equals("revoke") ? "revocation_endpoint" : address.path("url").asString().equals("token") ? "token_endpoint" : "authorization_endpoint").asString(), address.path("valueUri").asString());
        }
    }
}
