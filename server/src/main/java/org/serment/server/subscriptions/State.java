package org.serment.server.subscriptions;

import java.util.Locale;

/// Where a subscription stands (value set subscription-status of R4).
enum State {
    REQUESTED, ACTIVE, ERROR, OFF;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
