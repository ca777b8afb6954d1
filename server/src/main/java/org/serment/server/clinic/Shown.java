package org.serment.server.clinic;

import java.util.Optional;

/// A measure as a table shows it.
///
/// @param flag key of a text; empty when there is nothing to say
/// @param high which way the mark points: above what is usual, or below
/// @param code for the address of its own page; empty when it has none
record Shown(String name, String code, String value, String unit, String when, String day, String range, String flag, boolean high, boolean critical, boolean prior) {
    static Shown of(Measure m, Words words) {
        var flag = m.flag();
        return new Shown(words.name(m.what()), linkable(m.what().code()), words.value(m), words.unit(m), words.when(m.when()), words.day(m.when()), m.range().map(words::range).orElse(""),
                flag.abnormal() ? "clinic.flag." + flag.name() : "", flag == Measure.Flag.HIGH || flag == Measure.Flag.CRITICAL_HIGH, flag.critical(), m.prior());
    }

    private static String linkable(String code) {
        return code.matches("[A-Za-z0-9.-]{1,40}") ? code : "";
    }

    boolean abnormal() {
        return !flag.isEmpty();
    }

    /// A point of a chart, when the value is a number at a known time.
    static Optional<Plot.Point> point(Measure m, Words words) {
        return m.number().flatMap(n -> m.when().start().map(at -> new Plot.Point(at, n.doubleValue(), m.flag().abnormal(),
                words.t("clinic.point", words.when(m.when()), words.value(m), words.unit(m)).strip())));
    }
}
