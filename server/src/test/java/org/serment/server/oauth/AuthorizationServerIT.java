package org.serment.server.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.apps.Apps;
import org.serment.server.signin.Browser;
import org.serment.server.signin.House;

/// Applications that act for a person, from the first request to a read, on real sockets and two servers.
class AuthorizationServerIT {
    static final House house = new House();
    static final String PATIENT = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Essai\"}]}";

    @AfterAll
    static void end() {
        house.close();
    }

    @Test
    void aPersonLetsAnApplicationReadAndNoMore() {
        var clerk = house.somebody("lit", Role.ADMISSIONS);
        var browser = house.in(clerk);
        try (var app = Application.registered(house, "user/Patient.rs", "user/Patient.cruds", "openid")) {
            // somebody who isn't signed in is sent to do so, and comes back
            var stranger = new Browser(house.one.port());
            assertTrue(Browser.location(stranger.get(app.request("user/Patient.rs"))).startsWith("/sign-in?to=%2Foauth%2Fauthorize%3F"));

            var page = browser.get(Application.path(Browser.location(browser.get(app.request("user/Patient.rs")))));
            assertTrue(page.body().contains("Courbes demande à agir en votre nom") && page.body().contains("Lire : l’identité des patients"), page.body());
            assertFalse(page.body().contains("modifie des données"));
            assertTrue(page.headers().firstValue("Content-Security-Policy").orElseThrow().endsWith("form-action 'self' https://app.example"));
            var back = Browser.location(Application.answer(browser, page, true));
            assertTrue(back.startsWith(Application.REDIRECT + "?code="), back);
            assertEquals(app.state, Application.parameter(back, "state"));
            assertEquals("http://localhost:" + house.one.port(), Application.parameter(back, "iss"));

            var tokens = app.exchange(Application.parameter(back, "code"));
            assertEquals(200, tokens.statusCode(), tokens.body());
            assertEquals("no-store", tokens.headers().firstValue("Cache-Control").orElseThrow());
            var json = Application.json(tokens);
            assertEquals("user/Patient.rs", json.path("scope").asString());
            assertTrue(json.path("expires_in").asInt() <= 300);
            assertFalse(json.has("refresh_token") || json.has("id_token"), tokens.body());
            var narrow = json.path("access_token").asString();

            var wide = Application.json(app.exchange(Application.parameter(app.allowed(browser, "user/Patient.cruds"), "code"))).path("access_token").asString();
            var created = app.fhir(wide, "POST", "Patient", PATIENT);
            assertEquals(201, created.statusCode(), created.body());
            var id = Application.json(created).path("id").asString();
            assertEquals(200, app.fhir(narrow, "GET", "Patient/" + id, "").statusCode());
            assertEquals(403, app.fhir(narrow, "POST", "Patient", PATIENT).statusCode(), "the scope narrows");
            assertEquals(403, app.fhir(wide, "GET", "Encounter?patient=Patient/" + id, "").statusCode(), "the scope names a type");
        }
    }

    @Test
    void aGranularScopeShowsItsConditionAndIsHeldToIt() {
        var browser = house.in(house.somebody("granular", Role.ADMISSIONS));
        try (var app = Application.registered(house, "user/Patient.rs", "user/Patient.cruds?gender=female", "online_access")) {
            var page = browser.get(Application.path(Browser.location(browser.get(app.request("user/Patient.rs?gender=female")))));
            assertTrue(page.body().contains("seulement ce qui répond à « gender=female »"), page.body());
            var tokens = Application.json(app.exchange(Application.parameter(Browser.location(Application.answer(browser, page, true)), "code")));
            assertEquals("user/Patient.rs?gender=female", tokens.path("scope").asString());
            var token = tokens.path("access_token").asString();

            var wide = Application.json(app.exchange(Application.parameter(app.allowed(browser, "user/Patient.cruds?gender=female online_access"), "code")));
            var her = app.fhir(wide.path("access_token").asString(), "POST", "Patient", PATIENT.replace("{\"res", "{\"gender\":\"female\",\"res"));
            assertEquals(201, her.statusCode(), her.body());
            assertEquals(403, app.fhir(wide.path("access_token").asString(), "POST", "Patient", PATIENT).statusCode(), "what is written must satisfy it");
            var id = Application.json(her).path("id").asString();
            assertEquals(200, app.fhir(token, "GET", "Patient/" + id, "").statusCode());
            var plain = Application.json(app.exchange(Application.parameter(app.allowed(browser, "user/Patient.read"), "code"))).path("access_token").asString();
            assertEquals(200, app.fhir(plain, "GET", "Patient/" + id, "").statusCode(), "a scope of version 1");
            assertEquals("invalid_scope", error(400, app.token("grant_type", "refresh_token", "refresh_token", wide.path("refresh_token").asString(), "client_id", app.id, "scope", "user/Patient.cruds")));
            for (var wrong : List.of("user/Patient.rs?nothing=x", "user/Patient.rs?family=du", "user/*.rs?gender=female", "user/Patient.cruds?gender=male", "user/Patient.cruds", "patient/Patient.rs", "user/Observation.rs?code=x"))
                assertEquals("invalid_scope", Application.parameter(Browser.location(browser.get(app.request(wrong))), "error"), wrong);
        }
    }

    @Test
    void whatIsAskedForMustBeOursToGive() {
        var browser = house.in(house.somebody("audience", Role.ADMISSIONS));
        try (var app = Application.registered(house, "user/Patient.rs", "openid")) {
            for (var aud : List.of("", "https://elsewhere.example/fhir", "http://localhost:" + house.one.port(), "http://localhost:" + house.one.port() + "/fhir/"))
                assertEquals("invalid_request", Application.parameter(Browser.location(browser.get(app.request("user/Patient.rs", "aud", aud))), "error"), aud);
            assertTrue(Browser.location(browser.get(app.request("openid", "aud", ""))).contains("/oauth/consent?"), "who somebody is is no data");
        }
    }

    @Test
    void aCodeWorksOnceAndForWhoeverAskedForIt() {
        var browser = house.in(house.somebody("code", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs", "online_access"); var other = Application.registered(house, "user/*.rs")) {
            var code = Application.parameter(app.allowed(browser, "user/*.rs online_access"), "code");
            assertEquals("invalid_grant", error(400, app.token("grant_type", "authorization_code", "code", code, "redirect_uri", Application.REDIRECT, "client_id", app.id, "code_verifier", other.verifier)));
            assertEquals("invalid_grant", error(400, app.token("grant_type", "authorization_code", "code", code, "redirect_uri", "https://app.example/elsewhere", "client_id", app.id, "code_verifier", app.verifier)));
            assertEquals("invalid_request", error(400, app.token("grant_type", "authorization_code", "code", code, "redirect_uri", Application.REDIRECT, "client_id", app.id)), "no verifier");
            var first = app.exchange(code);
            assertEquals(200, first.statusCode(), first.body());
            assertEquals("invalid_grant", error(400, app.exchange(code)), "a code works once");
            assertEquals("invalid_grant", error(400, app.refresh(Application.json(first).path("refresh_token").asString())), "and what came of it ends when it comes again");

            var stolen = Application.parameter(app.allowed(browser, "user/*.rs online_access"), "code");
            assertEquals("invalid_grant", error(400, other.token("grant_type", "authorization_code", "code", stolen, "redirect_uri", Application.REDIRECT, "client_id", other.id, "code_verifier", app.verifier)));
            assertEquals("invalid_grant", error(400, app.exchange(stolen)), "a code that another application tried is worth nothing");
        }
    }

    @Test
    void whatNoProgramIsCalledIsRefusedQuietly() {
        var browser = house.in(house.somebody("control", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs")) {
            assertEquals(400, browser.get(app.request("user/*.rs").replace("client_id=" + app.id, "client_id=%00")).statusCode());
            assertEquals(400, browser.get(app.request("user/*.rs") + "%00").statusCode());
            assertEquals(404, browser.get("/oauth/consent?state=%00").statusCode());
            for (var path : List.of("/oauth/token", "/oauth/revoke")) assertEquals("invalid_request", error(400, app.post(path, "grant_type", "refresh_token", "token", "x", "refresh_token", "x\0", "client_id", "\0")), path);
            assertEquals("invalid_request", error(400, app.post("/oauth/token?refresh_token=x", "grant_type", "refresh_token", "client_id", app.id)), "secrets stand in the body");
        }
    }

    @Test
    void aRefreshTokenWorksOnceAndItsReuseEndsAll() {
        var browser = house.in(house.somebody("refresh", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs", "online_access"); var other = Application.registered(house, "user/*.rs")) {
            var first = Application.json(app.exchange(Application.parameter(app.allowed(browser, "user/*.rs online_access"), "code"))).path("refresh_token").asString();
            assertEquals("invalid_grant", error(400, other.refresh(first)), "another application's");
            var second = app.refresh(first);
            assertEquals(200, second.statusCode(), second.body());
            // the other server carries on
            app.port = house.other.port();
            var third = app.refresh(Application.json(second).path("refresh_token").asString());
            assertEquals(200, third.statusCode(), third.body());
            assertEquals("invalid_scope", error(400, app.token("grant_type", "refresh_token", "refresh_token", Application.json(third).path("refresh_token").asString(), "client_id", app.id, "scope", "user/*.cruds")));
            assertEquals("invalid_grant", error(400, app.refresh(first)), "a reuse");
            assertEquals("invalid_grant", error(400, app.refresh(Application.json(third).path("refresh_token").asString())), "ends the newest too");
        }
    }

    @Test
    void anotherServerCarriesOnAtEachStep() {
        var browser = house.in(house.somebody("two", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs", "online_access")) {
            var asked = Application.path(Browser.location(browser.get(app.request("user/*.rs online_access"))));
            browser.port = house.other.port();
            var page = browser.get(asked);
            browser.port = house.one.port();
            var code = Application.parameter(Browser.location(Application.answer(browser, page, true)), "code");
            app.port = house.other.port();
            var tokens = Application.json(app.exchange(code));
            app.port = house.one.port();
            assertEquals(200, app.fhir(tokens.path("access_token").asString(), "GET", "Organization?_count=1", "").statusCode());
            assertEquals(200, app.refresh(tokens.path("refresh_token").asString()).statusCode());
        }
    }

    @Test
    void ofTwoRefreshesAtOnceOneAtMostWorks() throws Exception {
        var browser = house.in(house.somebody("race", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs", "online_access"); var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var token = Application.json(app.exchange(Application.parameter(app.allowed(browser, "user/*.rs online_access"), "code"))).path("refresh_token").asString();
            var answers = pool.invokeAll(java.util.Collections.<Callable<HttpResponse<String>>>nCopies(8, () -> app.refresh(token)));
            int worked = 0;
            String next = "";
            for (var a : answers) if (a.get().statusCode() == 200) {
                worked++;
                next = Application.json(a.get()).path("refresh_token").asString();
            }
            assertTrue(worked <= 1, worked + " of eight");
            assertEquals("invalid_grant", error(400, app.refresh(worked == 1 ? next : token)), "and the grant has ended");
        }
    }

    @Test
    void whatIsAskedWrongly() {
        var browser = house.in(house.somebody("wrong", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs"); var elsewhere = Application.registered(house, 2, "user/*.rs")) {
            for (var elsewhereTo : List.of("https://app.example/back/", "https://app.example:443/back", "https://evil.example/back", "http://127.0.0.1/back")) {
                var answer = browser.get(app.request("user/*.rs", "redirect_uri", elsewhereTo));
                assertEquals(400, answer.statusCode(), elsewhereTo);
                assertEquals("", Browser.location(answer));
            }
            assertEquals(400, browser.get(app.request("user/*.rs", "redirect_uri", "")).statusCode());
            assertEquals(400, browser.get(app.request("user/*.rs", "client_id", "nobody")).statusCode());
            assertEquals(400, browser.get(app.request("user/*.rs", "response_type", "token")).statusCode(), "no implicit grant");
            assertEquals(400, browser.get(elsewhere.request("user/*.rs")).statusCode(), "another establishment's");
            assertEquals("invalid_scope", Application.parameter(Browser.location(browser.get(app.request("user/*.cruds"))), "error"));
            assertEquals("invalid_scope", Application.parameter(Browser.location(browser.get(app.request("user/*.rs", "scope", ""))), "error"));
            assertEquals("invalid_request", Application.parameter(Browser.location(browser.get(app.request("user/*.rs", "code_challenge", ""))), "error"));
            assertEquals("invalid_request", Application.parameter(Browser.location(browser.get(app.request("user/*.rs", "code_challenge_method", "plain"))), "error"));
            assertEquals("unsupported_grant_type", error(400, app.token("grant_type", "password", "client_id", app.id, "username", "wrong", "password", House.PASSWORD)));
            // an answer that no form of ours sent
            var page = browser.get(Application.path(Browser.location(browser.get(app.request("user/*.rs")))));
            browser.token = "forged";
            assertEquals(403, Application.answer(browser, page, true).statusCode());
        }
    }

    @Test
    void rubbishIsRefusedAndBreaksNothing() {
        var browser = house.in(house.somebody("rubbish", Role.NURSE));
        var dice = new java.util.Random(20261124);
        var values = List.of("", " ", "x", "é", "%", "\u0000", "authorization_code", "refresh_token", "client_credentials", "code", "S256", "user/*.rs", Application.REDIRECT, "none",
                "urn:ietf:params:oauth:request_uri:x", "a".repeat(5_000), "{}", "-1", "Bearer x");
        var names = List.of("grant_type", "response_type", "client_id", "redirect_uri", "scope", "state", "code", "code_verifier", "code_challenge", "code_challenge_method", "nonce", "prompt",
                "request_uri", "request", "refresh_token", "token", "token_type_hint", "client_secret", "client_assertion", "client_assertion_type", "DPoP", "error");
        try (var app = Application.registered(house, "user/*.rs")) {
            for (int i = 0; i < 300; i++) {
                var fields = new java.util.ArrayList<String>();
                for (int n = dice.nextInt(7); n >= 0; n--) {
                    fields.add(names.get(dice.nextInt(names.size())));
                    fields.add(dice.nextInt(3) == 0 ? app.id : values.get(dice.nextInt(values.size())));
                }
                var query = new StringBuilder();
                for (int f = 0; f < fields.size(); f += 2) query.append('&').append(fields.get(f)).append('=').append(Application.encoded(fields.get(f + 1)));
                for (var answer : List.of(app.token(fields.toArray(String[]::new)), app.post("/oauth/revoke", fields.toArray(String[]::new)), browser.get("/oauth/authorize?" + query.substring(1)),
                        browser.bare("/oauth/authorize", "_csrf=" + Application.encoded(browser.token) + query), browser.get("/oauth/consent?" + query.substring(1))))
                    assertTrue(answer.statusCode() < 500 && (answer.statusCode() != 200 || answer.uri().getPath().equals("/oauth/revoke")), answer.statusCode() + " to " + answer.uri().getPath() + " " + fields);
            }
        }
    }

    @Test
    void noIsNoAndAnotherPersonCantAnswer() {
        var mine = house.in(house.somebody("no", Role.NURSE));
        var theirs = house.in(house.somebody("neighbour", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs", "user/*.cruds", "openid")) {
            app.allowed(mine, "user/*.rs");
            var asked = Browser.location(mine.get(app.request("user/*.rs user/*.cruds")));
            assertEquals(404, theirs.get(Application.path(asked)).statusCode());
            var page = mine.get(Application.path(asked));
            theirs.get("/account/apps");
            assertEquals(400, Application.answer(theirs, page, true).statusCode());
            var answer = Browser.location(Application.answer(mine, page, false));
            assertEquals("access_denied", Application.parameter(answer, "error"));
            assertFalse(answer.contains("code="));
            // what was allowed before still is, without a question
            assertTrue(Browser.location(mine.get(app.request("user/*.rs"))).contains("?code="));
            assertEquals("login_required", Application.parameter(Browser.location(new Browser(house.one.port()).get(app.request("openid", "prompt", "none", "scope", "user/*.rs openid"))), "error"));
        }
    }

    @Test
    void whateverAGrantStandsOnEndsIt() {
        try (var app = Application.registered(house, "user/Patient.rs", "online_access"); var ended = Application.registered(house, "user/Patient.rs", "online_access")) {
            var who = house.somebody("ends", Role.ADMISSIONS);
            var browser = house.in(who);
            var scope = "user/Patient.rs online_access";

            var tokens = Application.json(app.exchange(Application.parameter(app.allowed(browser, scope), "code")));
            assertEquals(200, app.fhir(tokens.path("access_token").asString(), "GET", "Patient?_count=1", "").statusCode());
            browser.get("/account/apps");
            assertEquals(303, browser.post("/account/apps/" + app.id + "/withdraw").statusCode());
            assertEquals(403, app.fhir(tokens.path("access_token").asString(), "GET", "Patient?_count=1", "").statusCode(), "the next request after the consent was taken back");
            assertEquals("invalid_grant", error(400, app.refresh(tokens.path("refresh_token").asString())));

            var ofEnded = Application.json(ended.exchange(Application.parameter(ended.allowed(browser, scope), "code")));
            try (var tx = house.one.database().begin()) {
                assertTrue(new Apps().end(tx, 1, ended.id, Instant.now()));
                tx.commit();
            }
            assertEquals(403, ended.fhir(ofEnded.path("access_token").asString(), "GET", "Patient?_count=1", "").statusCode(), "the next request after the application ended");
            assertEquals("invalid_client", error(401, ended.refresh(ofEnded.path("refresh_token").asString())));
            assertEquals(400, browser.get(ended.request(scope)).statusCode());

            var revoked = Application.json(app.exchange(Application.parameter(app.allowed(browser, scope), "code"))).path("refresh_token").asString();
            assertEquals(200, app.post("/oauth/revoke", "token", revoked, "client_id", app.id).statusCode());
            assertEquals("invalid_grant", error(400, app.refresh(revoked)), "the application gave it back");

            var session = Application.json(app.exchange(Application.parameter(app.allowed(browser, scope), "code"))).path("refresh_token").asString();
            var later = Application.json(app.refresh(session)).path("refresh_token").asString();
            browser.get("/account/apps");
            assertEquals(303, browser.post("/sign-out").statusCode());
            assertEquals("invalid_grant", error(400, app.refresh(later)), "the session has ended");

            var again = house.in(new House.Somebody(who.login(), who.account(), fresh(who)));
            var last = Application.json(app.exchange(Application.parameter(app.allowed(again, scope), "code"))).path("refresh_token").asString();
            try (var tx = house.one.database().begin()) {
                house.accounts.revoke(tx, 1, who.account(), Instant.now());
                tx.commit();
            }
            assertEquals("invalid_grant", error(400, app.refresh(last)), "the account has ended");
        }
    }

    @Test
    void anIdentityTokenSaysWhatReallyHappened() throws Exception {
        var browser = house.in(house.somebody("identity", Role.PATIENT));
        try (var app = Application.registered(house, "patient/*.rs", "openid"); var other = Application.registered(house, "patient/*.rs", "openid")) {
            var metadata = Application.json(app.get("/.well-known/openid-configuration"));
            assertEquals(metadata, Application.json(app.get("/.well-known/oauth-authorization-server")));
            assertEquals(metadata, Application.json(app.get("/fhir/.well-known/smart-configuration")));
            assertEquals("http://localhost:" + house.one.port(), metadata.path("issuer").asString());
            var answer = Application.json(app.exchange(Application.parameter(app.allowed(browser, "patient/*.rs openid"), "code")));
            var jwt = SignedJWT.parse(answer.path("id_token").asString());
            var key = (OctetKeyPair) JWKSet.parse(app.get("/oauth/jwks").body()).getKeyByKeyId(jwt.getHeader().getKeyID());
            assertTrue(verifies(jwt, key));
            var claims = jwt.getJWTClaimsSet();
            assertEquals(metadata.path("issuer").asString(), claims.getIssuer());
            assertEquals(List.of(app.id), claims.getAudience());
            assertEquals("n-1", claims.getStringClaim("nonce"));
            assertEquals(List.of("pwd", "otp", "mfa"), claims.getStringListClaim("amr"));
            assertEquals("https://refeds.org/profile/mfa", claims.getStringClaim("acr"));
            assertTrue(Math.abs(claims.getLongClaim("auth_time") - Instant.now().getEpochSecond()) < 60);
            assertEquals(UUID.fromString(claims.getSubject()).toString(), claims.getSubject());
            assertEquals(claims.getSubject(), SignedJWT.parse(Application.json(other.exchange(Application.parameter(other.allowed(browser, "patient/*.rs openid"), "code"))).path("id_token").asString())
                    .getJWTClaimsSet().getSubject(), "stable");
            assertEquals(401, app.fhir(answer.path("id_token").asString(), "GET", "Patient", "").statusCode(), "it opens nothing");
        }
    }

    @Test
    void anAdministratorRegistersAndEndsApplications() {
        var administrator = house.in(house.somebody("apps-admin", Role.ADMINISTRATOR));
        administrator.get("/accounts/apps");
        var wrong = administrator.post("/accounts/apps", "name", "", "redirects", "http://app.example/x https://app.example/y#z", "scopes", "system/*.rs");
        assertEquals(422, wrong.statusCode());
        for (var error : List.of("Donnez un nom", "Donnez une adresse", "Donnez des droits")) assertTrue(wrong.body().contains(error), error);
        assertEquals(303, administrator.post("/accounts/apps", "name", "Carnet", "redirects", "https://carnet.example/a\nhttp://127.0.0.1:9/b", "scopes", "user/*.rs openid").statusCode());
        var page = administrator.get("/accounts/apps").body();
        var id = page.replaceAll("(?s).*Carnet</th>\\s*<td><code>([0-9a-z]+)</code>.*", "$1");
        var app = house.one.database().read(new Apps().find(id)).orElseThrow();
        assertEquals(List.of("https://carnet.example/a", "http://127.0.0.1:9/b"), app.redirects());
        assertEquals(303, administrator.post("/accounts/apps/" + id + "/end").statusCode());
        assertTrue(house.one.database().read(new Apps().find(id)).orElseThrow().ended());
        var nurse = house.in(house.somebody("apps-nurse", Role.NURSE));
        assertEquals(404, nurse.get("/accounts/apps").statusCode());
        nurse.get("/account/apps");
        assertEquals(404, nurse.post("/accounts/apps", "name", "Pirate", "redirects", "https://pirate.example/", "scopes", "user/*.rs").statusCode());
        assertTrue(house.one.database().read(new Apps().all(1)).stream().noneMatch(a -> a.name().equals("Pirate")));
    }

    @Test
    void theDatabaseHoldsNoTokenThatWorks() throws SQLException {
        var browser = house.in(house.somebody("dump", Role.NURSE));
        try (var app = Application.registered(house, "user/*.rs", "online_access")) {
            var asked = Browser.location(browser.get(app.request("user/*.rs online_access")));
            var ticket = Application.parameter(asked, "state");
            var code = Application.parameter(Browser.location(Application.answer(browser, browser.get(Application.path(asked)), true)), "code");
            var unused = Application.parameter(app.allowed(browser, "user/*.rs online_access"), "code");
            var tokens = Application.json(app.exchange(code));
            var dump = dump();
            assertTrue(dump.contains(app.id), "the dump holds what it should");
            for (var secret : List.of(ticket, code, unused, tokens.path("access_token").asString(), tokens.path("refresh_token").asString(), app.verifier, app.state, "n-1", browser.session))
                assertFalse(dump.contains(secret) || dump.contains(HexFormat.of().formatHex(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8))), "a secret in clear");
        }
    }

    /// All rows of all tables, as text; bytes in hexadecimal.
    private static String dump() throws SQLException {
        var all = new StringBuilder();
        try (var c = house.test.superuser(); var tables = c.createStatement().executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
            while (tables.next()) try (var rows = c.createStatement().executeQuery("select t::text from public." + tables.getString(1) + " t")) {
                while (rows.next()) all.append(rows.getString(1)).append('\n');
            }
        }
        return all.toString();
    }

    /// An authenticator whose code of now was not used yet.
    private static byte[] fresh(House.Somebody who) {
        try (var tx = house.one.database().begin()) {
            byte[] secret = house.factors.newTotp();
            var then = Instant.now().minusSeconds(86_400);
            assertTrue(house.factors.totp(tx, 1, who.account(), secret, org.serment.server.credentials.Totp.code(secret, then), then));
            tx.commit();
            return secret;
        }
    }

    private static boolean verifies(SignedJWT jwt, OctetKeyPair key) throws Exception {
        var spki = HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(key.getDecodedX()));
        var s = Signature.getInstance("Ed25519");
        s.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        s.update(jwt.getSigningInput());
        return s.verify(jwt.getSignature().decode());
    }

    private static String error(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return Application.json(answer).path("error").asString();
    }
}
