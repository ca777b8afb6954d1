package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A page as it is shown, examined in all ways at once. With `-Dserment.seen=true` pictures of it are left below `target/seen`.
final class Seen {

    private Seen() {}

    /// Fails with everything that is wrong with the page: axe in both colour schemes, its outline, its width on a phone
    /// and at 200 % zoom, code or style written into it.
    static void well(Window window, String name) {
        if (!window.kind().scripts()) throw new IllegalStateException("axe needs scripts");
        if (Boolean.getBoolean("serment.seen")) picture(window, name);
        var faults = new ArrayList<String>(Accessible.violations(window));
        for (int width : Fit.WIDTHS) faults.addAll(Fit.faults(window, width));
        faults.addAll(Markup.inline(window));
        faults.addAll(outline(window));
        assertEquals(List.of(), faults, name);
    }

    /// Pictures for whoever wants to look: wide, dark, and on a phone.
    private static void picture(Window window, String name) {
        Page page = window.page();
        shot(page, name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shot(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(window.kind().scheme()));
        page.setViewportSize(390, 800);
        shot(page, name + "-phone");
        page.setViewportSize(window.kind().width(), window.kind().height());
    }

    private static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target/seen", name + ".png")));
    }

    private static List<String> outline(Window window) {
        var faults = new ArrayList<String>();
        Page page = window.page();
        if (page.locator("h1").count() != 1) faults.add("h1: " + page.locator("h1").allTextContents());
        else if (!page.title().startsWith(page.locator("h1").textContent().strip()))
            faults.add("the title '" + page.title() + "' doesn't begin with the heading '" + page.locator("h1").textContent().strip() + "'");
        String language = page.locator("html").getAttribute("lang");
        if (!language.equals(window.kind().language())) faults.add("the language is " + language);
        return faults;
    }
}
