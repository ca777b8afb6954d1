package org.serment.r4;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// An interval of time in UTC, both ends included, to the microsecond.
public record Span(Instant lo, Instant hi) {
    /// Stands for an open beginning.
    public static final Instant BEGIN = Instant.parse("0001-01-01T00:00:00Z");

    /// Stands for an open end.
    public static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final int MICRO = 1_000;
    private static final int DAY = 86_400;

    /// All the time that a FHIR date, dateTime or instant may mean: `2026-11` is the whole month. What a search may
    /// write is read too: minutes without seconds, and a time without a zone, which is in UTC like every date.
    /// Empty when the text is none of these.
    public static Optional<Span> parse(String text) {
        try {
            return read(text);
        } catch (NumberFormatException | java.time.DateTimeException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<Span> read(String s) {
        int length = s.length();
        if (length < 4) {
            return Optional.empty();
        }
        int year = number(s, 0, 4);
        if (length == 4) {
            return days(LocalDate.of(year, 1, 1), year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365);
        }
        int month = number(s, 5, 7);
        expect(s, 4, '-');
        if (length == 7) {
            return days(LocalDate.of(year, month, 1), YearMonth.of(year, month).lengthOfMonth());
        }
        expect(s, 7, '-');
        LocalDate day = LocalDate.of(year, month, number(s, 8, 10));
        return length == 10 ? days(day, 1) : time(s, day);
    }

    private static Optional<Span> time(String s, LocalDate day) {
        expect(s, 10, 'T');
        expect(s, 13, ':');
        int hour = within(number(s, 11, 13), 23);
        int minute = within(number(s, 14, 16), 59);
        int at = 16;
        int second = 0;
        long nanos = 60_000_000_000L;
        long fraction = 0;
        if (at < s.length() && s.charAt(at) == ':') {
            second = within(number(s, 17, 19), 60);
            at = 19;
            nanos = 1_000_000_000;
            if (at < s.length() && s.charAt(at) == '.') {
                int start = ++at;
                while (at < s.length() && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
                    if (at - start < 6) {
                        nanos /= 10;
                        fraction += nanos * (s.charAt(at) - '0');
                    }
                    at++;
                }
                if (at == start) {
                    return Optional.empty();
                }
            }
        }
        long local = day.toEpochDay() * DAY + hour * 3600L + minute * 60L + second;
        Instant lo = Instant.ofEpochSecond(local - offset(s, at), fraction);
        return Optional.of(new Span(lo, lo.plusNanos(nanos - MICRO)));
    }

    private static int offset(String s, int at) {
        if (at == s.length() || s.charAt(at) == 'Z' && at == s.length() - 1) {
            return 0;
        }
        if (s.length() != at + 6 || s.charAt(at) != '+' && s.charAt(at) != '-') {
            throw new NumberFormatException();
        }
        expect(s, at + 3, ':');
        int seconds = within(number(s, at + 1, at + 3), 14) * 3600 + within(number(s, at + 4, at + 6), 59) * 60;
        return s.charAt(at) == '-' ? -seconds : seconds;
    }

    private static Optional<Span> days(LocalDate first, int count) {
        Instant lo = Instant.ofEpochSecond(first.toEpochDay() * DAY);
        return Optional.of(new Span(lo, Instant.ofEpochSecond((first.toEpochDay() + count) * DAY - 1, 999_999_000)));
    }

    private static void expect(String s, int at, char c) {
        if (s.charAt(at) != c) {
            throw new NumberFormatException();
        }
    }

    private static int within(int value, int most) {
        if (value > most) {
            throw new NumberFormatException();
        }
        return value;
    }

    private static int number(String s, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = s.charAt(i);
            if (c < '0' || c > '9') {
                throw new NumberFormatException();
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
