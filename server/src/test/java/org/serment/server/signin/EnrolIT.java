package org.serment.server.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Totp;

class EnrolIT {
    private static final String CHOSEN = "trois mots bien choisis";
    static House house;

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /// What an authenticator application makes of a page: the secret as text, which the QR code repeats.
    static byte[] secret(String page) {
        var text = Pattern.compile("class=\"secret\">([A-Z2-7 ]+)<").matcher(page);
        if (!text.find()) throw new AssertionError(page);
        return bytes(text.group(1).replace(" ", ""));
    }

    private static byte[] bytes(String base32) {
        var bits = new StringBuilder();
        for (char c : base32.toCharArray()) bits.append(String.format("%5s", Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c))).replace(' ', '0'));
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        return bytes;
    }

    static List<String> codes(String page) {
        return Pattern.compile("<code>([A-Z2-7]{5}-[A-Z2-7]{5})</code>").matcher(page).results().map(r -> r.group(1)).toList();
    }

    @Test
    void aNewcomerEnrolsAndARecoveryCodeReplacesALostPhone() {
        var who = house.newcomer("jeanne", Role.PHYSICIAN);
        var browser = new Browser(house.one.port());
        browser.get("/sign-in/enrol");
        assertEquals(422, browser.post("/sign-in/enrol", "login", "jeanne", "code", who.code(), "password", "short", "again", "short").statusCode());
        assertEquals(422, browser.post("/sign-in/enrol", "login", "jeanne", "code", who.code(), "password", CHOSEN, "again", CHOSEN + "x").statusCode());
        assertEquals(422, browser.post("/sign-in/enrol", "login", "jeanne", "code", "AAAA BBBB CCCC DDDD", "password", CHOSEN, "again", CHOSEN).statusCode());
        assertEquals("/sign-in/enrol/factor", Browser.location(browser.post("/sign-in/enrol", "login", " Jeanne", "code", who.code().toLowerCase(), "password", CHOSEN, "again", CHOSEN)));
        assertEquals("/sign-in?to=%2Faccount", Browser.location(browser.get("/account")), "not in yet");
        var page = browser.get("/sign-in/enrol/factor").body();
        assertTrue(page.contains("<path d=\"M"), "a QR code");
        byte[] secret = secret(page);
        assertEquals(422, browser.post("/sign-in/enrol/app", "code", "000000").statusCode());
        assertTrue(Arrays.equals(secret, secret(browser.get("/sign-in/enrol/factor").body())), "the secret stays while the page is open");
        assertEquals("/account/codes", Browser.location(browser.post("/sign-in/enrol/app", "code", Totp.code(secret, Instant.now()))));
        assertEquals(200, browser.head("/account/codes").statusCode(), "which shows nobody anything");
        var shown = codes(browser.get("/account/codes").body());
        assertEquals(10, shown.stream().distinct().count());
        assertEquals("/account", Browser.location(browser.get("/account/codes")), "shown once");
        assertTrue(browser.get("/account").body().contains("Camille jeanne"));

        // the phone is lost
        var home = new Browser(house.other.port());
        home.password("jeanne", CHOSEN);
        assertEquals("/account?recovered=1", Browser.location(home.post("/sign-in/code", "code", shown.get(3).toLowerCase())));
        assertTrue(home.get("/account?recovered=1").body().contains("code de secours"));
        byte[] fresh = secret(home.get("/account/app").body());
        assertEquals(422, home.post("/account/app", "code", "123").statusCode());
        assertEquals("/account", Browser.location(home.post("/account/app", "code", Totp.code(fresh, Instant.now()))));
        var again = new Browser(house.one.port());
        again.password("jeanne", CHOSEN);
        assertEquals(422, again.post("/sign-in/code", "code", shown.get(3)).statusCode(), "each code works once");
        assertEquals(422, again.post("/sign-in/code", "code", Totp.code(secret, Instant.now().plusSeconds(30))).statusCode(), "the lost phone is worth nothing");
        assertEquals("/", Browser.location(again.post("/sign-in/code", "code", Totp.code(fresh, Instant.now().plusSeconds(30)))));
    }

    @Test
    void aNewEnrolmentCodeEndsTheOldFactorsAndSessions() {
        var somebody = house.somebody("kevin", Role.NURSE);
        var stolen = house.in(somebody);
        var first = house.enrolmentCode(somebody.account());
        var code = house.enrolmentCode(somebody.account());
        assertNotEquals(first, code);
        var browser = new Browser(house.one.port());
        browser.get("/sign-in/enrol");
        assertEquals(422, browser.post("/sign-in/enrol", "login", "kevin", "code", first, "password", CHOSEN, "again", CHOSEN).statusCode(), "replaced");
        browser.post("/sign-in/enrol", "login", "kevin", "code", code, "password", CHOSEN, "again", CHOSEN);
        assertEquals(200, stolen.get("/account").statusCode(), "nothing changes before the second factor is there");
        byte[] secret = secret(browser.get("/sign-in/enrol/factor").body());
        assertEquals("/account/codes", Browser.location(browser.post("/sign-in/enrol/app", "code", Totp.code(secret, Instant.now()))));
        assertEquals("/sign-in?to=%2Faccount", Browser.location(stolen.get("/account")));
        assertEquals(422, new Browser(house.one.port()).password("kevin", House.PASSWORD).statusCode());
        assertEquals(Factors.Second.NO, house.factors.second(1, somebody.account(), somebody.code(), Instant.now()));
        var twice = new Browser(house.one.port());
        twice.get("/sign-in/enrol");
        assertEquals(422, twice.post("/sign-in/enrol", "login", "kevin", "code", code, "password", CHOSEN, "again", CHOSEN).statusCode(), "used up");
    }

    @Test
    void anEnrolmentCodeLivesForThreeDays() {
        var who = house.newcomer("lea", Role.NURSE);
        var db = house.one.database();
        assertTrue(db.read(house.factors.codes().enrols(1, who.account(), who.code(), Instant.now().plus(Duration.ofHours(71)))));
        assertEquals(false, db.read(house.factors.codes().enrols(1, who.account(), who.code(), Instant.now().plus(Duration.ofHours(73)))));
        assertEquals(false, db.read(house.factors.codes().enrols(1, who.account() + 1, who.code(), Instant.now())));
    }

    @Test
    void aPasswordIsChangedByWhoKnowsIt() {
        var somebody = house.somebody("manon", Role.NURSE);
        var browser = house.in(somebody);
        assertTrue(browser.get("/account/password").body().contains("autocomplete=\"new-password\""));
        assertEquals(422, browser.post("/account/password", "current", CHOSEN, "password", CHOSEN, "again", CHOSEN).statusCode());
        assertEquals(422, browser.post("/account/password", "current", House.PASSWORD, "password", "motdepasse1234", "again", "motdepasse1234").statusCode());
        assertEquals("/account", Browser.location(browser.post("/account/password", "current", House.PASSWORD, "password", CHOSEN, "again", CHOSEN)));
        assertEquals(422, new Browser(house.one.port()).password("manon", House.PASSWORD).statusCode());
        assertEquals(303, new Browser(house.one.port()).password("manon", CHOSEN).statusCode());
    }
}
