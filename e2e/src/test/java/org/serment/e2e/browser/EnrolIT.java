package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;

/// A new colleague: the administrator makes the account, the newcomer enrols with a passkey (the browser's own virtual
/// authenticator), leaves, and comes back with the passkey alone.
@Timeout(240)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class EnrolIT {

    private static final String PASSWORD = "trois mots bien choisis";

    @Test
    void aNewcomerEnrolsWithAPasskeyAndComesBackWithIt(Hospital hospital, Chromium chromium) {
        String code;
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Page page = window.page();
            Person.signIn(window, "administrator");
            assertEquals("/accounts", window.path());
            Seen.well(window, "accounts");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Nouveau compte")).click();
            Seen.well(window, "accounts-new");
            window.watch().expect(422);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Créer le compte")).click();
            Seen.well(window, "accounts-new-wrong");
            page.locator("#role").selectOption("NURSE");
            page.locator("#login").fill("nouvelle");
            page.locator("#name").fill("Élodie Nouvelle");
            page.locator("#unit").selectOption(new SelectOption().setIndex(1));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Créer le compte")).click();
            Seen.well(window, "accounts-code");
            code = page.locator(".once").textContent();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("C’est fait")).click();
            assertTrue(page.locator("h1").textContent().contains("Élodie Nouvelle"));
            Seen.well(window, "accounts-one");
        }
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Page page = window.page();
            authenticator(window);
            window.open("/sign-in/enrol");
            Seen.well(window, "enrol");
            page.locator("#login").fill("nouvelle");
            page.locator("#code").fill(code);
            page.locator("#password").fill(PASSWORD);
            page.locator("#again").fill(PASSWORD);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continuer")).click();
            page.waitForURL("**/sign-in/enrol/factor");
            Seen.well(window, "enrol-factor");
            page.locator("#label").fill("Téléphone");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Créer une clé d’accès")).click();
            page.waitForURL("**/account/codes");
            assertEquals(10, page.locator(".codes li").count());
            Seen.well(window, "recovery-codes");
            window.open("/account");
            assertTrue(page.locator("main").textContent().contains("Téléphone"));
            Seen.well(window, "account");
            window.open("/account/app");
            Seen.well(window, "account-app");
            window.open("/account/password");
            Seen.well(window, "account-password");

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Se déconnecter")).click();
            page.waitForURL("**/sign-in");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Entrer avec une clé d’accès")).click();
            page.waitForURL(url -> !url.contains("/sign-in"));
            assertTrue(page.locator("header").textContent().contains("Élodie Nouvelle"));
        }
    }

    /// A device that holds passkeys and asks its owner each time.
    private static void authenticator(Window window) {
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var arguments = new JsonObject();
        arguments.add("options", options);
        var devtools = window.context().newCDPSession(window.page());
        devtools.send("WebAuthn.enable");
        devtools.send("WebAuthn.addVirtualAuthenticator", arguments);
    }
}
