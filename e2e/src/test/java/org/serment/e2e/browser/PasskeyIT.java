package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;

/// A passkey on Chromium's virtual authenticator: made once, then enough to sign in, then removed. And the pages of
/// one's own account.
@Timeout(240)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class PasskeyIT {

    @Test
    void madeUsedAndRemoved(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Page page = window.page();
            CDPSession device = window.context().newCDPSession(page);
            String authenticator = authenticator(device);
            Person.signIn(window, "physician");
            window.open("/account");
            page.getByLabel("Nom de cette clé").fill("montre bleue");
            button(page, "Créer une clé d’accès").click();
            page.getByText("montre bleue").waitFor();
            Seen.well(window, "account-passkey");

            out(page);
            button(page, "Entrer avec une clé d’accès").click();
            page.waitForURL(url -> !url.contains("/sign-in"));
            assertTrue(page.locator("header").textContent().contains("Se déconnecter"));

            out(page);
            present(device, authenticator, false);
            button(page, "Entrer avec une clé d’accès").click();
            page.getByText("Votre appareil n’a pas donné de clé d’accès").waitFor();
            Seen.well(window, "sign-in-no-passkey");

            present(device, authenticator, true);
            button(page, "Entrer avec une clé d’accès").click();
            page.waitForURL(url -> !url.contains("/sign-in"));
            window.open("/account");
            button(page, "Supprimer").click();
            page.getByText("montre bleue").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            assertEquals(200, page.navigate(page.url()).status());
        }
    }

    @Test
    void eachPageOfOnesOwnAccountIsWell(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Person.signIn(window, "dpo");
            for (String path : new String[] {"/account", "/account/password", "/account/app", "/account/apps"}) {
                window.open(path);
                Seen.well(window, path.substring(1).replace('/', '-'));
            }
            Page page = window.page();
            window.watch().expect(422);
            window.open("/account/password");
            new Keyboard(window).to("Enregistrer").press("Enter");
            page.locator(".error-summary").waitFor();
            Seen.well(window, "account-password-missing");
            window.open("/account");
            button(page, "Faire de nouveaux codes").click();
            page.locator(".codes").waitFor();
            Seen.well(window, "account-codes");
        }
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH.in("en"))) {
            window.open("/sign-in/enrol");
            Seen.well(window, "enrol-en");
            window.watch().expect(422);
            new Keyboard(window).to("Continue").press("Enter");
            window.page().locator(".error-summary").waitFor();
            Seen.well(window, "enrol-missing-en");
        }
    }

    private static void out(Page page) {
        button(page, "Se déconnecter").click();
        page.waitForURL("**/sign-in");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /// A security key that knows its owner.
    private static String authenticator(CDPSession device) {
        device.send("WebAuthn.enable");
        var options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        var arguments = new JsonObject();
        arguments.add("options", options);
        return device.send("WebAuthn.addVirtualAuthenticator", arguments).get("authenticatorId").getAsString();
    }

    /// Whether the owner shows the finger that unlocks the key.
    private static void present(CDPSession device, String authenticator, boolean verified) {
        var arguments = new JsonObject();
        arguments.addProperty("authenticatorId", authenticator);
        arguments.addProperty("isUserVerified", verified);
        device.send("WebAuthn.setUserVerified", arguments);
    }
}
