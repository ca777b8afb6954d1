package org.serment.server.gate;

/// The journal holds the access durably: the answer may leave. A door can't answer with data or a refusal without one.
public final class Released {
    private final String request;

    Released(String request) {
        this.request = request;
    }

    /// The request's number.
    public String request() {
        return request;
    }
}
