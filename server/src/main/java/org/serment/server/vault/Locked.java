package org.serment.server.vault;

/// A key that is needed can't be had, or what it should open doesn't open. The message is for the operator: it
/// says which key, by its number, and never names a patient. Doors answer with a reference number only.
public final class Locked extends RuntimeException {
    private static final long serialVersionUID = 1;

    Locked(String message) {
        super(message);
    }
}
