package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/// One person's window from the first page to the last. When it closes, a request that left for another host, a
/// complaint of the browser or an answer that nobody expected fails the journey.
final class Window implements AutoCloseable {

    /// What the person's browser is like.
    ///
    /// @param language `fr` or `en`
    record Kind(String language, boolean scripts, ColorScheme scheme, int width, int height) {

        static final Kind FRENCH = new Kind("fr", true, ColorScheme.LIGHT, 1280, 800);

        Kind in(String other) {
            return new Kind(other, scripts, scheme, width, height);
        }

        Kind withoutScripts() {
            return new Kind(language, false, scheme, width, height);
        }

        Kind dark() {
            return new Kind(language, scripts, ColorScheme.DARK, width, height);
        }

        Kind sized(int pixels, int high) {
            return new Kind(language, scripts, scheme, pixels, high);
        }

        Browser.NewContextOptions options() {
            return new Browser.NewContextOptions().setLocale(language.equals("fr") ? "fr-FR" : "en-GB")
                    .setTimezoneId("Europe/Paris").setJavaScriptEnabled(scripts).setColorScheme(scheme)
                    .setViewportSize(width, height).setAcceptDownloads(true);
        }
    }

    private final BrowserContext context;
    private final Page page;
    private final Watch watch;
    private final Kind kind;

    Window(BrowserContext context, String base, Kind kind) {
        this.context = context;
        this.kind = kind;
        this.watch = new Watch(context, base);
        context.setDefaultTimeout(10_000);
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    Watch watch() {
        return watch;
    }

    Kind kind() {
        return kind;
    }

    BrowserContext context() {
        return context;
    }

    /// Opens a page that must be answered with `status`.
    Window open(String path, int status) {
        watch.expect(status);
        Response response = page.navigate(path);
        assertEquals(status, response.status(), path);
        return this;
    }

    Window open(String path) {
        return open(path, 200);
    }

    /// The path that the address bar shows.
    String path() {
        return java.net.URI.create(page.url()).getPath();
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            assertEquals(List.of(), watch.faults(), "the browser's complaints");
        }
    }
}
