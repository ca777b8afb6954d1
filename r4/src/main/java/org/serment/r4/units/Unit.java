package org.serment.r4.units;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A unit as a product of base units: a factor, an exponent for each base, and where zero lies (0 but for temperatures).
record Unit(Ratio factor, Ratio zero, TreeMap<String, Integer> bases) {
    static final Unit ONE = new Unit(Ratio.ONE, Ratio.parse("0"), new TreeMap<>());

    static Unit base(String code) {
        return new Unit(Ratio.ONE, Ratio.parse("0"), new TreeMap<>(Map.of(code, 1)));
    }

    static Unit number(Ratio factor) {
        return new Unit(factor, Ratio.parse("0"), new TreeMap<>());
    }

    /// A unit with a shifted zero stands alone: in a product it would mean a difference, which R4 doesn't tell apart.
    boolean shifted() {
        return zero.over().signum() != 0;
    }

    Unit times(Unit other) {
        TreeMap<String, Integer> sum = new TreeMap<>(bases);
        other.bases.forEach((base, n) -> sum.merge(base, n, Integer::sum));
        sum.values().removeIf(n -> n == 0);
        return new Unit(factor.times(other.factor), zero, sum);
    }

    Unit power(int n) {
        TreeMap<String, Integer> all = new TreeMap<>();
        bases.forEach((base, exponent) -> all.put(base, exponent * n));
        all.values().removeIf(e -> e == 0);
        return new Unit(factor.power(n), zero, all);
    }

    String text() {
        return bases.entrySet().stream().map(e -> e.getKey() + (e.getValue() == 1 ? "" : e.getValue())).collect(Collectors.joining("."));
    }

    BigDecimal canonical(BigDecimal value) {
        return Ratio.of(value).plus(zero).times(factor).decimal();
    }
}
