package org.serment.e2e.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Sizes;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that a browser asked for and all that it complained of.
final class Watch {

    /// What Chromium says of each answer from 400 on, expected or not; statuses are judged by themselves.
    private static final String LOUD = "Failed to load resource: the server responded with a status of ";
    /// What htmx says when somebody clicks on, and the answer to the click before isn't waited for.
    private static final Set<String> ABORTED = Set.of("htmx:sendAbort", "htmx:afterRequest");
    private static final String VIOLATIONS = """
            document.addEventListener('securitypolicyviolation', event =>
                console.error('policy: ' + event.effectiveDirective + ' ' + event.blockedURI + ' in ' + event.sourceFile))""";

    private final String base;
    private final List<Request> requests = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> others = new HashSet<>();
    private Optional<Response> document = Optional.empty();
    private final Set<Integer> expected = new HashSet<>(Set.of(200, 302, 303, 304));

    Watch(BrowserContext context, String base) {
        this.base = base;
        context.addInitScript(VIOLATIONS);
        context.onRequest(this::asked);
        context.onResponse(this::answered);
        context.onRequestFailed(this::failed);
        context.onConsoleMessage(this::said);
        context.onWebError(error -> faults.add("script: " + error.error()));
        context.onDialog(dialog -> {
            faults.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    /// Answers of this status are no fault from now on.
    void expect(int status) {
        expected.add(status);
    }

    /// This other place may be gone to from now on: a person leaves for an application.
    void leave(String origin) {
        others.add(origin + "/");
    }

    /// Forgets what was asked for, so that the next page is counted alone.
    void restart() {
        requests.clear();
    }

    int count() {
        return requests.size();
    }

    List<String> urls() {
        return requests.stream().map(Request::url).toList();
    }

    /// Bytes that came over the wire: heads and bodies as they were sent, compressed when they were.
    long bytes() {
        long sum = 0;
        for (Request request : requests) {
            Sizes sizes = request.sizes();
            sum += sizes.responseHeadersSize + sizes.responseBodySize;
        }
        return sum;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    private void asked(Request request) {
        requests.add(request);
        URI url = URI.create(request.url());
        if (url.getScheme().equals("data") || url.getScheme().equals("blob")) return;
        if (!request.url().startsWith(base) && others.stream().noneMatch(request.url()::startsWith)) faults.add("another host: " + request.url());
    }

    /// The page that the window shows, as the server sent it.
    String html() {
        return document.orElseThrow().text();
    }

    private void answered(Response response) {
        if (response.request().resourceType().equals("document") && response.status() / 100 != 3) document = Optional.of(response);
        if (!expected.contains(response.status())) faults.add("answered " + response.status() + ": " + response.url());
    }

    private void failed(Request request) {
        // a download and a page left early end so too
        if (!request.failure().equals("net::ERR_ABORTED")) faults.add(request.failure() + ": " + request.url());
    }

    private void said(ConsoleMessage message) {
        if (ABORTED.contains(message.text())) return;
        boolean bad = message.type().equals("error") || message.type().equals("warning");
        if (bad && !message.text().startsWith(LOUD)) faults.add(message.type() + ": " + message.text());
    }
}
