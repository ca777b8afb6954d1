package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.serment.e2e.Hospital;
import org.serment.e2e.Program;

/// A patient's pages: her record, who opened it and who was refused, and a proof that she checks without the server.
@Timeout(240)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class PortalIT {

    @TempDir
    Path directory;

    @Test
    void whoOpenedItAndWhoWasRefusedThenAProof(Hospital hospital, Chromium chromium) throws Exception {
        touch(hospital, chromium);
        try (Window window = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/");
            assertEquals("/record", window.path());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Voir qui a ouvert mon dossier")).click();
            page.waitForURL("**/record/readers");
            Locator refused = page.locator(".opening.refused").first();
            assertTrue(refused.textContent().contains("Pneumologie"), refused.textContent());
            assertTrue(refused.locator(".opening-why").textContent().contains("Pour vous soigner"), refused.textContent());
            Locator opened = page.locator(".opening:not(.refused):not(.own)")
                    .filter(new Locator.FilterOptions().setHasText("Cardiologie")).first();
            assertTrue(opened.locator(".opening-why").textContent().contains("Pour vous soigner"), opened.textContent());
            assertTrue(opened.locator(".opening-why").textContent().contains("L. 1110-4"), opened.textContent());

            refused.getByRole(AriaRole.LINK).first().click();
            page.waitForURL("**/record/readers/*");
            assertTrue(page.locator(".told").textContent().contains("Refusé"), page.locator(".told").textContent());
            Seen.well(window, "line-refused");
            window.open("/record/readers");
            opened.getByRole(AriaRole.LINK).first().click();
            page.waitForURL("**/record/readers/*");
            Seen.well(window, "line-opened");
            checked(proof(page));
        }
    }

    @Test
    void theServerChecksAProofToo(Hospital hospital, Chromium chromium) throws Exception {
        touch(hospital, chromium);
        try (Window window = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/record/readers");
            page.locator(".opening:not(.own)").first().getByRole(AriaRole.LINK).first().click();
            page.waitForURL("**/record/readers/*");
            String proof = Files.readString(proof(page));
            window.open("/record/check");
            Seen.well(window, "check");
            window.watch().expect(400);
            Keyboard keys = new Keyboard(window);
            keys.to("Vérifier ici").press("Enter");
            page.locator(".error-summary").waitFor();
            Seen.well(window, "check-missing");
            page.locator("#text").fill(proof);
            keys.to("Vérifier ici").press("Enter");
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Authentique")).waitFor();
            Seen.well(window, "check-genuine");
            page.locator("#text").fill(proof.replaceFirst("nurse|NURSE|TREAT|GRANTED", "NOBODY"));
            keys.to("Vérifier ici").press("Enter");
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Pas une preuve")).waitFor();
            Seen.well(window, "check-forged");
        }
    }

    @Test
    void filtersByKeyboardKeepTheFocus(Hospital hospital, Chromium chromium) throws Exception {
        touch(hospital, chromium);
        try (Window window = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH)) {
            Page page = window.page();
            window.open("/record/readers");
            Seen.well(window, "readers");
            Keyboard keys = new Keyboard(window);
            keys.to("Seulement les refus").press("Space").to("Afficher").press("Enter");
            page.waitForURL("**refused=1*");
            page.waitForFunction("() => document.activeElement !== document.body");
            assertEquals(0, page.locator(".opening:not(.refused)").count());
            assertTrue(page.locator(".opening.refused").count() > 0);
            keys.to("Personne, fonction ou service").type("zzzz").to("Afficher").press("Enter");
            page.waitForURL("**who=zzzz*");
            page.waitForFunction("() => document.querySelectorAll('.opening').length === 0");
            Seen.well(window, "readers-none");
            window.watch().expect(400);
            page.navigate(hospital.base() + "/record/readers?from=2026-11-24&to=2026-11-01");
            page.locator(".error-summary").waitFor();
            Seen.well(window, "readers-wrong");
        }
    }

    @Test
    void eachPageOfTheRecordIsWell(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH)) {
            window.open("/record");
            Seen.well(window, "record");
            for (String path : tabs(window)) {
                window.open(path);
                Seen.well(window, path.substring(1).replace('/', '-'));
            }
            window.open("/record/documents");
            Locator document = window.page().locator("main .card a");
            assertTrue(document.count() > 0, "the patient has documents");
            document.first().click();
            window.page().waitForURL("**/record/documents/*");
            Seen.well(window, "record-document");
        }
    }

    @Test
    void withoutScriptsAndInEnglish(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH.in("en").withoutScripts())) {
            Page page = window.page();
            window.open("/record");
            assertEquals("en", page.locator("html").getAttribute("lang"));
            for (String path : tabs(window)) window.open(path);
            window.open("/record/readers");
            page.getByLabel("Person, role or unit").fill("zzzz");
            page.locator("main form button").first().click();
            assertTrue(page.url().contains("who=zzzz"), page.url());
            assertEquals(0, page.locator(".opening").count());
        }
        try (Window window = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH.in("en"))) {
            for (String path : List.of("/record", "/record/readers", "/record/check")) {
                window.open(path);
                Seen.well(window, path.substring(1).replace('/', '-') + "-en");
            }
        }
    }

    @Test
    void noOtherRoleHasThesePages(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            for (String path : List.of("/record", "/record/readers")) window.open(path, 404);
        }
    }

    /// A nurse of the ward opens the patient's chart, one of another ward tries to.
    private static void touch(Hospital hospital, Chromium chromium) throws Exception {
        String chart = "/patients/" + hospital.patient().replace("Patient/", "");
        try (Window nurse = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH);
                Window other = chromium.enter(hospital.base(), "nurse2", Window.Kind.FRENCH)) {
            nurse.open(chart);
            other.open(chart, 404);
        }
    }

    /// The journal signs each second: a page tells it when the line is younger.
    private Path proof(Page page) throws Exception {
        Locator button = page.locator("a[href$='/proof']");
        page.waitForTimeout(2_500);
        var download = page.waitForDownload(button::click);
        assertTrue(download.suggestedFilename().matches("serment-[0-9a-z-]+\\.proof\\.txt"), download.suggestedFilename());
        Path file = directory.resolve("proof.txt");
        Files.write(file, download.createReadStream().readAllBytes());
        return file;
    }

    private static void checked(Path proof) throws Exception {
        byte[] bytes = Files.readAllBytes(proof);
        Program.Ended good = Program.run("org.serment.verify.Verify", proof.toString());
        assertEquals(0, good.status(), good.text());
        assertTrue(good.text().contains("GENUINE"), good.text());
        bytes[bytes.length / 2] ^= 1;
        Files.write(proof, bytes);
        Program.Ended bad = Program.run("org.serment.verify.Verify", proof.toString());
        assertFalse(bad.status() == 0, bad.text());
        assertTrue(bad.text().contains("FORGED"), bad.text());
    }

    private static List<String> tabs(Window window) {
        return window.page().locator(".tabs a").all().stream().map(link -> link.getAttribute("href"))
                .filter(path -> !path.equals("/record")).toList();
    }
}
