package org.serment.server.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Ask;

/// One request for a page.
public final class Visit {
    /// The request attribute that names the other site, a String, to whoever writes the header.
    public static final String ANSWERS = "org.serment.server.web.answers";

    private final HttpServletRequest http;
    private final Map<String, String> parts;
    private final Frame frame;
    private final String request;

    Visit(HttpServletRequest http, Map<String, String> parts, Frame frame, String request) {
        this.http = http;
        this.parts = parts;
        this.frame = frame;
        this.request = request;
    }

    public Optional<Person> person() {
        return frame.person();
    }

    /// Who is signed in, on a page that only such a person reaches.
    public Person signedIn() {
        return frame.person().orElseThrow();
    }

    public Language language() {
        return frame.language();
    }

    public Texts texts() {
        return frame.texts();
    }

    public Format format() {
        return frame.format();
    }

    public String path() {
        return frame.path();
    }

    /// A field of the query or the form. Empty when it is missing, blank, there twice, or holds what nobody types (control characters).
    public Optional<String> parameter(String name) {
        var values = http.getParameterValues(name);
        return values == null || values.length != 1 || values[0].isBlank() || !text(values[0]) ? Optional.empty() : Optional.of(values[0].strip());
    }

    /// Whether somebody can have typed it: no control characters but the ends of lines and the tabulator.
    public static boolean text(String value) {
        return value.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    /// A file sent with a form (`multipart/form-data`), as its bytes; empty when there is none.
    public Optional<byte[]> file(String name) {
        if (Optional.ofNullable(http.getContentType()).filter(t -> t.startsWith("multipart/form-data")).isEmpty()) return Optional.empty();
        try {
            var part = http.getPart(name);
            if (part == null) return Optional.empty();
            try (var in = part.getInputStream()) {
                return Optional.of(in.readAllBytes());
            }
        } catch (IOException | ServletException e) {
            return Optional.empty();
        }
    }

    /// What stands in the path for `{name}`.
    public String part(String name) {
        return Optional.ofNullable(parts.get(name)).orElseThrow(() -> new IllegalStateException("the route has no part " + name));
    }

    /// The request's number.
    public String request() {
        return request;
    }

    /// Lets forms of this page lead, by a redirect of ours, to another site: browsers hold redirects against `form-action` too.
    ///
    /// @param origin scheme, host and port
    public void answersMayGoTo(String origin) {
        http.setAttribute(ANSWERS, origin);
    }

    /// The request itself, for the door that knows who is there.
    public HttpServletRequest http() {
        return http;
    }

    /// What the gate is asked for.
    public Ask ask(Action action, String type) {
        return new Ask(signedIn().actor(), action, type, Optional.empty(), request, "");
    }
}
