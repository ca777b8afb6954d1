package org.serment.server.web;

import org.serment.server.gate.Released;

/// What a page answers. What tells something of a patient, a refusal included, needs the gate's [Released].
public sealed interface Reply {
    /// @param template below `src/main/jte`, without `.jte`
    /// @param page     its parameter `page`
    record Html(int status, String template, Object page) implements Reply {}

    /// @param path one of ours
    record Redirect(String path) implements Reply {
        public Redirect {
            if (!local(path)) throw new IllegalArgumentException("a redirect leaves the server");
        }
    }

    /// From here on the pages speak another language.
    record Speak(Language language, String path) implements Reply {}

    record Download(String type, String fileName, byte[] body, boolean inPlace) implements Reply {}

    /// A page that tells something of a patient.
    static Reply html(Released released, int status, String template, Object page) {
        return new Html(status, template, page);
    }

    /// A page without anything of a patient.
    static Reply open(int status, String template, Object page) {
        return new Html(status, template, page);
    }

    /// Sends the browser on, which asks with GET (303).
    static Reply redirect(String path) {
        return new Redirect(path);
    }

    /// A file to keep.
    ///
    /// @param fileName for the browser; holds nothing of a patient
    static Reply download(Released released, String type, String fileName, byte[] body) {
        return new Download(type, fileName, body, false);
    }

    /// A file to look at inside a page of ours. Only kinds that can't run anything.
    static Reply inPlace(Released released, String type, String fileName, byte[] body) {
        return new Download(type, fileName, body, true);
    }

    /// Not open to you, or not there: one page for both.
    static Reply notFound(Released released) {
        return Problem.of(404);
    }

    /// Made for people of another function: says so, and leads back to the pages of one's own. Tells nothing of a patient.
    static Reply otherRole() {
        return Problem.otherRole();
    }

    /// Whether a path stays on this server.
    static boolean local(String path) {
        return path.startsWith("/") && !path.startsWith("//") && path.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    }
}
