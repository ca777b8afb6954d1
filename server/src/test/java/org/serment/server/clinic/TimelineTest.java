package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A page of the pathway breaks between two seconds.
class TimelineTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private static List<Timeline.Dated> at(int... seconds) {
        return IntStream.of(seconds).mapToObj(s -> new Timeline.Dated(Timeline.KINDS.getFirst(), Read.resource("{}"), When.NEVER, T.plusSeconds(s))).toList();
    }

    @Test
    void whatFitsIsNotCut() {
        assertEquals(Optional.empty(), Timeline.cut(at(3, 2, 1), Optional.empty()));
        assertEquals(Optional.empty(), Timeline.cut(List.of(), Optional.empty()));
        assertEquals(Optional.empty(), Timeline.cut(at(IntStream.range(0, 61).map(_ -> 5).toArray()), Optional.empty()), "of one second all is shown");
    }

    @Test
    void beyondAPageTheRestFollows() {
        var cut = Timeline.cut(at(IntStream.range(0, 100).map(i -> 100 - i).toArray()), Optional.empty()).orElseThrow();
        assertEquals(T.plusSeconds(41), cut, "sixty are at or after it");
    }

    @Test
    void whereOneKindEndsTheOthersStopToo() {
        assertEquals(T.plusSeconds(7), Timeline.cut(at(9, 8, 7, 5, 3, 1), Optional.of(T.plusSeconds(5))).orElseThrow(), "of the horizon's second some may be missing");
        assertEquals(T.plusSeconds(5), Timeline.cut(at(5, 5, 4), Optional.of(T.plusSeconds(5))).orElseThrow(), "unless it is all there is");
        assertTrue(Timeline.cut(at(IntStream.range(0, 300).map(i -> 300 - i).toArray()), Optional.of(T.plusSeconds(10))).orElseThrow().equals(T.plusSeconds(241)));
    }
}
