package org.serment.server.record;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Blinded dates: a birth date is indexed as its year, its month and its day, as far as it is known.
final class Dates {
    private Dates() {}

    /// `1980`, `1980-05` and `1980-05-17` for a day; fewer for a partial date.
    static List<String> partials(Instant lo, Instant hi) {
        var first = lo.atOffset(ZoneOffset.UTC).toLocalDate();
        var last = hi.atOffset(ZoneOffset.UTC).toLocalDate();
        var year = "%04d".formatted(first.getYear());
        if (first.getYear() != last.getYear()) return List.of();
        if (first.getMonthValue() != last.getMonthValue()) return List.of(year);
        var month = year + "-%02d".formatted(first.getMonthValue());
        return first.equals(last) ? List.of(year, month, month + "-%02d".formatted(first.getDayOfMonth())) : List.of(year, month);
    }

    /// The fewest years, months and days that cover exactly `first` to `last`, both included.
    static List<String> cover(LocalDate first, LocalDate last) {
        var parts = new ArrayList<String>();
        for (var day = first; !day.isAfter(last); ) {
            var endOfYear = day.withDayOfYear(day.lengthOfYear());
            var endOfMonth = day.withDayOfMonth(day.lengthOfMonth());
            if (day.getDayOfYear() == 1 && !endOfYear.isAfter(last)) {
                parts.add("%04d".formatted(day.getYear()));
                day = endOfYear.plusDays(1);
            } else if (day.getDayOfMonth() == 1 && !endOfMonth.isAfter(last)) {
                parts.add("%04d-%02d".formatted(day.getYear(), day.getMonthValue()));
                day = endOfMonth.plusDays(1);
            } else {
                parts.add(day.toString());
                day = day.plusDays(1);
            }
        }
        return parts;
    }

    /// The day of an instant in microseconds since 1970.
    static LocalDate day(long micros) {
        return LocalDate.ofEpochDay(Math.floorDiv(micros, 86_400_000_000L));
    }

    /// Nobody in a record was born before.
    static LocalDate earliest() {
        return LocalDate.of(1850, 1, 1);
    }

    /// Nor after.
    static LocalDate latest() {
        return LocalDate.of(2150, 12, 31);
    }
}
