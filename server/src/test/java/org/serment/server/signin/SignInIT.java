package org.serment.server.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.credentials.Attempts;
import org.serment.server.credentials.Base32;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Sessions;
import org.serment.server.credentials.Totp;
import org.serment.server.db.Config;

class SignInIT {
    static House house;

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void passwordAndCodeSignIn() {
        var nurse = house.somebody("anne", Role.NURSE);
        var browser = new Browser(house.one.port());
        assertEquals("/sign-in", Browser.location(browser.get("/")));
        var first = browser.password("Anne ", House.PASSWORD);
        assertEquals("/sign-in/code", Browser.location(first), first.body());
        assertEquals("/sign-in", Browser.location(browser.get("/")), "a password alone opens nothing");
        var second = browser.post("/sign-in/code", "code", nurse.code());
        assertEquals("/", Browser.location(second), second.body());
        var page = browser.get("/account");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("Camille anne"), page.body());
        browser.port = house.other.port();
        assertTrue(browser.get("/account").body().contains("Camille anne"), "the other server knows the session");
        var out = browser.post("/sign-out");
        assertEquals("/sign-in", Browser.location(out), out.body());
        browser.port = house.one.port();
        assertEquals("/sign-in", Browser.location(browser.get("/")), "the first server knows the end");
    }

    @Test
    void eachStepTakesANewSession() {
        var somebody = house.somebody("benoit", Role.PHYSICIAN);
        var browser = new Browser(house.one.port());
        browser.get("/sign-in");
        browser.post("/sign-in/passkey/options");
        var planted = browser.session;
        assertFalse(planted.isEmpty());
        browser.password("benoit", House.PASSWORD);
        var half = browser.session;
        browser.post("/sign-in/code", "code", somebody.code());
        assertNotEquals(planted, half);
        assertNotEquals(half, browser.session);
        for (var old : new String[] {planted, half}) {
            var thief = new Browser(house.one.port());
            thief.session = old;
            assertEquals("/sign-in", Browser.location(thief.get("/")));
            assertFalse(thief.get("/sign-in").body().contains("Camille"));
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginLookTheSame() {
        house.somebody("chloe", Role.NURSE);
        var wrong = new Browser(house.one.port()).password("chloe", "a wrong one, quite long");
        var unknown = new Browser(house.one.port()).password("chlod", House.PASSWORD);
        assertEquals(422, wrong.statusCode());
        assertEquals(bare(wrong.body()).replace("chloe", "chlod"), bare(unknown.body()));
        assertEquals(wrong.headers().map().keySet(), unknown.headers().map().keySet());
        assertEquals(422, new Browser(house.one.port()).password("chloe", "").statusCode());
    }

    @Test
    void lookingAtThePageOfSigningInKeepsNothing() {
        long before = sessions();
        for (int i = 0; i < 20; i++) for (var path : List.of("/sign-in", "/sign-in/enrol")) assertEquals(200, new Browser(house.one.port()).get(path).statusCode());
        assertEquals(before, sessions());
        // a stranger's token is worth nothing for somebody who is signed in
        var somebody = house.somebody("deborah", Role.NURSE);
        var browser = new Browser(house.one.port());
        browser.password("deborah", House.PASSWORD);
        var strangers = browser.token;
        browser.post("/sign-in/code", "code", somebody.code());
        browser.token = strangers;
        assertEquals(403, browser.post("/sign-out").statusCode());
        browser.get("/account");
        assertEquals("/sign-in", Browser.location(browser.post("/sign-out")));
    }

    private static long sessions() {
        return house.one.database().read(org.serment.server.db.Part.first("select count(*) from session", r -> r.getLong(1))).orElseThrow();
    }

    @Test
    void whatStandsInTheAddressSignsNobodyIn() {
        house.somebody("celia", Role.NURSE);
        var browser = new Browser(house.one.port());
        browser.get("/sign-in");
        assertEquals(400, browser.post("/sign-in?login=celia&password=" + House.PASSWORD.replace(' ', '+')).statusCode());
        assertEquals("/sign-in/code", Browser.location(browser.post("/sign-in", "login", "celia", "password", House.PASSWORD)));
    }

    /// Without what differs in any two answers.
    private static String bare(String page) {
        return page.replaceAll("value=\"[A-Za-z0-9_-]{40,}\"", "").replaceAll("data-options=\"[^\"]*\"", "");
    }

    @Test
    void aCodeWorksOnceOnAllServersTogether() throws Exception {
        var somebody = house.somebody("damien", Role.NURSE);
        var code = somebody.code();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var ports = List.of(house.one.port(), house.other.port(), house.one.port(), house.other.port());
            var browsers = ports.stream().map(Browser::new).peek(b -> b.password("damien", House.PASSWORD)).toList();
            var answers = all.invokeAll(browsers.stream().<Callable<Integer>>map(b -> () -> b.post("/sign-in/code", "code", code).statusCode()).toList());
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) statuses.add(answer.get());
            assertEquals(List.of(303, 422, 422, 422), statuses.stream().sorted().toList());
        }
        var later = new Browser(house.one.port());
        later.password("damien", House.PASSWORD);
        assertEquals(422, later.post("/sign-in/code", "code", code).statusCode(), "a replay");
        assertEquals(422, later.post("/sign-in/code", "code", "000 00").statusCode());
    }

    @Test
    void withoutTheTokenOfItsFormNothingIsDone() {
        var somebody = house.somebody("elise", Role.NURSE);
        var browser = house.in(somebody);
        var session = browser.session;
        assertEquals(403, browser.bare("/sign-out", "").statusCode());
        assertEquals(403, browser.bare("/sign-out", "_csrf=" + "x".repeat(60)).statusCode());
        assertEquals(403, new Browser(house.one.port()).bare("/sign-in", "login=elise&password=x").statusCode());
        assertEquals(session, browser.session);
        assertTrue(browser.get("/account").body().contains("Camille elise"), "still signed in");
    }

    @Test
    void guessingGetsSlowAndNeverEnds() {
        var somebody = house.somebody("fabien", Role.NURSE);
        for (var login : List.of("fabien", "nobody-at-all")) {
            for (int i = 0; i < 5; i++) assertEquals(422, new Browser(i % 2 == 0 ? house.one.port() : house.other.port()).password(login, "guess number " + i).statusCode(), login + i);
            var waits = new Browser(house.one.port()).password(login, House.PASSWORD);
            assertEquals(429, waits.statusCode(), "even the right one must wait");
            assertTrue(waits.body().contains("Réessayez dans une minute"), waits.body());
        }
        var attempts = new Attempts(house.one.database(), house.one.vault().secrets());
        var who = List.of(attempts.login(1, "fabien"));
        var now = Instant.now();
        var longest = Duration.ZERO;
        for (int i = 0; i < 30; i++) {
            var wait = attempts.admit(who, now);
            if (wait.isPresent()) {
                if (wait.get().compareTo(longest) > 0) longest = wait.get();
                now = now.plus(wait.get());
            }
        }
        assertEquals(Duration.ofMinutes(15), longest);
        assertEquals(Optional.empty(), attempts.admit(who, now.plus(Duration.ofMinutes(15))), "nobody is out for good");
        attempts.in(who.getFirst(), attempts.address("127.0.0.1"), now);
        assertEquals(303, new Browser(house.one.port()).password("fabien", House.PASSWORD).statusCode());
        assertTrue(somebody.account() > 0);
    }

    @Test
    void theSlipsOfAWardWearOff() {
        var attempts = new Attempts(house.one.database(), house.one.vault().secrets());
        var ward = attempts.address("192.0.2.7");
        var now = Instant.now();
        for (int i = 0; i < 49; i++) assertEquals(Optional.empty(), attempts.admit(List.of(ward), now));
        // a quarter of an hour in which people sign in without a slip
        for (int i = 0; i < 15; i++) {
            attempts.good(admitted(attempts, ward, now.plus(Duration.ofMinutes(i))));
        }
        now = now.plus(Duration.ofMinutes(15));
        for (int i = 0; i < 25; i++) assertEquals(Optional.empty(), attempts.admit(List.of(ward), now), "half of them were forgotten: " + i);
        assertEquals(Optional.empty(), attempts.admit(List.of(ward), now.plus(Duration.ofDays(400))), "after a long time too");

        var other = attempts.address("192.0.2.8");
        for (int i = 0; i < 49; i++) attempts.admit(List.of(other), now);
        for (int i = 0; i < 40; i++) {
            // password and code
            attempts.good(admitted(attempts, other, now));
            attempts.good(admitted(attempts, other, now));
            attempts.in(attempts.login(1, "ward-" + i), other, now);
        }
        for (int i = 0; i < 40; i++) assertEquals(Optional.empty(), attempts.admit(List.of(other), now), "each who is in takes one off: " + i);
    }

    private static List<Attempts.Who> admitted(Attempts attempts, Attempts.Who who, Instant now) {
        assertEquals(Optional.empty(), attempts.admit(List.of(who), now));
        return List.of(who);
    }

    @Test
    void manyAddressesTogetherGuessNoMore() throws Exception {
        var attempts = new Attempts(house.one.database(), house.one.vault().secrets());
        var now = Instant.now();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var guesses = java.util.stream.IntStream.range(0, 25).<Callable<Boolean>>mapToObj(i ->
                    () -> attempts.admit(List.of(attempts.login(1, "many"), attempts.address("198.51.100." + i)), now).isEmpty()).toList();
            int admitted = 0;
            for (var one : all.invokeAll(guesses)) if (one.get()) admitted++;
            assertEquals(5, admitted);
        }
    }

    @Test
    void theProxysLineCountsAndNotTheBrowsers() {
        var behind = new Config.Site(Optional.empty(), Optional.of(java.net.URI.create("https://dossier.example")));
        assertEquals("203.0.113.9", Knock.address(behind, from("198.51.100.1", "203.0.113.9")));
        assertEquals("203.0.113.9", Knock.address(behind, from("198.51.100.1, 203.0.113.9")));
        assertEquals("127.0.0.1", Knock.address(behind, from()));
        assertEquals("127.0.0.1", Knock.address(new Config.Site(Optional.empty(), Optional.empty()), from("198.51.100.1")));
    }

    /// A request with these lines of X-Forwarded-For.
    private static jakarta.servlet.http.HttpServletRequest from(String... lines) {
        var request = new org.apache.coyote.Request();
        request.remoteAddr().setString("127.0.0.1");
        for (var line : lines) request.getMimeHeaders().addValue("X-Forwarded-For").setString(line);
        return new org.apache.catalina.connector.RequestFacade(new org.apache.catalina.connector.Request(null, request));
    }

    @Test
    void whatNobodyTypesIsNoFault() {
        house.somebody("zoe", Role.NURSE);
        var browser = new Browser(house.one.port());
        browser.get("/sign-in");
        assertEquals(422, browser.post("/sign-in", "login", "zo\0e", "password", House.PASSWORD).statusCode());
        assertEquals(422, browser.post("/sign-in", "login", "zoe", "password", House.PASSWORD + "\0").statusCode());
        assertEquals(422, browser.post("/sign-in/enrol", "login", "zoe\u0001", "code", "\0", "password", "x", "again", "x").statusCode());
        assertEquals(200, browser.get("/sign-in?to=%00").statusCode());
    }

    @Test
    void aLeaverIsNobodyFromTheNextRequestOn() {
        var somebody = house.somebody("gaelle", Role.NURSE);
        var browser = house.in(somebody);
        assertEquals(200, browser.get("/account").statusCode());
        try (var tx = house.one.database().begin()) {
            house.accounts.revoke(tx, 1, somebody.account(), Instant.now());
            tx.commit();
        }
        browser.port = house.other.port();
        assertEquals("/sign-in?to=%2Faccount", Browser.location(browser.get("/account")));
        assertEquals(422, new Browser(house.one.port()).password("gaelle", House.PASSWORD).statusCode());
    }

    @Test
    void theOtherSessionsOfAPersonEnd() {
        var somebody = house.somebody("hugo", Role.NURSE);
        var lost = house.in(somebody);
        var here = new Browser(house.other.port());
        here.password("hugo", House.PASSWORD);
        // the next code, which the window takes
        here.post("/sign-in/code", "code", Totp.code(somebody.secret(), Instant.now().plusSeconds(30)));
        assertTrue(here.get("/account").body().contains("Fermer toutes les autres sessions"));
        assertEquals("/account", Browser.location(here.post("/account/sessions/end")));
        assertEquals("/sign-in?to=%2Faccount", Browser.location(lost.get("/account")));
        assertEquals(200, here.get("/account").statusCode());
    }

    @Test
    void theAnswersCarryTheirGuards() {
        var page = new Browser(house.one.port()).get("/sign-in");
        var cookie = Browser.cookie(page).orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), cookie);
        assertFalse(cookie.contains("Secure"), "plain HTTP on the loopback");
        var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        for (var part : List.of("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")) assertTrue(policy.contains(part), policy);
        assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals("no-store", page.headers().firstValue("Cache-Control").orElseThrow());
        assertTrue(page.headers().firstValue("Strict-Transport-Security").isEmpty());
        for (var path : List.of("/fhir/Patient/x", "/health", "/journal/key")) {
            var answer = new Browser(house.one.port()).get(path);
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty() && answer.headers().firstValue("Content-Security-Policy").isEmpty(), path);
        }
        assertTrue(Browser.cookie(new Browser(house.one.port()).get("/")).isEmpty(), "a stranger who is sent on gets no session");
        assertEquals(401, new Browser(house.one.port()).bare("/oauth/token", "grant_type=client_credentials").statusCode(), "programs need no form token");
    }

    @Test
    void theTablesGiveNothingToGuessAt() {
        var somebody = house.somebody("ines", Role.NURSE);
        var browser = house.in(somebody);
        browser.get("/account");
        browser.post("/account/codes");
        var codes = browser.get("/account/codes").body();
        var code = java.util.regex.Pattern.compile("<code>([A-Z2-7]{5}-[A-Z2-7]{5})</code>").matcher(codes);
        assertTrue(code.find(), codes);
        var enrolment = house.enrolmentCode(somebody.account());
        var all = house.everything();
        assertTrue(all.contains("ines"), "the tables were read");
        for (var secret : List.of(House.PASSWORD, "argon2", browser.session, browser.token, code.group(1), code.group(1).replace("-", ""), enrolment, enrolment.replace(" ", ""),
                Base32.of(somebody.secret()), HexFormat.of().formatHex(somebody.secret()), "SignedIn", "127.0.0.1",
                HexFormat.of().formatHex(House.PASSWORD.getBytes(java.nio.charset.StandardCharsets.UTF_8)), HexFormat.of().formatHex("SignedIn".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
            assertFalse(all.contains(secret), secret);
    }

    @Test
    void aSessionEndsByItselfAndARowThatWasMovedIsNobodys() throws java.sql.SQLException {
        var sessions = new Factors(house.one.database(), house.one.vault().secrets()).sessions();
        var browser = house.in(house.somebody("jules", Role.NURSE));
        assertTrue(sessions.find(browser.session, Instant.now().plus(Duration.ofMinutes(29))).isPresent());
        assertTrue(sessions.find(browser.session, Instant.now().plus(Duration.ofMinutes(31))).isEmpty(), "idle");
        var short_ = new Factors(house.one.database(), house.one.vault().secrets(), new Config.Sitting(Duration.ofHours(1), Duration.ofHours(8))).sessions();
        assertTrue(short_.find(browser.session, Instant.now().plus(Duration.ofMinutes(59))).isPresent());
        assertTrue(short_.find(browser.session, Instant.now().plus(Duration.ofMinutes(61))).isEmpty(), "at most");

        // whoever can write the table gives the session a name whose secret he knows, or another account
        var thief = new Browser(house.one.port());
        thief.session = "a-secret-that-the-thief-chose";
        try (var c = house.test.superuser(); var s = c.prepareStatement("update session set name = ? where name = ?")) {
            s.setBytes(1, Sessions.name(thief.session));
            s.setBytes(2, Sessions.name(browser.session));
            assertEquals(1, s.executeUpdate());
        }
        assertEquals("/sign-in?to=%2Faccount", Browser.location(thief.get("/account")));
        var other = house.in(house.somebody("karim", Role.NURSE));
        try (var c = house.test.superuser(); var s = c.prepareStatement("update session set account = account + 1 where name = ?")) {
            s.setBytes(1, Sessions.name(other.session));
            assertEquals(1, s.executeUpdate());
        }
        assertEquals("/sign-in?to=%2Faccount", Browser.location(other.get("/account")));
    }
}
