package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;

/// What people ask of their browser holds: colours of their own, nothing that moves, paper.
@Timeout(120)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class PreferencesIT {

    /// Names of what is to be seen and has neither text nor an edge in the person's own colours.
    private static final String UNSEEN = """
            () => [...document.querySelectorAll('a, button, input, select, .tag, .notice')].filter(one => {
                const box = one.getBoundingClientRect(), style = getComputedStyle(one);
                const edge = style.borderTopStyle !== 'none' || style.textDecorationLine !== 'none';
                return box.width > 1 && !one.textContent.trim() && !edge && !one.getAttribute('aria-label') && one.type !== 'checkbox';
            }).map(one => one.outerHTML.slice(0, 80))""";
    private static final String MOVING = """
            () => [...document.querySelectorAll('*')].filter(one => {
                const style = getComputedStyle(one);
                return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
            }).map(one => one.tagName + '.' + one.className)""";
    private static final String ON_PAPER = """
            () => ['.top-links', '.top-person', '.skip', '.tabs', 'button'].flatMap(one => [...document.querySelectorAll(one)])
                .filter(one => getComputedStyle(one).display !== 'none').map(one => one.outerHTML.slice(0, 80))""";

    @Test
    void theyHoldOnAChartAndInTheJournal(Hospital hospital, Chromium chromium) throws Exception {
        String chart = "/patients/" + hospital.patient().replace("Patient/", "");
        try (Window nurse = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            nurse.open(chart);
            assertEquals(List.of(), held(nurse.page()));
        }
        try (Window patient = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH)) {
            patient.open("/record/readers");
            assertEquals(List.of(), held(patient.page()));
        }
    }

    private static List<?> held(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE).setReducedMotion(ReducedMotion.REDUCE));
        var unseen = (List<?>) page.evaluate(UNSEEN);
        if (!unseen.isEmpty()) return unseen;
        var moving = (List<?>) page.evaluate(MOVING);
        if (!moving.isEmpty()) return moving;
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.NONE).setMedia(Media.PRINT));
        return (List<?>) page.evaluate(ON_PAPER);
    }
}
