package org.serment.server.web;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/// Dates, times and numbers as a reader of one language expects them, in the hospital's time.
public final class Format {
    /// The hospital's time.
    public static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    private final Language language;
    private final DateTimeFormatter day;
    private final DateTimeFormatter month;
    private final DateTimeFormatter time;
    private final DateTimeFormatter moment;
    private final DateTimeFormatter longDay;
    private final DateTimeFormatter second;

    Format(Language language) {
        this.language = language;
        this.day = DateTimeFormatter.ofPattern("d MMM yyyy", language.locale());
        this.month = DateTimeFormatter.ofPattern("MMMM yyyy", language.locale());
        this.time = DateTimeFormatter.ofPattern("HH:mm", language.locale());
        this.moment = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", language.locale());
        this.longDay = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", language.locale());
        this.second = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", language.locale());
    }

    public String date(LocalDate date) {
        return day.format(date);
    }

    /// With the day of the week, in full.
    public String longDay(LocalDate date) {
        return longDay.format(date);
    }

    public String date(Instant at) {
        return day.format(at.atZone(ZONE));
    }

    public String time(Instant at) {
        return time.format(at.atZone(ZONE));
    }

    /// Day and time.
    public String moment(Instant at) {
        return moment.format(at.atZone(ZONE));
    }

    /// Day and time, to the second.
    public String second(Instant at) {
        return second.format(at.atZone(ZONE));
    }

    /// A FHIR date or dateTime, as precise as it is written; what isn't one comes back as it is.
    public String fhir(String text) {
        try {
            return switch (text.length()) {
                case 4 -> Year.parse(text).toString();
                case 7 -> month.format(YearMonth.parse(text));
                case 10 -> day.format(LocalDate.parse(text));
                default -> text.isEmpty() ? "" : moment(OffsetDateTime.parse(text).toInstant());
            };
        } catch (DateTimeException e) {
            return text;
        }
    }

    /// The day of a FHIR date or dateTime.
    public String fhirDay(String text) {
        try {
            return text.length() > 10 ? date(OffsetDateTime.parse(text).toInstant()) : fhir(text);
        } catch (DateTimeException e) {
            return text;
        }
    }

    /// A number with the digits it was written with.
    public String number(BigDecimal number) {
        var format = NumberFormat.getNumberInstance(language.locale());
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }

    /// For `datetime` attributes of HTML.
    public String machine(TemporalAccessor at) {
        return at.toString();
    }
}
