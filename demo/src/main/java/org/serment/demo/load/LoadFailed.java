package org.serment.demo.load;

/// A bundle was refused, or the server didn't answer in time. The message says which and how, and never
/// holds what the bundle held.
public final class LoadFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    LoadFailed(String message) {
        super(message);
    }

    LoadFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
