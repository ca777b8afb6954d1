package org.serment.server.web;

/// The page for what can't be shown: its texts are `web.problem.STATUS.title` and `.text`.
///
/// @param reference the request's number, when the log says more; otherwise empty
record Problem(int status, String reference) {
    static Reply of(int status) {
        return new Reply.Html(status, "web/problem", new Problem(status, ""));
    }

    static Reply otherRole() {
        return new Reply.Html(403, "web/nothing", new Problem(403, ""));
    }

    static Reply broken(String reference) {
        return new Reply.Html(500, "web/problem", new Problem(500, reference));
    }
}
