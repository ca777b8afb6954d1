package org.serment.server.clinic;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.serment.server.web.Format;

/// Where the ticks of an axis are, so that they read well.
final class Scale {
    private Scale() {}

    /// A tick of time, and how exact its label must be.
    record Moment(Instant at, Unit unit) {}

    enum Unit { HOUR, DAY, MONTH, YEAR }

    /// Values for about `wanted` steps, 1, 2 or 5 times a power of ten apart, from at most `low` to at least `high`.
    static List<BigDecimal> values(double low, double high, int wanted) {
        double span = high > low ? high - low : Math.max(1, Math.abs(high) / 5);
        double from = high > low ? low : low - span / 2;
        double to = high > low ? high : high + span / 2;
        int power = (int) Math.floor(Math.log10(span / wanted));
        var step = step(span / wanted, power);
        var ticks = new ArrayList<BigDecimal>();
        var tick = step.multiply(BigDecimal.valueOf((long) Math.floor(from / step.doubleValue() + 1e-9)));
        ticks.add(tick);
        while (tick.doubleValue() < to - step.doubleValue() * 1e-9) {
            tick = tick.add(step);
            ticks.add(tick);
        }
        return ticks;
    }

    private static BigDecimal step(double raw, int power) {
        for (int factor : new int[] {1, 2, 5}) {
            var step = BigDecimal.valueOf(factor).scaleByPowerOfTen(power);
            if (step.doubleValue() >= raw * 0.999) return plain(step);
        }
        return plain(BigDecimal.ONE.scaleByPowerOfTen(power + 1));
    }

    private static BigDecimal plain(BigDecimal step) {
        return step.scale() < 0 ? step.setScale(0) : step;
    }

    /// Round moments within [from, to], at most `most` of them, in the hospital's time.
    static List<Moment> moments(Instant from, Instant to, int most) {
        var span = Duration.between(from, to);
        for (int hours : new int[] {1, 2, 3, 6, 12})
            if (span.toHours() / hours < most) return ticks(from, to, Unit.HOUR, z -> z.plusHours(hours), z -> z.truncatedTo(ChronoUnit.DAYS));
        for (int days : new int[] {1, 2, 5, 10})
            if (span.toDays() / days < most) return ticks(from, to, Unit.DAY, z -> z.plusDays(days), z -> z.truncatedTo(ChronoUnit.DAYS));
        for (int months : new int[] {1, 2, 3, 6})
            if (span.toDays() / (30 * months) < most) return ticks(from, to, Unit.MONTH, z -> z.plusMonths(months), z -> day(z, z.getYear(), 1));
        for (int years = 1; ; years = next(years)) {
            int step = years;
            if (span.toDays() / 365 / step < most) return ticks(from, to, Unit.YEAR, z -> z.plusYears(step), z -> day(z, z.getYear() / step * step, 1));
        }
    }

    private static int next(int years) {
        return years == 2 ? 5 : years * 2;
    }

    private static ZonedDateTime day(ZonedDateTime z, int year, int month) {
        return LocalDate.of(year, month, 1).atStartOfDay(z.getZone());
    }

    private interface Step {
        ZonedDateTime from(ZonedDateTime z);
    }

    private static List<Moment> ticks(Instant from, Instant to, Unit unit, Step step, Step floor) {
        var ticks = new ArrayList<Moment>();
        for (var z = floor.from(from.atZone(Format.ZONE)); !z.toInstant().isAfter(to); z = step.from(z))
            if (!z.toInstant().isBefore(from)) ticks.add(new Moment(z.toInstant(), unit));
        return ticks;
    }
}
