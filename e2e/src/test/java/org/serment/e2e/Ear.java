package org.serment.e2e;

import java.util.concurrent.atomic.AtomicLong;

/// Listens to what a client says to PostgreSQL on one connection (protocol 3) and counts: statements that are executed
/// (Query, Execute) and round trips (Query, Sync). It reads types and lengths, never a statement.
final class Ear {

    /// What all connections of a wire counted together.
    record Counts(AtomicLong statements, AtomicLong trips) {
        static Counts zero() {
            return new Counts(new AtomicLong(), new AtomicLong());
        }
    }

    private final Counts counts;
    /// The head of a message: its type and the length of the rest. The first messages of a connection have no type.
    private final byte[] head = new byte[5];
    private int known;
    private long skip;
    private boolean begun;

    Ear(Counts counts) {
        this.counts = counts;
    }

    void hear(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            if (skip > 0) {
                int step = (int) Math.min(skip, length - at);
                skip -= step;
                at += step;
                continue;
            }
            if (known == 0 && !begun) head[known++] = 0;
            head[known++] = bytes[at++];
            if (known == 5) message();
        }
    }

    private void message() {
        int length = (head[1] & 255) << 24 | (head[2] & 255) << 16 | (head[3] & 255) << 8 | head[4] & 255;
        skip = length - 4L;
        known = 0;
        switch (head[0]) {
            case 'Q' -> {
                counts.statements().incrementAndGet();
                counts.trips().incrementAndGet();
            }
            case 'E' -> counts.statements().incrementAndGet();
            case 'S' -> counts.trips().incrementAndGet();
            // eight bytes ask for TLS or are a cancel's head; a longer one begins the session
            case 0 -> begun = length > 8;
            default -> { }
        }
    }
}
