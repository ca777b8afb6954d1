package org.serment.server.clinic;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.serment.server.web.Format;

/// A chart as geometry: everything is where the template draws it, in units of the drawing.
///
/// @param band what is usual, when it is known
record Plot(double width, double height, double left, double right, double top, double bottom, List<Tick> across, List<Tick> up, Optional<Band> band, List<Line> lines) {
    /// @param at where on its axis
    record Tick(double at, String label) {}

    record Band(double top, double height) {}

    /// @param path  of the line, for the attribute `d`; empty for a single point
    record Line(String name, String path, List<Dot> dots) {}

    /// @param label what it says when it is pointed at
    record Dot(double x, double y, boolean abnormal, String label) {}

    /// Values of one kind, the oldest first.
    record Series(String name, List<Point> points) {}

    record Point(Instant at, double value, boolean abnormal, String label) {}

    private static final double WIDTH = 560, HEIGHT = 190, LEFT = 46, RIGHT = 14, TOP = 10, BOTTOM = 26;
    private static final int STEPS_UP = 4, MOST_ACROSS = 6;
    /// Lines aren't drawn across a gap so long that they would tell a story of nothing.
    private static final int GAP = 6;

    /// Empty when there is no point at all.
    static Optional<Plot> of(List<Series> series, Optional<Measure.Range> usual, Words words) {
        var points = series.stream().flatMap(s -> s.points.stream()).toList();
        if (points.isEmpty()) return Optional.empty();
        var first = points.stream().map(Point::at).min(Instant::compareTo).orElseThrow();
        var last = points.stream().map(Point::at).max(Instant::compareTo).orElseThrow();
        // a single moment gets room on both sides
        var from = first.equals(last) ? first.minus(Duration.ofHours(12)) : first;
        var to = first.equals(last) ? last.plus(Duration.ofHours(12)) : last;
        var bounds = usual.stream().flatMap(u -> Stream.concat(u.low().stream(), u.high().stream())).mapToDouble(Number::doubleValue);
        var values = DoubleStream.concat(points.stream().mapToDouble(Point::value), bounds).summaryStatistics();
        var up = Scale.values(values.getMin(), values.getMax(), STEPS_UP);
        var plane = new Plane(from, to, up.getFirst().doubleValue(), up.getLast().doubleValue());
        return Optional.of(new Plot(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM,
                Scale.moments(from, to, MOST_ACROSS).stream().map(m -> new Tick(plane.x(m.at()), label(m, words))).toList(),
                up.stream().map(v -> new Tick(plane.y(v.doubleValue()), words.format().number(v))).toList(),
                usual.flatMap(u -> band(u, plane)), series.stream().map(s -> line(s, plane)).toList()));
    }

    private record Plane(Instant from, Instant to, double low, double high) {
        double x(Instant at) {
            return round(LEFT + (WIDTH - LEFT - RIGHT) * Duration.between(from, at).toSeconds() / (double) Math.max(1, Duration.between(from, to).toSeconds()));
        }

        double y(double value) {
            return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low));
        }
    }

    private static Optional<Band> band(Measure.Range usual, Plane plane) {
        if (usual.low().isEmpty() && usual.high().isEmpty()) return Optional.empty();
        double top = plane.y(Math.min(plane.high, usual.high().map(Number::doubleValue).orElse(plane.high)));
        double bottom = plane.y(Math.max(plane.low, usual.low().map(Number::doubleValue).orElse(plane.low)));
        return Optional.of(new Band(top, round(bottom - top)));
    }

    private static Line line(Series series, Plane plane) {
        var dots = series.points.stream().map(p -> new Dot(plane.x(p.at), plane.y(p.value), p.abnormal, p.label)).toList();
        return new Line(series.name, path(series.points, dots), dots);
    }

    private static String path(List<Point> points, List<Dot> dots) {
        if (points.size() < 2) return "";
        var gaps = new ArrayList<Long>();
        for (int i = 1; i < points.size(); i++) gaps.add(Duration.between(points.get(i - 1).at, points.get(i).at).toSeconds());
        long usual = gaps.stream().sorted().skip(gaps.size() / 2).findFirst().orElse(0L);
        boolean regular = points.size() > 4;
        var path = new StringBuilder();
        for (int i = 0; i < dots.size(); i++) {
            boolean jump = i == 0 || regular && gaps.get(i - 1) > GAP * Math.max(usual, 3_600);
            path.append(jump ? 'M' : 'L').append(text(dots.get(i).x)).append(' ').append(text(dots.get(i).y));
        }
        return path.toString();
    }

    private static String label(Scale.Moment m, Words words) {
        var z = m.at().atZone(Format.ZONE);
        var locale = words.language().locale();
        return switch (m.unit()) {
            case HOUR -> z.getHour() == 0 ? DateTimeFormatter.ofPattern("d MMM", locale).format(z) : words.format().time(m.at());
            case DAY -> DateTimeFormatter.ofPattern("d MMM", locale).format(z);
            case MONTH -> DateTimeFormatter.ofPattern(z.getMonthValue() == 1 ? "yyyy" : "MMM", locale).format(z);
            case YEAR -> Integer.toString(z.getYear());
        };
    }

    /// A small line without axes: its path, and the last point. Empty when there are fewer than two values.
    static Optional<Spark> spark(List<Double> values) {
        if (values.size() < 2) return Optional.empty();
        double low = values.stream().mapToDouble(v -> v).min().orElse(0), high = values.stream().mapToDouble(v -> v).max().orElse(0);
        var path = new StringBuilder();
        double x = 0, y = 0;
        for (int i = 0; i < values.size(); i++) {
            x = round(3 + 84.0 * i / (values.size() - 1));
            y = round(high == low ? 12 : 21 - 18 * (values.get(i) - low) / (high - low));
            path.append(i == 0 ? 'M' : 'L').append(text(x)).append(' ').append(text(y));
        }
        return Optional.of(new Spark(path.toString(), x, y));
    }

    record Spark(String path, double x, double y) {}

    static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /// A number as attributes take it, the same in every language.
    static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
