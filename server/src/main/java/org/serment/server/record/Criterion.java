package org.serment.server.record;

import java.math.BigDecimal;
import java.util.List;
import org.serment.r4.Param;

/// One condition of a search: the values of one parameter, any of which satisfies it. All conditions of a search must hold.
sealed interface Criterion {
    /// Whether rows that its hashes find must be opened and compared.
    default boolean recheck() {
        return false;
    }

    /// Texts to hash and find among postings.
    sealed interface Terms extends Criterion {
        Param param();

        List<String> terms();
    }

    /// Among the 64-bit postings.
    record Terms64(Param param, List<String> terms) implements Terms {}

    /// Among the 128-bit postings: identifiers, telecoms, the identifiers of references.
    record Terms128(Param param, List<String> terms) implements Terms {}

    /// `:not`: none of the terms, a missing value included.
    record Not(Terms terms) implements Criterion {}

    /// `Type/id` or absolute references.
    record References(Param param, List<String> references) implements Criterion {}

    /// Beginnings of names; `values` in normal form are compared again after opening when longer than what is indexed.
    record Beginnings(Param param, List<String> values) implements Criterion {
        @Override
        public boolean recheck() {
            return values.stream().anyMatch(v -> v.length() > org.serment.server.record.Terms.LONGEST);
        }
    }

    /// `:contains`; `values` in normal form are looked for in opened resources.
    record Containing(Param param, List<String> values) implements Criterion {
        @Override
        public boolean recheck() {
            return true;
        }
    }

    /// `:below`; looked for in opened resources.
    record Below(Param param, List<String> uris) implements Criterion {
        @Override
        public boolean recheck() {
            return true;
        }
    }

    /// Dates in clear.
    record Moments(Param param, List<Interval> intervals) implements Criterion {}

    /// Numbers.
    record Numbers(Param param, List<Amount> amounts) implements Criterion {}

    /// Quantities.
    ///
    /// @param params under which the values are stored ([Amounts#stored])
    record Quantities(List<Param> params, List<Measure> measures) implements Criterion {}

    /// Combinations.
    ///
    /// @param params as above
    /// @param first  terms of the first parts under the first part's own parameter: what finds a combination finds these too
    record Combinations(List<Param> params, Terms64 first, List<Combination> any) implements Criterion {}

    /// `_lastUpdated`
    record Updated(List<Interval> intervals) implements Criterion {}

    /// `_id`: `Type/id` of the searched type
    record Ids(List<String> references) implements Criterion {}

    /// `subject:Patient.name`: a reference leads to a resource of one of the types that satisfies its condition.
    record Chain(Param param, List<To> any) implements Criterion {}

    record To(String type, Criterion inner) {}

    /// `_has:Observation:patient:code`: a resource of the parameter's type refers to this one and satisfies the condition.
    record Has(Param param, Criterion inner) implements Criterion {}

    /// What every resource satisfies, or none.
    record Fixed(boolean holds) implements Criterion {}

    /// `:missing`
    record Missing(Param param, boolean missing) implements Criterion {}

    /// A date of the query with its prefix (FHIR R4 search.html 2.21.1.6): the interval it covers, in microseconds since 1970.
    record Interval(Prefix prefix, long lo, long hi) {
        /// Whether a value that covers `[from, to]` answers it; [SearchSql] says the same in SQL.
        boolean holds(long from, long to) {
            return switch (prefix) {
                case EQ -> from >= lo && to <= hi;
                case NE -> !(from >= lo && to <= hi);
                case GT -> to > hi;
                case LT -> from < lo;
                case GE -> to >= lo;
                case LE -> from <= hi;
                case SA -> from > hi;
                case EB -> to < lo;
                case AP -> from <= hi && to >= lo;
            };
        }
    }

    /// A number of the query (FHIR R4 search.html 2.21.1.4.2).
    ///
    /// @param at the number itself, which the ordering prefixes compare with
    /// @param lo where what equals it begins: half of its last digit below; for `ap` a tenth below
    /// @param hi where what equals it ends, excluded; for `ap` a tenth above, included
    record Amount(Prefix prefix, BigDecimal at, BigDecimal lo, BigDecimal hi) {}

    /// A quantity of the query.
    ///
    /// @param amount in base units when the unit is known, otherwise as written
    record Measure(Unit unit, Amount amount) {}

    /// The unit that a query names.
    sealed interface Unit {
        record Any() implements Unit {}

        /// `||code`: the code in any system, or the unit as people read it
        record Named(String code) implements Unit {}

        /// @param term hashed as the unit of comparable values
        record Comparable(String term) implements Unit {}
    }

    /// Parts of a composite, in order.
    record Combination(List<Part> parts) {}

    /// A part of a composite.
    sealed interface Part {
        /// A token, compared as written (`exact`) or by its code alone.
        record Token(String term, boolean exact) implements Part {}

        /// A text, URI or reference, of which any term fits.
        record Term(List<String> terms) implements Part {}

        record Date(Interval interval) implements Part {}

        record Num(Amount amount) implements Part {}

        record Qty(Measure measure) implements Part {}
    }

    /// Prefixes of dates and numbers.
    enum Prefix { EQ, NE, GT, LT, GE, LE, SA, EB, AP }
}
