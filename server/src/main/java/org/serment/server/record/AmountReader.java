package org.serment.server.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.serment.r4.units.Units;

/// Reads numbers and quantities of a query: `ge5.4`, `5.4|http://unitsofmeasure.org|mg`, `5.4||mg`.
final class AmountReader {
    private static final Pattern NUMBER = Pattern.compile("([a-z]{2})?([+-]?[0-9]{1,64}(?:\\.[0-9]{1,64})?(?:[eE][+-]?[0-9]{1,3})?)");
    private static final BigDecimal TWO = BigDecimal.valueOf(2), TEN = BigDecimal.TEN;

    private AmountReader() {}

    static Criterion.Amount number(String name, String value) {
        return amount(Escapes.unescaped(value)).orElseThrow(() -> new Misread(name, "invalid", "not a number, or an unknown prefix"));
    }

    static Criterion.Measure quantity(String name, String value) {
        return measure(Escapes.parts(value, '|').stream().map(Escapes::unescaped).toList())
                .orElseThrow(() -> new Misread(name, "invalid", "not a quantity: a number, number|system|code or number||code"));
    }

    /// Empty when it is no number with a known prefix.
    private static Optional<Criterion.Amount> amount(String text) {
        var m = NUMBER.matcher(text);
        if (!m.matches()) return Optional.empty();
        return prefix(m.group(1)).map(p -> of(p, new BigDecimal(m.group(2))));
    }

    private static Optional<Criterion.Prefix> prefix(String text) {
        if (text == null) return Optional.of(Criterion.Prefix.EQ);
        for (var p : Criterion.Prefix.values()) if (p.name().toLowerCase(Locale.ROOT).equals(text)) return Optional.of(p);
        return Optional.empty();
    }

    /// What equals a number is what rounds to it: half of its last digit to each side. About it: a tenth to each side.
    private static Criterion.Amount of(Criterion.Prefix prefix, BigDecimal at) {
        var wide = prefix == Criterion.Prefix.AP ? at.abs().divide(TEN, at.scale() + 1, RoundingMode.UNNECESSARY) : at.ulp().divide(TWO, at.scale() + 1, RoundingMode.UNNECESSARY);
        return new Criterion.Amount(prefix, at, at.subtract(wide), at.add(wide));
    }

    /// @param parts of the value between its bars
    private static Optional<Criterion.Measure> measure(List<String> parts) {
        var amount = amount(parts.getFirst());
        if (amount.isEmpty()) return Optional.empty();
        if (parts.size() == 1) return amount.map(a -> new Criterion.Measure(new Criterion.Unit.Any(), a));
        if (parts.size() != 3 || parts.get(2).isEmpty()) return Optional.empty();
        if (parts.get(1).isEmpty()) return amount.map(a -> new Criterion.Measure(new Criterion.Unit.Named(Terms.code(parts.get(2))), a));
        if (parts.get(1).equals(Units.UCUM) && Units.known(parts.get(2))) return amount.map(a -> base(a, parts.get(2)));
        return amount.map(a -> new Criterion.Measure(new Criterion.Unit.Comparable(Terms.coded(parts.get(1), parts.get(2))), a));
    }

    private static Criterion.Measure base(Criterion.Amount a, String unit) {
        var at = Units.canonical(a.at(), unit).orElseThrow();
        return new Criterion.Measure(new Criterion.Unit.Comparable(Terms.canonical(at.unit())),
                new Criterion.Amount(a.prefix(), at.value(), Units.canonical(a.lo(), unit).orElseThrow().value(), Units.canonical(a.hi(), unit).orElseThrow().value()));
    }
}
