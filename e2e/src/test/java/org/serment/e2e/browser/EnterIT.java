package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;

/// Two factors: by mouse, by keyboard alone, without scripts, in both languages; and what goes wrong. Each journey takes
/// an account of its own, since a code is good once.
@Timeout(180)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class EnterIT {

    @Test
    void byMouseAndOutAgain(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/");
            assertEquals("/sign-in", window.path());
            Seen.well(window, "sign-in");
            Person.signIn(window, "admissions");
            assertTrue(page.locator("header").textContent().contains("Se déconnecter"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Se déconnecter")).click();
            assertEquals("/sign-in", window.path());
            page.goBack();
            assertFalse(page.locator("header").textContent().contains("Se déconnecter"), "the way back leads nowhere");
            window.open("/");
            assertEquals("/sign-in", window.path());
        }
    }

    @Test
    void byKeyboardAlone(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            window.open("/sign-in");
            Person person = Person.read(window, "nurse2");
            Keyboard keys = new Keyboard(window);
            assertEquals("Aller au contenu", keys.press("Tab").stop(), "the first stop skips to the content");
            keys.to("Identifiant").type("nurse2").to("Mot de passe").type(person.password()).press("Enter");
            window.page().waitForURL("**/sign-in/code");
            assertEquals("Code à usage unique", keys.stop(), "the field of the second step has the focus");
            keys.type(person.code()).to("Entrer").press("Enter");
            window.page().waitForURL(url -> !url.contains("/sign-in"));
            keys.to("Se déconnecter").press("Space");
            window.page().waitForURL("**/sign-in");
        }
    }

    @Test
    void withoutScripts(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH.withoutScripts())) {
            Person.signIn(window, "physician");
            assertTrue(window.page().locator("header").textContent().contains("Se déconnecter"));
        }
    }

    @Test
    void inEnglishWhateverTheBrowserPrefers(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            window.open("/sign-in");
            window.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("English")).click();
            assertEquals("/sign-in", window.path());
            assertEquals("en", window.page().locator("html").getAttribute("lang"));
            Person.signIn(window, "patient");
            assertTrue(window.page().locator("header").textContent().contains("Sign out"));
        }
    }

    @Test
    void whatIsMissingOrWrongIsSaidAndReached(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Page page = window.page();
            window.watch().expect(422);
            window.open("/sign-in");
            Person person = Person.read(window, "dpo");
            Keyboard keys = new Keyboard(window);
            keys.to("Continuer").press("Enter");
            page.locator(".error-summary").waitFor();
            Seen.well(window, "sign-in-missing");
            assertTrue(page.locator(".error-summary").evaluate("one => one === document.activeElement").equals(true));
            keys.to("Remplissez ce champ").press("Enter");
            assertEquals("Identifiant", keys.stop(), "the summary leads to the field");

            keys.type("dpo").to("Mot de passe").type("certainly not this").press("Enter");
            page.getByText("Identifiant ou mot de passe inconnu").first().waitFor();
            Seen.well(window, "sign-in-wrong");
            assertEquals("dpo", page.locator("#login").inputValue());
            assertEquals("", page.locator("#password").inputValue());

            page.locator("#password").fill(person.password());
            page.locator("main form:has(input:not([type=hidden])) button").click();
            page.waitForURL("**/sign-in/code");
            Seen.well(window, "sign-in-code");
            page.locator("#code").fill("000000");
            page.locator("main form:has(input:not([type=hidden])) button").click();
            page.locator(".error-summary").waitFor();
            Seen.well(window, "sign-in-code-wrong");
            window.open("/");
            assertEquals("/sign-in", window.path(), "a password alone opens nothing");
        }
    }

    @Test
    void inEnglishEachStepIsWell(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH.in("en"))) {
            window.open("/sign-in");
            Seen.well(window, "sign-in-en");
            window.open("/no/such/page", 404);
            Seen.well(window, "not-found-en");
        }
    }
}
