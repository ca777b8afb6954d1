package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;

/// A nurse's day: the ward, a chart with all its sections, and a chart that isn't hers to open.
@Timeout(180)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class ClinicIT {

    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    @Test
    void theWardThenAChartByMouse(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/");
            assertEquals("/patients", window.path());
            page.locator(".bed.taken a").first().click();
            page.waitForURL("**/patients/*");
            page.evaluate("() => { window.notReloaded = true }");
            for (String name : sections(page)) {
                Locator tab = page.locator(".tabs a").filter(new Locator.FilterOptions().setHasText(name));
                tab.click();
                page.locator(".tabs a[aria-current]").filter(new Locator.FilterOptions().setHasText(name)).waitFor();
                assertEquals(1, page.locator(".banner").count(), "the banner stays");
                page.waitForFunction("() => document.title.startsWith(document.querySelector('h1').textContent.trim())");
                assertEquals(Boolean.TRUE, page.evaluate("() => window.notReloaded"), name + " is swapped in");
            }
            String last = window.path();
            page.goBack();
            page.waitForURL(url -> !url.endsWith(last));
            page.locator(".tabs a[aria-current]").waitFor();
            page.waitForFunction("() => document.title.startsWith(document.querySelector('h1').textContent.trim())");
        }
    }

    @Test
    void theWardThenAChartByKeyboard(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/patients");
            Keyboard keys = new Keyboard(window);
            String patient = page.locator(".bed.taken a").first().textContent().strip();
            keys.to(patient).press("Enter");
            page.waitForURL("**/patients/*");
            for (String name : sections(page)) {
                keys.to(name);
                // the section that is shown already comes anew too: the next key must not fall into the exchange
                page.evaluate("() => document.querySelector('.tabs').setAttribute('data-before', '')");
                keys.press("Enter");
                page.waitForFunction("() => document.querySelector('.tabs:not([data-before])')");
                page.locator(".tabs a[aria-current]").filter(new Locator.FilterOptions().setHasText(name)).waitFor();
                page.waitForFunction("() => document.activeElement !== document.body");
            }
            keys.to("Pourquoi je vois ce dossier").press("Enter");
            assertTrue(page.locator(".why-text").isVisible());
        }
    }

    @Test
    void eachPageOfAChartIsWell(Hospital hospital, Chromium chromium) throws Exception {
        String chart = "/patients/" + hospital.patient().replace("Patient/", "");
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            window.open("/patients");
            Seen.well(window, "my-patients");
            window.open(chart);
            window.page().locator(".why summary").click();
            Seen.well(window, "chart");
            for (String path : chartPages(window)) {
                window.open(path);
                Seen.well(window, "chart-" + path.substring(chart.length() + 1).replaceAll("[^a-z]+", "-").replaceAll("-$", ""));
            }
        }
    }

    @Test
    void aSearchOnEnterFindsOnlyPatientsOfTheUnit(Hospital hospital, Chromium chromium) throws Exception {
        String other = family(hospital, "nurse2", hospital.stranger());
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/patients");
            String own = family(hospital, "nurse", hospital.patient());
            new Keyboard(window).to("Chercher").type(own).press("Enter");
            page.waitForURL("**/patients?q=*");
            assertTrue(page.locator("tbody").textContent().contains(own.toUpperCase(java.util.Locale.ROOT)), page.locator("main").textContent());
            Seen.well(window, "search");
            window.open("/patients?q=" + other);
            assertEquals(0, page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(other.toUpperCase(java.util.Locale.ROOT))).count());
            window.open("/patients?q=zzzzzz");
            Seen.well(window, "search-none");
        }
    }

    @Test
    void aChartOfAnotherUnitIsAnsweredLikeOneThatDoesNotExist(Hospital hospital, Chromium chromium) throws Exception {
        String other = hospital.stranger().replace("Patient/", "");
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            for (String section : List.of("", "/timeline", "/results", "/documents/" + NOBODY)) {
                window.open("/patients/" + other + section, 404);
                String refused = window.watch().html().replace(other, NOBODY);
                if (section.isEmpty()) Seen.well(window, "refused");
                window.open("/patients/" + NOBODY + section, 404);
                assertEquals(plain(window.watch().html()), plain(refused), section);
            }
        }
    }

    @Test
    void withoutScriptsEachPageIsThere(Hospital hospital, Chromium chromium) throws Exception {
        String chart = "/patients/" + hospital.patient().replace("Patient/", "");
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH.withoutScripts())) {
            Page page = window.page();
            window.open("/patients");
            page.locator(".bed.taken a").first().click();
            for (String name : sections(page)) {
                page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true)).click();
                assertEquals(name, page.locator(".tabs a[aria-current]").textContent().strip());
            }
            window.open(chart + "/timeline");
            page.locator("#kind").selectOption(page.locator("#kind option").nth(1).getAttribute("value"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Afficher")).click();
            assertTrue(page.url().contains("kind="), page.url());
            assertTrue(page.locator(".event").count() > 0);
        }
    }

    @Test
    void inEnglish(Hospital hospital, Chromium chromium) throws Exception {
        String chart = "/patients/" + hospital.patient().replace("Patient/", "");
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH.in("en"))) {
            window.open("/patients");
            assertEquals("My patients", window.page().locator("h1").textContent().strip());
            Seen.well(window, "my-patients-en");
            window.open(chart);
            Seen.well(window, "chart-en");
        }
    }

    private static List<String> sections(Page page) {
        return page.locator(".tabs a").allTextContents().stream().map(String::strip).toList();
    }

    /// The sections of the chart that is open, one page of a result and one document.
    private static List<String> chartPages(Window window) {
        var paths = new ArrayList<String>(paths(window.page().locator(".tabs a")));
        paths.removeFirst();
        String chart = window.path();
        for (String section : List.of("/results", "/documents")) {
            window.open(chart + section);
            paths.add(paths(window.page().locator("main table a")).getFirst());
        }
        return paths;
    }

    private static List<String> paths(Locator links) {
        return links.all().stream().map(link -> link.getAttribute("href")).toList();
    }

    private static String family(Hospital hospital, String account, String patient) throws Exception {
        var read = org.serment.e2e.Fhir.json(hospital.as(account).get("/fhir/" + patient).body());
        return read.path("name").path(0).path("family").asString();
    }

    /// What may differ between two answers: the token of forms and the number of the request.
    private static String plain(String html) {
        return html.replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "").replaceAll("<code>[0-9a-f]{16}</code>", "");
    }
}
