package org.serment.server.subscriptions;

import java.util.Optional;
import java.util.stream.Stream;

/// How much a notification holds (value set backport-content-value-set).
public enum Content {
    EMPTY("empty"), ID_ONLY("id-only"), FULL_RESOURCE("full-resource");

    private final String code;

    Content(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    public static Optional<Content> of(String code) {
        return Stream.of(values()).filter(c -> c.code.equals(code)).findFirst();
    }
}
