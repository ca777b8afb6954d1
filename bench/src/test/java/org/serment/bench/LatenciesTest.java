package org.serment.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAgreeWithSortedValues() {
        var random = new Random(7);
        long[] nanos = new long[100_000];
        var first = new Latencies();
        var second = new Latencies();
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) (Math.exp(random.nextGaussian() * 2 + 7) * 1_000);
            (i % 2 == 0 ? first : second).add(nanos[i]);
        }
        first.add(second);
        Arrays.sort(nanos);
        assertEquals(nanos.length, first.count());
        assertEquals(nanos[nanos.length - 1] / 1e6, first.maxMillis());
        for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
            double found = first.millis(share);
            assertTrue(found >= exact - 0.001 && found <= exact * 1.035 + 0.002, share + ": " + exact + " " + found);
        }
    }

    @Test
    void nothingMeasuredIsZero() {
        assertEquals(0, new Latencies().millis(0.5));
    }
}
