package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.serment.r4.Param;
import org.serment.r4.Span;

/// Reads dates of a query with their prefixes (FHIR R4 search.html 2.21.1.6).
final class DateReader {
    private static final int MOST = 500;

    private DateReader() {}

    static Criterion date(Param param, List<String> values) {
        var intervals = values.stream().map(v -> interval(param.code(), v)).toList();
        return Postings.blindDate(param) ? new Criterion.Terms64(param, blind(param, intervals)) : new Criterion.Moments(param, intervals);
    }

    /// A blinded date answers equality by one hash and a range by the years, months and days that cover it.
    private static List<String> blind(Param param, List<Criterion.Interval> intervals) {
        var terms = new ArrayList<String>();
        for (var i : intervals) {
            switch (i.prefix()) {
                case EQ -> terms.addAll(Dates.cover(Dates.day(i.lo()), Dates.day(i.hi())).stream().map(Terms::date).toList());
                case GE, SA, GT -> terms.addAll(Dates.cover(Dates.day(i.prefix() == Criterion.Prefix.GE ? i.lo() : i.hi() + 1), Dates.latest()).stream().map(Terms::date).toList());
                case LE, EB, LT -> terms.addAll(Dates.cover(Dates.earliest(), Dates.day(i.prefix() == Criterion.Prefix.LE ? i.hi() : i.lo() - 1)).stream().map(Terms::date).toList());
                case NE, AP -> throw new Misread(param.code(), "not-supported", "this prefix is not supported for a blinded date");
            }
        }
        if (terms.size() > MOST) throw new Misread(param.code(), "too-costly", "the range has too many days");
        return terms;
    }

    static Criterion.Interval interval(String name, String value) {
        var prefix = Criterion.Prefix.EQ;
        var text = value;
        if (value.length() > 2 && Character.isLetter(value.charAt(0))) {
            try {
                prefix = Criterion.Prefix.valueOf(value.substring(0, 2).toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new Misread(name, "invalid", "an unknown prefix");
            }
            text = value.substring(2);
        }
        var span = Span.parse(text).orElseThrow(() -> new Misread(name, "invalid", "not a date: YYYY, YYYY-MM, YYYY-MM-DD or a date and time with a time zone"));
        return new Criterion.Interval(prefix, Postings.micros(span.lo()), Postings.micros(span.hi()));
    }
}
