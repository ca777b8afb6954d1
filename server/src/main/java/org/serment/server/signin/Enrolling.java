package org.serment.server.signin;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/// Somebody with a good enrolment code and a new password, who has still to add a second factor. Nothing is kept before: leaving here
/// leaves the account as it was, and the code good.
///
/// @param verifier of the password
/// @param totp     the secret that is offered to an authenticator application
record Enrolling(int tenant, long account, String login, String code, String verifier, byte[] totp, Instant at) implements Serializable {
    private static final Duration LIFE = Duration.ofMinutes(20);

    boolean holds(Instant now) {
        return now.isBefore(at.plus(LIFE));
    }
}
