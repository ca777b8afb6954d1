package org.serment.server.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Param;

/// Conditions on numbers, quantities and composites, hashed. A hash belongs to one parameter, so a parameter that unites two is
/// asked with the hashes of both.
final class AmountLegs {
    private AmountLegs() {}

    static SearchSql.Leg.Amounts of(Criterion.Numbers n) {
        return new SearchSql.Leg.Amounts("number", new int[] {n.param().id()}, n.amounts().stream().map(a -> List.<SearchSql.Test>of(new SearchSql.Test.Within("lo", "hi", a))).toList());
    }

    static SearchSql.Leg.Amounts of(Criterion.Quantities q, Hasher hasher) {
        var any = new ArrayList<List<SearchSql.Test>>();
        for (var m : q.measures()) any.addAll(each(q.params(), param -> measure(m, param, hasher, "unit_hash", "code_hash", "text_hash", "as_lo", "as_hi")));
        return new SearchSql.Leg.Amounts("quantity", ids(q.params()), any);
    }

    static SearchSql.Leg.Amounts of(Criterion.Combinations c, Hasher hasher) {
        var any = new ArrayList<List<SearchSql.Test>>();
        for (var one : c.any()) any.addAll(each(c.params(), param -> combination(one, param, hasher)));
        return new SearchSql.Leg.Amounts("composite", ids(c.params()), any);
    }

    private static List<SearchSql.Test> measure(Criterion.Measure m, Param param, Hasher hasher, String unit, String code, String text, String asLo, String asHi) {
        return switch (m.unit()) {
            case Criterion.Unit.Any _ -> List.of(new SearchSql.Test.Within(asLo, asHi, m.amount()));
            case Criterion.Unit.Named n -> List.of(new SearchSql.Test.Either(code, text, hasher.token(param.id(), n.code())), new SearchSql.Test.Within(asLo, asHi, m.amount()));
            case Criterion.Unit.Comparable c -> List.of(new SearchSql.Test.Is(unit, hasher.token(param.id(), c.term())), new SearchSql.Test.Within("lo", "hi", m.amount()));
        };
    }

    private static List<SearchSql.Test> combination(Criterion.Combination c, Param param, Hasher hasher) {
        var tests = new ArrayList<SearchSql.Test>();
        for (int i = 0; i < c.parts().size(); i++) {
            boolean first = i == 0;
            var lo = i == 2 ? "lo2" : "lo";
            var hi = i == 2 ? "hi2" : "hi";
            switch (c.parts().get(i)) {
                case Criterion.Part.Token t when first -> tests.add(new SearchSql.Test.Is(t.exact() ? "hash" : "code", hasher.token(param.id(), t.term())));
                case Criterion.Part.Token t -> tests.add(new SearchSql.Test.Is(t.exact() ? "hash2" : "code2", hasher.token(param.id(), t.term())));
                case Criterion.Part.Term t -> tests.add(new SearchSql.Test.Among("hash2", t.terms().stream().mapToLong(v -> hasher.token(param.id(), v)).toArray()));
                case Criterion.Part.Date d -> tests.add(new SearchSql.Test.Within(lo, hi, date(d.interval())));
                case Criterion.Part.Num n -> tests.add(new SearchSql.Test.Within(lo, hi, n.amount()));
                case Criterion.Part.Qty q -> tests.addAll(measure(q.measure(), param, hasher, "hash2", "code2", "text2", "lo2", "hi2"));
            }
        }
        return tests;
    }

    /// Dates compare with both ends of what is asked, numbers with one: the date as an amount that compares alike.
    private static Criterion.Amount date(Criterion.Interval i) {
        var lo = BigDecimal.valueOf(i.lo());
        var hi = BigDecimal.valueOf(i.hi());
        return switch (i.prefix()) {
            case EQ, NE -> new Criterion.Amount(i.prefix(), lo, lo, hi.add(BigDecimal.ONE));
            case GT, LE, SA -> new Criterion.Amount(i.prefix(), hi, lo, hi);
            case LT, GE, EB, AP -> new Criterion.Amount(i.prefix(), lo, lo, hi);
        };
    }

    private static int[] ids(List<Param> params) {
        return params.stream().mapToInt(Param::id).toArray();
    }

    private static <T> List<T> each(List<Param> params, Function<Param, T> of) {
        return params.stream().map(of).toList();
    }
}
