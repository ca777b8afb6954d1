package org.serment.server.record;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Value;
import org.serment.r4.units.Units;

/// The rows of numbers, quantities and composites of one resource (tables of the same names). Ends have no trailing zeros, so that
/// equal rows are equal here and in SQL.
///
/// What another parameter already holds gets no rows of its own: `combo-…` of an Observation are asked as the two parameters
/// that they unite ([#stored]).
final class Amounts {
    record Number(int param, BigDecimal lo, BigDecimal hi) {
        Number {
            lo = lo.stripTrailingZeros();
            hi = hi.stripTrailingZeros();
        }
    }

    /// @param unit   of `lo` and `hi`: hash of the base units, or of the unit as written when they aren't known
    /// @param code   hash of the unit's code; empty when it has none
    /// @param text   hash of the unit as people read it; empty when it has none or it is the code
    record Quantity(int param, long unit, BigDecimal lo, BigDecimal hi, Optional<Long> code, Optional<Long> text, BigDecimal asLo, BigDecimal asHi) {
        Quantity {
            lo = lo.stripTrailingZeros();
            hi = hi.stripTrailingZeros();
            asLo = asLo.stripTrailingZeros();
            asHi = asHi.stripTrailingZeros();
        }
    }

    /// Parts as `V9__search.sql` says.
    record Composite(int param, long hash, long code, Optional<Long> hash2, Optional<Long> code2, Optional<Long> text2,
                     Optional<BigDecimal> lo, Optional<BigDecimal> hi, Optional<BigDecimal> lo2, Optional<BigDecimal> hi2) {
        Composite {
            lo = lo.map(BigDecimal::stripTrailingZeros);
            hi = hi.map(BigDecimal::stripTrailingZeros);
            lo2 = lo2.map(BigDecimal::stripTrailingZeros);
            hi2 = hi2.map(BigDecimal::stripTrailingZeros);
        }
    }

    private final Hasher hasher;
    private final Set<Number> numbers = new HashSet<>();
    private final Set<Quantity> quantities = new HashSet<>();
    private final Set<Composite> composites = new HashSet<>();
    /// A value comes under several parameters: its base units are worked out once.
    private final Map<Written, Optional<Units.Canonical>> bases = new HashMap<>();

    private record Written(BigDecimal value, String unit) {}

    Amounts(Hasher hasher) {
        this.hasher = hasher;
    }

    /// The parameters under which a parameter's values are stored: itself, or those that it unites.
    static List<Param> stored(Param param) {
        return switch (param.type() + '.' + param.code()) {
            case "Observation.combo-value-quantity" -> both("value-quantity", "component-value-quantity");
            case "Observation.combo-code-value-quantity" -> both("code-value-quantity", "component-code-value-quantity");
            case "Observation.combo-code-value-concept" -> both("code-value-concept", "component-code-value-concept");
            default -> List.of(param);
        };
    }

    private static List<Param> both(String one, String other) {
        return List.of(Params.find("Observation", one).orElseThrow(), Params.find("Observation", other).orElseThrow());
    }

    private static boolean kept(int param) {
        return stored(Params.get(param)).size() == 1;
    }

    Set<Number> numbers() {
        return numbers;
    }

    Set<Quantity> quantities() {
        return quantities;
    }

    Set<Composite> composites() {
        return composites;
    }

    void add(Value.Num n) {
        numbers.add(new Number(n.param(), n.lo(), n.hi()));
    }

    void add(Value.Qty q) {
        if (kept(q.param())) quantities.add(quantity(q.param(), q));
    }

    private Quantity quantity(int param, Value.Qty q) {
        var low = base(q, q.lo());
        var high = base(q, q.hi());
        boolean known = low.isPresent() && high.isPresent();
        var unit = hasher.token(param, known ? Terms.canonical(low.get().unit()) : Terms.coded(q.system(), q.code()));
        var text = q.unit().equals(q.code()) ? Optional.<Long>empty() : code(param, q.unit());
        return new Quantity(param, unit, known ? low.get().value() : q.lo(), known ? high.get().value() : q.hi(), code(param, q.code()), text, q.lo(), q.hi());
    }

    private Optional<Long> code(int param, String unit) {
        return unit.isEmpty() ? Optional.empty() : Optional.of(hasher.token(param, Terms.code(unit)));
    }

    /// An end in base units; open ends stay open.
    private Optional<Units.Canonical> base(Value.Qty q, BigDecimal end) {
        return q.system().equals(Units.UCUM) ? bases.computeIfAbsent(new Written(end, q.code()), w -> base(end, q.code())) : Optional.empty();
    }

    private static Optional<Units.Canonical> base(BigDecimal end, String unit) {
        boolean open = end.equals(Value.LEAST) || end.equals(Value.MOST);
        return Units.canonical(open ? BigDecimal.ZERO : end, unit).map(c -> open ? new Units.Canonical(c.unit(), end) : c);
    }

    /// The special `near` of a Location comes as numbers alone and has no search.
    void add(Value.Composite c) {
        if (!kept(c.param()) || !(c.parts().getFirst() instanceof Value.Token t) || t.code().isEmpty()) return;
        int param = c.param();
        var none = Optional.<Long>empty();
        var open = Optional.<BigDecimal>empty();
        long hash = exact(param, t), code = hasher.token(param, Terms.code(t.code()));
        var third = c.parts().size() > 2 && c.parts().get(2) instanceof Value.Num n ? Optional.of(n) : Optional.<Value.Num>empty();
        var lo2 = third.map(Value.Num::lo);
        var hi2 = third.map(Value.Num::hi);
        switch (c.parts().get(1)) {
            case Value.Token s when s.code().isEmpty() -> { }
            case Value.Token s -> composites.add(new Composite(param, hash, code, Optional.of(exact(param, s)), Optional.of(hasher.token(param, Terms.code(s.code()))), none, open, open, lo2, hi2));
            case Value.Text s -> composites.add(new Composite(param, hash, code, Optional.of(hasher.token(param, Terms.whole(s.raw()))), none, none, open, open, lo2, hi2));
            case Value.Uri s -> composites.add(new Composite(param, hash, code, Optional.of(hasher.token(param, Terms.uri(s.uri()))), none, none, open, open, lo2, hi2));
            case Value.Ref s -> composites.add(new Composite(param, hash, code, Optional.of(hasher.token(param, Terms.target(s.target()))), none, none, open, open, lo2, hi2));
            case Value.Moment s -> composites.add(new Composite(param, hash, code, none, none, none, number(Postings.micros(s.lo())), number(Postings.micros(s.hi())), lo2, hi2));
            case Value.Num s -> composites.add(new Composite(param, hash, code, none, none, none, Optional.of(s.lo()), Optional.of(s.hi()), lo2, hi2));
            case Value.Qty s -> {
                var q = quantity(param, s);
                composites.add(new Composite(param, hash, code, Optional.of(q.unit), q.code, q.text, Optional.of(q.lo), Optional.of(q.hi), Optional.of(q.asLo), Optional.of(q.asHi)));
            }
            case Value.Composite _ -> throw new IllegalStateException("a composite of composites");
        }
    }

    private long exact(int param, Value.Token t) {
        return hasher.token(param, t.system().isEmpty() ? Terms.bare(t.code()) : Terms.coded(t.system(), t.code()));
    }

    private static Optional<BigDecimal> number(long value) {
        return Optional.of(BigDecimal.valueOf(value));
    }
}
