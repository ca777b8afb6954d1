package org.serment.r4;

import java.time.Instant;

/// An interval of time, both ends included, to the microsecond.
public record Span(Instant lo, Instant hi) {
    /// Stands for an open beginning.
    public static final Instant BEGIN = Instant.parse("0001-01-01T00:00:00Z");

    /// Stands for an open end.
    public static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");
}
