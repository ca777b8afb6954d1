package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;
import org.serment.e2e.Program;

/// The pictures of README.md. They are taken in each run and must stay small; `-Dserment.screenshots=true` puts them where
/// README.md shows them (`-Dserment.patients=100` fills the wards).
@Timeout(120)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class ScreenshotsIT {

    private static final int LARGEST = 200_000;

    @Test
    void threePagesAsTheyAre(Hospital hospital, Chromium chromium) throws Exception {
        String chart = "/patients/" + hospital.patient().replace("Patient/", "");
        try (Window nurse = chromium.enter(hospital.base(), "nurse", Window.Kind.FRENCH)) {
            picture(nurse, "/patients", "my-patients");
            picture(nurse, chart, "chart");
        }
        try (Window other = chromium.enter(hospital.base(), "nurse2", Window.Kind.FRENCH)) {
            other.open(chart, 404);
        }
        try (Window patient = chromium.enter(hospital.base(), "patient", Window.Kind.FRENCH)) {
            picture(patient, "/record/readers", "who-opened-my-record");
        }
    }

    private static void picture(Window window, String path, String name) throws Exception {
        window.open(path);
        Path directory = Boolean.getBoolean("serment.screenshots") ? Program.repository().resolve("docs/screenshots")
                : Path.of("target/screenshots");
        Path file = directory.resolve(name + ".png");
        Files.createDirectories(file.getParent());
        window.page().screenshot(new Page.ScreenshotOptions().setPath(file));
        assertTrue(Files.size(file) < LARGEST, file + " is " + Files.size(file));
    }
}
