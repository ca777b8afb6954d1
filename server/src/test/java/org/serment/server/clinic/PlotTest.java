package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Ticks that read well, and points where they belong.
class PlotTest {
    private static final Instant DAY = Instant.parse("2026-03-09T23:00:00Z");

    private static List<String> values(double low, double high) {
        return Scale.values(low, high, 4).stream().map(BigDecimal::toPlainString).toList();
    }

    @Test
    void valuesAreRoundAndCoverAll() {
        assertEquals(List.of("35", "36", "37", "38", "39"), values(35.4, 38.6));
        assertEquals(List.of("50", "100", "150"), values(58, 148));
        assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8"), values(0.03, 0.71));
        assertEquals(List.of("-10", "-5", "0", "5", "10"), values(-9, 8));
        assertEquals(List.of("0", "2000", "4000", "6000"), values(12, 5_800));
    }

    @Test
    void oneValueGetsRoomAround() {
        for (double v : new double[] {0, 1, -3, 37.2, 180_000}) {
            var ticks = Scale.values(v, v, 4);
            assertTrue(ticks.size() >= 2 && ticks.getFirst().doubleValue() <= v && ticks.getLast().doubleValue() >= v, v + ": " + ticks);
            assertTrue(ticks.getLast().compareTo(ticks.getFirst()) > 0, "an axis has a length");
        }
    }

    @Test
    void momentsAreRoundInTheHospitalsTime() {
        var hours = Scale.moments(DAY, DAY.plus(Duration.ofHours(20)), 6);
        assertEquals(List.of("2026-03-09T23:00:00Z", "2026-03-10T05:00:00Z", "2026-03-10T11:00:00Z", "2026-03-10T17:00:00Z"), hours.stream().map(m -> m.at().toString()).toList());
        var years = Scale.moments(Instant.parse("1923-05-01T00:00:00Z"), Instant.parse("2025-05-01T00:00:00Z"), 6);
        assertTrue(years.size() <= 6 && years.stream().allMatch(m -> m.unit() == Scale.Unit.YEAR), years.toString());
        for (int days : new int[] {1, 2, 3, 7, 30, 90, 200, 366, 800, 4_000, 40_000}) {
            var ticks = Scale.moments(DAY, DAY.plus(Duration.ofDays(days)), 6);
            assertTrue(!ticks.isEmpty() && ticks.size() <= 7, days + " days: " + ticks);
        }
    }

    private static Plot plot(List<Plot.Point> points, Optional<Measure.Range> usual) {
        return Plot.of(List.of(new Plot.Series("s", points)), usual, Read.FR).orElseThrow();
    }

    private static Plot.Point point(int hours, double value) {
        return new Plot.Point(DAY.plus(Duration.ofHours(hours)), value, false, "");
    }

    @Test
    void pointsLieInsideAndRiseWithTheirValue() {
        var plot = plot(List.of(point(0, 60), point(5, 80), point(10, 70)), Optional.empty());
        var dots = plot.lines().getFirst().dots();
        assertEquals(plot.left(), dots.getFirst().x());
        assertEquals(plot.right(), dots.getLast().x());
        assertEquals((plot.left() + plot.right()) / 2, dots.get(1).x(), 0.1);
        assertTrue(dots.get(1).y() < dots.get(2).y() && dots.get(2).y() < dots.get(0).y(), "higher values are higher up");
        assertTrue(dots.stream().allMatch(d -> d.y() >= plot.top() && d.y() <= plot.bottom()));
        assertEquals("M", plot.lines().getFirst().path().replaceAll("[^M]", ""));
    }

    @Test
    void theBandLiesBetweenItsBoundsAndInsideTheAxis() {
        var usual = new Measure.Range(Optional.of(new BigDecimal("60")), Optional.of(new BigDecimal("100")), "");
        var plot = plot(List.of(point(0, 60), point(5, 100)), Optional.of(usual));
        var dots = plot.lines().getFirst().dots();
        assertEquals(dots.get(1).y(), plot.band().orElseThrow().top(), 0.1);
        assertEquals(dots.get(0).y(), plot.band().orElseThrow().top() + plot.band().orElseThrow().height(), 0.1);
        var open = plot(List.of(point(0, 2), point(5, 8)), Optional.of(new Measure.Range(Optional.empty(), Optional.of(new BigDecimal("3")), "")));
        assertEquals(open.bottom(), open.band().orElseThrow().top() + open.band().orElseThrow().height(), 0.1, "an open side goes to the edge");
    }

    @Test
    void aLongSilenceBreaksTheLine() {
        var points = IntStream.range(0, 8).mapToObj(i -> point(i < 4 ? i : 500 + i, 60 + i)).toList();
        assertEquals("MM", plot(points, Optional.empty()).lines().getFirst().path().replaceAll("[^M]", ""));
    }

    @Test
    void oneMomentStandsInTheMiddleAndNoneIsNoPlot() {
        var plot = plot(List.of(point(0, 37)), Optional.empty());
        assertEquals((plot.left() + plot.right()) / 2, plot.lines().getFirst().dots().getFirst().x(), 0.1);
        assertEquals("", plot.lines().getFirst().path());
        assertTrue(Plot.of(List.of(new Plot.Series("s", List.of())), Optional.empty(), Read.FR).isEmpty());
    }

    @Test
    void aTrendNeedsTwoValues() {
        assertTrue(Plot.spark(List.of(1.0)).isEmpty());
        assertEquals("M3 21L87 3", Plot.spark(List.of(1.0, 2.0)).orElseThrow().path());
        assertEquals("M3 12L87 12", Plot.spark(List.of(2.0, 2.0)).orElseThrow().path());
    }
}
