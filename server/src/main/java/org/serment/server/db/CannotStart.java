package org.serment.server.db;

/// The server can't start, for a reason that the operator can act on. The message is for the operator:
/// it says what is wrong and what would help, and is printed without a stack trace.
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
