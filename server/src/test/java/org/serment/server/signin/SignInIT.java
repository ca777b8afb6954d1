package org.serment.server.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;

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
        var page = browser.get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("Camille anne"), page.body());
        browser.port = house.other.port();
        assertTrue(browser.get("/").body().contains("Camille anne"), "the other server knows the session");
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
        var planted = browser.session;
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
}
