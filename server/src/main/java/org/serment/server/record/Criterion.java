package org.serment.server.record;

import java.util.List;
import org.serment.r4.Param;

/// One condition of a search: the values of one parameter, any of which satisfies it. All conditions of a search must hold.
sealed interface Criterion {

    /// Texts to hash and find among the 64-bit postings.
    record Terms64(Param param, List<String> terms) implements Criterion {}

    /// Texts to hash and find among the 128-bit postings: identifiers and telecoms.
    record Terms128(Param param, List<String> terms) implements Criterion {}

    /// `Type/id` or absolute references.
    record References(Param param, List<String> references) implements Criterion {}

    /// Beginnings of names; `values` in normal form are compared again after opening when longer than what is indexed.
    record Beginnings(Param param, List<String> values) implements Criterion {
        boolean recheck() {
            return values.stream().anyMatch(v -> v.length() > org.serment.server.record.Terms.LONGEST);
        }
    }

    /// Dates in clear.
    record Moments(Param param, List<Interval> intervals) implements Criterion {}

    /// `_lastUpdated`
    record Updated(List<Interval> intervals) implements Criterion {}

    /// `_id`: `Type/id` of the searched type
    record Ids(List<String> references) implements Criterion {}

    /// `:missing`
    record Missing(Param param, boolean missing) implements Criterion {}

    /// A date of the query with its prefix (FHIR R4 search.html 2.21.1.6): the interval it covers, in microseconds since 1970.
    record Interval(Prefix prefix, long lo, long hi) {}

    /// Prefixes of dates.
    enum Prefix { EQ, NE, GT, LT, GE, LE, SA, EB, AP }
}
