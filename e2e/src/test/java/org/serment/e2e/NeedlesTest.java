package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The search that the leak test relies on finds what is there, wherever it lies.
class NeedlesTest {

    @Test
    void findsStringsAtEveryPlaceOfALongStream() throws IOException {
        var needles = new Needles(List.of("Lefèvre-Duval", "1850575123456", "Hypertension"));
        var random = new Random(3);
        byte[] hay = new byte[(1 << 21) + 5_000];
        for (int place : new int[] {0, 1, (1 << 20) - 20, (1 << 20) - 7, (1 << 20) - 1, 1 << 20, (1 << 21) - 3,
                hay.length - "1850575123456".length()}) {
            random.nextBytes(hay);
            byte[] text = "1850575123456".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(text, 0, hay, place, text.length);
            assertEquals(Set.of("1850575123456"), needles.in(new ByteArrayInputStream(hay)), "at " + place);
        }
    }

    @Test
    void ignoresCaseAndFindsSeveral() throws IOException {
        var needles = new Needles(List.of("Hypertension", "hyperten", "absent one"));
        assertEquals(Set.of("hypertension", "hyperten"),
                needles.in(new ByteArrayInputStream("x HYPERTENSION y".getBytes(StandardCharsets.UTF_8))));
        assertEquals(Set.of(), needles.in(new ByteArrayInputStream("hyperte nsion".getBytes(StandardCharsets.UTF_8))));
        assertEquals(Set.of(), needles.in(new ByteArrayInputStream(new byte[3])));
    }

    @Test
    void whatChanceWouldFindIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Needles(List.of("final")));
    }
}
