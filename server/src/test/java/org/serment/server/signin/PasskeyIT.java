package org.serment.server.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.credentials.Attempts;

/// The whole ceremony, with an authenticator in software.
class PasskeyIT {
    static House house;

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String options(String page) {
        var found = Pattern.compile("data-options=\"([^\"]+)\"").matcher(page);
        if (!found.find()) throw new AssertionError(page);
        return found.group(1).replace("&#34;", "\"").replace("&quot;", "\"").replace("&amp;", "&");
    }

    /// What a browser gets when the button is pressed.
    private static String asked(Browser browser) {
        browser.get("/sign-in");
        return browser.post("/sign-in/passkey/options").body();
    }

    @Test
    void aPasskeyIsMadeAndSignsInByItself() throws GeneralSecurityException {
        var somebody = house.somebody("nadia", Role.NURSE);
        var browser = house.in(somebody);
        var key = new SoftKey(house.one.port());
        var made = key.make(options(browser.get("/account").body()));
        assertEquals("/account", Browser.location(browser.post("/account/passkeys", "credential", made, "label", "Téléphone")));
        assertTrue(browser.get("/account").body().contains("Téléphone"));
        assertEquals(422, browser.post("/account/passkeys", "credential", made, "label", "again").statusCode(), "the challenge was used");

        var phone = new Browser(house.one.port());
        var shown = key.show(options(asked(phone)));
        assertEquals("/account", Browser.location(phone.post("/sign-in/passkey", "credential", shown, "to", "/account")));
        assertTrue(phone.get("/account").body().contains("Camille nadia"));
        var replay = new Browser(house.one.port());
        replay.get("/sign-in");
        assertEquals(422, replay.post("/sign-in/passkey", "credential", shown).statusCode(), "another challenge");
        var all = house.everything();
        assertFalse(all.contains("Téléphone"));

        // a removed passkey is worth nothing; the application remains
        var name = Pattern.compile("/account/passkeys/([0-9a-f-]{36})/remove").matcher(phone.get("/account").body());
        assertTrue(name.find());
        assertEquals("/account", Browser.location(phone.post(name.group())));
        assertEquals(422, shown(key).statusCode());
    }

    private static java.net.http.HttpResponse<String> shown(SoftKey key) throws GeneralSecurityException {
        var browser = new Browser(house.one.port());
        var answer = key.show(options(asked(browser)));
        return browser.post("/sign-in/passkey", "credential", answer);
    }

    @Test
    void withoutUserVerificationItIsOneFactorOnlyAndOpensNothing() throws GeneralSecurityException {
        var browser = house.in(house.somebody("olivia", Role.NURSE));
        var key = new SoftKey(house.one.port());
        key.verifies = false;
        assertEquals(422, browser.post("/account/passkeys", "credential", key.make(options(browser.get("/account").body()))).statusCode());
        key.verifies = true;
        assertEquals(303, browser.post("/account/passkeys", "credential", key.make(options(browser.get("/account").body()))).statusCode());
        assertEquals(303, shown(key).statusCode());
        key.verifies = false;
        assertEquals(422, shown(key).statusCode());
    }

    @Test
    void aCopyIsToldByItsCounterAndAnotherSiteByItsOrigin() throws GeneralSecurityException {
        var browser = house.in(house.somebody("paul", Role.NURSE));
        var key = new SoftKey(house.one.port());
        browser.post("/account/passkeys", "credential", key.make(options(browser.get("/account").body())));
        assertEquals(303, shown(key).statusCode());
        int counter = key.counter;
        assertEquals(303, shown(key).statusCode());
        key.counter = counter;
        assertEquals(422, shown(key).statusCode());
        var elsewhere = house.in(house.somebody("pauline", Role.NURSE));
        assertEquals(422, elsewhere.post("/account/passkeys", "credential", new SoftKey(1).make(options(elsewhere.get("/account").body()))).statusCode());
        assertEquals(422, elsewhere.post("/account/passkeys", "credential", "rubbish").statusCode());
    }

    @Test
    void aNewcomerEnrolsWithAPasskeyAndALeaversOpensNothing() throws GeneralSecurityException {
        var who = house.newcomer("quentin", Role.DPO);
        var browser = new Browser(house.one.port());
        browser.get("/sign-in/enrol");
        browser.post("/sign-in/enrol", "login", "quentin", "code", who.code(), "password", House.PASSWORD, "again", House.PASSWORD);
        var key = new SoftKey(house.one.port());
        var made = key.make(options(browser.get("/sign-in/enrol/factor").body()));
        assertEquals("/account/codes", Browser.location(browser.post("/sign-in/enrol/passkey", "credential", made, "label", "")));
        assertEquals(10, EnrolIT.codes(browser.get("/account/codes").body()).size());
        assertTrue(browser.get("/account").body().contains("Clé sans nom"));
        var name = Pattern.compile("/account/passkeys/([0-9a-f-]{36})/remove").matcher(browser.get("/account").body());
        assertTrue(name.find());
        assertEquals(422, browser.post(name.group()).statusCode(), "the last second factor stays");
        assertEquals(303, shown(key).statusCode());
        try (var tx = house.one.database().begin()) {
            house.accounts.revoke(tx, 1, who.account(), Instant.now());
            tx.commit();
        }
        assertEquals(422, shown(key).statusCode());
    }

    @Test
    void junkIsAWrongPasskey() throws GeneralSecurityException {
        var browser = house.in(house.somebody("rachel", Role.NURSE));
        var key = new SoftKey(house.one.port());
        var made = key.make(options(browser.get("/account").body()));
        for (var junk : new String[] {"null", "{}", "[]", "7", "\"x\"", "{\"rawId\":null}", "{\"id\":\"AA\",\"rawId\":\"AA\"}", "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{}}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{\"clientDataJSON\":\"bnVsbA\",\"attestationObject\":\"9g\"}}",
                made.replaceFirst("\"attestationObject\":\"[^\"]*\"", "\"attestationObject\":\"9g\""), made.replaceFirst("\"clientDataJSON\":\"[^\"]*\"", "\"clientDataJSON\":\"bnVsbA\"")}) {
            browser.get("/account");
            assertEquals(422, browser.post("/account/passkeys", "credential", junk).statusCode(), junk);
            var stranger = new Browser(house.one.port());
            stranger.get("/sign-in");
            assertEquals(422, stranger.post("/sign-in/passkey", "credential", junk).statusCode(), junk);
        }
        browser.post("/account/passkeys", "credential", key.make(options(browser.get("/account").body())));
        var stranger = new Browser(house.one.port());
        var shown = key.show(options(asked(stranger)));
        for (var part : new String[] {"clientDataJSON", "authenticatorData", "signature"}) {
            stranger.get("/sign-in");
            assertEquals(422, stranger.post("/sign-in/passkey", "credential", shown.replaceFirst("\"" + part + "\":\"[^\"]*\"", "\"" + part + "\":\"bnVsbA\"")).statusCode(), part);
        }
    }

    @Test
    void aPasskeyWaitsForItsOwnAccountOnly() throws GeneralSecurityException {
        var browser = house.in(house.somebody("sacha", Role.NURSE));
        var key = new SoftKey(house.one.port());
        browser.post("/account/passkeys", "credential", key.make(options(browser.get("/account").body())));
        var attempts = new Attempts(house.one.database(), house.one.vault().secrets());
        var here = attempts.address("127.0.0.1");
        var login = attempts.login(1, "sacha");
        for (int i = 0; i < 60; i++) {
            attempts.admit(List.of(here), Instant.now());
            attempts.admit(List.of(login), Instant.now());
        }
        assertEquals(429, new Browser(house.one.port()).password("sacha", House.PASSWORD).statusCode());
        assertEquals(303, shown(key).statusCode(), "neither guesses of the login nor slips at the address");
        key.counter = 1;
        for (int i = 0; i < 5; i++) assertEquals(422, shown(key).statusCode());
        key.counter = 100;
        assertEquals(429, shown(key).statusCode());
        for (int i = 0; i < 70; i++) attempts.in(login, here, Instant.now());
    }
}
