package org.serment.demo;

/// What was typed can't be done; the message says what would be.
final class Wrong extends RuntimeException {

    private static final long serialVersionUID = 1;

    Wrong(String message) {
        super(message);
    }
}
