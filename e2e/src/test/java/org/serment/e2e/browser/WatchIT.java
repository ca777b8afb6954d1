package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The checks of the journeys can fail: each kind of fault, shown on a page that has it.
@Timeout(180)
@ExtendWith(Chromium.Resolver.class)
class WatchIT {

    private static Stand stand;

    @BeforeAll
    static void serve() throws IOException {
        stand = new Stand().file("/stand.css", "text/css", """
                        body { font: 16px sans-serif; margin: 8px; color: #222; background: #fff }
                        .long { width: 700px } .scroll { overflow-x: auto } .shut { overflow: hidden; width: 60px; white-space: nowrap }
                        .pale { color: #ccc } .bare:focus { outline: none }""")
                .page("/good", "<h1>Événement à l’hôpital</h1><p><a href='/good'>Encore</a></p><div class='scroll' tabindex='0'"
                        + " role='region' aria-label='Large'><p class='long'>large, mais dans sa boîte</p></div>")
                .page("/foreign", "<img alt='' src='https://example.org/pixel.png'>")
                .page("/inline", "<script>document.title = 'no'</script>")
                .page("/style", "<p style='color: red'>no</p>")
                .page("/handler", "<p onclick='1'>no</p><a href='javascript:1'>no</a>")
                .page("/lost", "<img alt='' src='/nothing.png'>")
                .page("/broken", "<script src='/broken.js'></script>")
                .page("/loud", "<script src='/loud.js'></script>")
                .page("/dialog", "<script src='/dialog.js'></script>")
                .page("/wide", "<h1>Titre</h1><p class='long'>large</p>")
                .page("/shut", "<h1>Titre</h1><p class='shut'>une phrase coupée par sa boîte</p>")
                .page("/pale", "<h1>Titre</h1><p class='pale'>pâle</p>")
                .page("/bare", "<h1>Titre</h1><p><a class='bare' href='/good'>Lien</a></p>")
                .file("/broken.js", "text/javascript", "nothing.at.all()")
                .file("/loud.js", "text/javascript", "console.error('I complain')")
                .file("/dialog.js", "text/javascript", "alert('stop')");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void aGoodPageHasNoFaultAndIsMeasured(Chromium chromium) {
        try (Window window = chromium.open(stand.base(), Window.Kind.FRENCH)) {
            window.open("/good");
            assertEquals(2, window.watch().count(), window.watch().urls().toString());
            assertTrue(window.watch().bytes() > 500 && window.watch().bytes() < 2_000, window.watch().bytes() + " bytes");
            assertEquals(List.of(), Markup.inline(window));
            assertEquals(List.of(), Accessible.violations(window));
            assertEquals(List.of(), Fit.faults(window, 320));
            assertEquals(List.of(), Glyphs.missing(window.page()));
            new Keyboard(window).to("Encore").press("Enter");
        }
    }

    @Test
    void eachFaultOfAPageIsSeen(Chromium chromium) {
        assertEquals("[script]", inline(chromium, "/inline"));
        assertEquals("[style of P]", inline(chromium, "/style"));
        assertEquals("[onclick of P, javascript: of A]", inline(chromium, "/handler"));
        try (Window window = chromium.open(stand.base(), Window.Kind.FRENCH)) {
            window.open("/pale");
            assertTrue(Accessible.violations(window).toString().contains("color-contrast"), Accessible.violations(window).toString());
            window.open("/wide");
            assertTrue(Fit.faults(window, 320).toString().contains("scrolls"), Fit.faults(window, 320).toString());
            assertEquals(List.of(), Fit.faults(window, 1280));
            window.open("/shut");
            assertTrue(Fit.faults(window, 1280).toString().contains("cut"), Fit.faults(window, 1280).toString());
            window.open("/bare");
            assertTrue(assertThrows(AssertionError.class, () -> new Keyboard(window).to("Lien")).getMessage().contains("focus"));
            window.open("/good");
            assertTrue(assertThrows(AssertionError.class, () -> new Keyboard(window).to("Absent")).getMessage().contains("Absent"));
        }
    }

    @Test
    void eachComplaintOfTheBrowserFailsTheJourney(Chromium chromium) {
        fails(chromium, "another host", window -> window.open("/foreign"));
        fails(chromium, "policy: script-src", window -> window.open("/inline"));
        fails(chromium, "policy: style-src", window -> window.open("/style"));
        fails(chromium, "answered 404", window -> window.open("/lost"));
        fails(chromium, "script: ", window -> window.open("/broken"));
        fails(chromium, "I complain", window -> window.open("/loud"));
        fails(chromium, "dialog: stop", window -> window.open("/dialog"));
    }

    @Test
    void noOtherHostIsReached(Chromium chromium) {
        Window window = chromium.open(stand.base(), Window.Kind.FRENCH);
        assertThrows(PlaywrightException.class, () -> window.page().navigate("http://example.org/"));
        assertTrue(assertThrows(AssertionError.class, window::close).getMessage().contains("ERR_NAME_NOT_RESOLVED"));
    }

    private static String inline(Chromium chromium, String path) {
        Window window = chromium.open(stand.base(), Window.Kind.FRENCH);
        try {
            window.open(path);
            return Markup.inline(window).toString();
        } finally {
            window.context().close();
        }
    }

    private static void fails(Chromium chromium, String part, Consumer<Window> visit) {
        Window window = chromium.open(stand.base(), Window.Kind.FRENCH);
        visit.accept(window);
        window.page().waitForTimeout(200);
        String said = assertThrows(AssertionError.class, window::close).getMessage();
        assertTrue(said.contains(part), said);
    }
}
