package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/// Somebody of the demonstration, with the two secrets that its sign-in page shows. A code is good once: whoever signs
/// in twice within half a minute waits for the next one.
record Person(String login, String password, String code) {

    private static final int NEXT_CODE_MILLIS = 31_000;

    /// Reads the table of the demonstration on the sign-in page, which must be open.
    static Person read(Window window, String login) {
        Locator cells = row(window, login).locator("td code");
        return new Person(login, cells.nth(0).textContent(), cells.nth(1).textContent());
    }

    static Locator row(Window window, String login) {
        return window.page().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions()
                .setHas(window.page().locator("th", new Page.LocatorOptions().setHasText(Pattern.compile("^" + login + "$")))));
    }

    /// From the sign-in page to the first page of whoever signs in, with the mouse.
    static void signIn(Window window, String login) {
        window.open("/sign-in");
        Person person = read(window, login);
        Page page = window.page();
        page.locator("#login").fill(login);
        page.locator("#password").fill(person.password());
        page.locator("main form:has(input:not([type=hidden])) button").click();
        page.waitForURL("**/sign-in/code");
        window.watch().expect(422);
        page.locator("#code").fill(person.code());
        page.locator("main form:has(input:not([type=hidden])) button").click();
        if (window.path().startsWith("/sign-in/code")) {
            String used = person.code();
            page.waitForTimeout(NEXT_CODE_MILLIS - System.currentTimeMillis() % 30_000);
            page.locator("#code").fill(next(window, login, used));
            page.locator("main form:has(input:not([type=hidden])) button").click();
        }
        assertEquals(false, window.path().startsWith("/sign-in"), "signed in as " + login);
    }

    /// The code after `used`, read from the sign-in page as a stranger sees it.
    private static String next(Window window, String login, String used) {
        Page stranger = window.context().browser().newPage();
        try {
            stranger.navigate(java.net.URI.create(window.page().url()).resolve("/sign-in").toString());
            Locator row = stranger.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHas(
                    stranger.locator("th", new Page.LocatorOptions().setHasText(Pattern.compile("^" + login + "$")))));
            String code = row.locator("td code").nth(1).textContent();
            if (code.equals(used)) throw new IllegalStateException("the code did not change");
            return code;
        } finally {
            stranger.close();
        }
    }
}
