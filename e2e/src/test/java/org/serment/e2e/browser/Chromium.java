package org.serment.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The Chromium of this machine, driven by Playwright, started once for all journeys. It resolves no host but this one.
final class Chromium implements AutoCloseable {

    /// Names the executable; the launcher sets it.
    private static final String CHOICE = "SERMENT_CHROMIUM";
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--font-render-hinting=none", "--force-color-profile=srgb", "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost, EXCLUDE 127.0.0.1");

    private final Playwright playwright;
    private final Browser browser;
    /// Cookies of those who signed in, by login.
    private final Map<String, String> signedIn = new HashMap<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Takes about a second and a half; the driver is unpacked below `target` and gone at the end.
    static Chromium start() throws IOException {
        Path executable = Path.of(System.getenv().getOrDefault(CHOICE, "/usr/bin/chromium"));
        if (!Files.isExecutable(executable)) {
            throw new IOException("the journeys need Chromium, and " + executable
                    + " is none: apt-get install chromium, or name another in " + CHOICE);
        }
        Path scratch = Files.createDirectories(Path.of("target/browser").toAbsolutePath());
        System.setProperty("playwright.driver.tmpdir", scratch.toString());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        return new Chromium(playwright, playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(executable).setArgs(ARGUMENTS).setEnv(Map.of("HOME", scratch.toString(),
                        "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "TZ", "Europe/Paris",
                        "TMPDIR", scratch.toString())).setTimeout(60_000)));
    }

    /// A window of somebody new: no cookie, nothing cached.
    Window open(String base, Window.Kind kind) {
        return new Window(browser.newContext(kind.options().setBaseURL(base)), base, kind);
    }

    /// A window of somebody who has signed in before, with both factors, and stayed so.
    Window enter(String base, String login, Window.Kind kind) {
        String state = signedIn.get(login);
        if (state == null) {
            try (Window window = open(base, Window.Kind.FRENCH)) {
                Person.signIn(window, login);
                state = window.context().storageState();
                signedIn.put(login, state);
            }
        }
        return new Window(browser.newContext(kind.options().setBaseURL(base).setStorageState(state)), base, kind);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /// Gives the browser to the tests that ask for it, and ends it after the last.
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Chromium.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Chromium.class, _ -> {
                        try {
                            return start();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }, Chromium.class);
        }
    }
}
