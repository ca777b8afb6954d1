package org.serment.bench;

/// Durations in a log-linear histogram: 64 steps a power of two, so a percentile is exact to 1.6 %.
/// Not thread safe: each client has its own, and they are added up at the end.
final class Latencies {

    private static final int STEPS = 64;
    private final long[] counts = new long[STEPS * 40];
    private long total;
    private long longest;

    void add(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        counts[slot(micros)]++;
        total++;
        longest = Math.max(longest, nanos);
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) counts[i] += other.counts[i];
        total += other.total;
        longest = Math.max(longest, other.longest);
    }

    long count() {
        return total;
    }

    double maxMillis() {
        return longest / 1e6;
    }

    /// The upper edge, in milliseconds, of the step that holds the given share (0 to 1) of all durations.
    double millis(double share) {
        if (total == 0) return 0;
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) return Math.min(upper(i) / 1e3, maxMillis());
        }
        return maxMillis();
    }

    private static int slot(long micros) {
        if (micros < STEPS) return (int) micros;
        int power = 63 - Long.numberOfLeadingZeros(micros) - 5;
        return Math.min(STEPS * 40 - 1, power * (STEPS / 2) + (int) (micros >> power) );
    }

    private static long upper(int slot) {
        if (slot < STEPS) return slot + 1L;
        int power = slot / (STEPS / 2) - 1;
        return (slot - (long) power * (STEPS / 2) + 1) << power;
    }
}
