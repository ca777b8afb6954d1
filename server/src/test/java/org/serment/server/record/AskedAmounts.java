package org.serment.server.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.serment.r4.Normal;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Span;
import org.serment.r4.Value;

/// Random questions about numbers, quantities and composites, and their plain evaluation. Units are converted by a few factors
/// written here, not by the house's table.
final class AskedAmounts {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final List<String> NUMBERS = List.of("5.4", "5.40", "5", "5.46", "0.0054", "5400", "37.5", "37", "310.65", "99", "-5", "0", "0.25", "0.3", "12.5", "1");
    private static final List<String> PREFIXES = List.of("", "", "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
    /// To a common unit: mass in µg, time in months of 30.4375 days.
    private static final Map<String, BigDecimal> MASS = Map.of("ug", new BigDecimal("1"), "mg", new BigDecimal("1000"), "g", new BigDecimal("1000000"));
    private static final Map<String, BigDecimal> AGE = Map.of("mo", new BigDecimal("1"), "a", new BigDecimal("12"));

    private AskedAmounts() {}

    record Sought(String text, Predicate<Value> accepts) {}

    private record Number(String text, String prefix, BigDecimal at, BigDecimal half) {}

    static Sought sought(Dice dice, Param param) {
        return switch (param.kind()) {
            case NUMBER -> number(dice);
            case QUANTITY -> quantity(dice);
            case COMPOSITE -> composite(dice, param);
            default -> throw new IllegalArgumentException(param.code());
        };
    }

    private static Number one(Dice dice) {
        var prefix = dice.one(PREFIXES);
        var digits = dice.chance(50) ? "5.4" : dice.one(NUMBERS);
        int point = digits.indexOf('.');
        int decimals = point < 0 ? 0 : digits.length() - point - 1;
        return new Number(prefix + digits, prefix, new BigDecimal(digits), new BigDecimal("0.5").movePointLeft(decimals));
    }

    private static Sought number(Dice dice) {
        var n = one(dice);
        return new Sought(n.text, v -> v instanceof Value.Num m && compares(n.prefix, m.lo(), m.hi(), n.at, n.at.subtract(n.half), n.at.add(n.half), tenth(n.at)));
    }

    private static BigDecimal tenth(BigDecimal at) {
        return at.abs().multiply(new BigDecimal("0.1"));
    }

    private static boolean compares(String prefix, BigDecimal lo, BigDecimal hi, BigDecimal at, BigDecimal from, BigDecimal to, BigDecimal tenth) {
        boolean equal = lo.compareTo(from) >= 0 && hi.compareTo(to) < 0;
        return switch (prefix) {
            case "", "eq" -> equal;
            case "ne" -> !equal;
            case "gt" -> hi.compareTo(at) > 0;
            case "lt" -> lo.compareTo(at) < 0;
            case "ge" -> hi.compareTo(at) >= 0;
            case "le" -> lo.compareTo(at) <= 0;
            case "sa" -> lo.compareTo(at) > 0;
            case "eb" -> hi.compareTo(at) < 0;
            default -> lo.compareTo(at.add(tenth)) <= 0 && hi.compareTo(at.subtract(tenth)) >= 0;
        };
    }

    private static Sought quantity(Dice dice) {
        var n = one(dice);
        return switch (dice.below(6)) {
            case 0 -> new Sought(n.text, v -> v instanceof Value.Qty q && asWritten(n, q));
            case 1 -> {
                var unit = dice.one("mg", "Cel", "milligrammes", "zorg", "a");
                yield new Sought(n.text + "||" + unit, v -> v instanceof Value.Qty q && (q.code().equals(unit) || q.unit().equals(unit)) && asWritten(n, q));
            }
            case 2 -> new Sought(n.text + "|urn:s:a|zorg", v -> v instanceof Value.Qty q && q.system().equals("urn:s:a") && q.code().equals("zorg") && asWritten(n, q));
            default -> {
                var unit = dice.one("mg", "mg", "g", "ug", "Cel", "K", "a", "mo");
                yield new Sought(n.text + "|" + UCUM + "|" + unit, v -> v instanceof Value.Qty q && q.system().equals(UCUM) && dimension(q.code()).equals(dimension(unit))
                        && compares(n.prefix, common(q.lo(), q.code()), common(q.hi(), q.code()), common(n.at, unit), common(n.at.subtract(n.half), unit), common(n.at.add(n.half), unit),
                        common(n.at.add(tenth(n.at)), unit).subtract(common(n.at, unit))));
            }
        };
    }

    private static boolean asWritten(Number n, Value.Qty q) {
        return compares(n.prefix, q.lo(), q.hi(), n.at, n.at.subtract(n.half), n.at.add(n.half), tenth(n.at));
    }

    private static String dimension(String unit) {
        return MASS.containsKey(unit) ? "mass" : AGE.containsKey(unit) ? "age" : unit.equals("Cel") || unit.equals("K") ? "temperature" : unit;
    }

    private static BigDecimal common(BigDecimal value, String unit) {
        if (value.equals(Value.LEAST) || value.equals(Value.MOST)) return value;
        if (MASS.containsKey(unit)) return value.multiply(MASS.get(unit));
        if (AGE.containsKey(unit)) return value.multiply(AGE.get(unit));
        return unit.equals("Cel") ? value.add(new BigDecimal("273.15")) : value;
    }

    /// What a number or quantity is sorted by: amounts of one dimension by size, in base units (g, s, K).
    static BigDecimal least(Value v) {
        return switch (v) {
            case Value.Num n -> n.lo();
            case Value.Qty q when q.system().equals(UCUM) && !q.lo().equals(Value.LEAST) -> switch (dimension(q.code())) {
                case "mass" -> common(q.lo(), q.code()).movePointLeft(6);
                case "age" -> common(q.lo(), q.code()).multiply(new BigDecimal("30.4375")).multiply(new BigDecimal("86400"));
                default -> common(q.lo(), q.code());
            };
            case Value.Qty q -> q.lo();
            default -> throw new IllegalArgumentException();
        };
    }

    private static Sought composite(Dice dice, Param param) {
        var first = token(dice);
        var component = Params.find(param.type(), param.components().get(1).code()).orElseThrow();
        var second = switch (component.kind()) {
            case QUANTITY -> quantity(dice);
            case TOKEN -> token(dice);
            case STRING -> {
                var text = dice.one("TRES BIEN", "mal");
                yield new Sought(text, v -> v instanceof Value.Text t && Normal.of(t.raw()).equals(Normal.of(text)));
            }
            case DATE -> {
                var when = Asked.when(dice.one("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"), dice.one(Hospital.TIMES));
                yield new Sought(when.text(), v -> v instanceof Value.Moment m && when.accepts().test(new Span(m.lo(), m.hi())));
            }
            default -> throw new IllegalArgumentException(component.code());
        };
        return new Sought(first.text + "$" + second.text, v -> v instanceof Value.Composite c && first.accepts.test(c.parts().get(0)) && second.accepts.test(c.parts().get(1)));
    }

    private static Sought token(Dice dice) {
        var code = dice.chance(80) ? dice.one(Hospital.FEW) : dice.one(Hospital.CODES).replace("\\\\", "\\");
        var system = dice.chance(80) ? "urn:s:a" : dice.one(Hospital.SYSTEMS);
        return switch (dice.below(3)) {
            case 0 -> new Sought(Asked.escaped(code), v -> v instanceof Value.Token t && t.code().equals(code));
            case 1 -> new Sought(Asked.escaped(system) + "|" + Asked.escaped(code), v -> v instanceof Value.Token t && t.system().equals(system) && t.code().equals(code));
            default -> new Sought("|" + Asked.escaped(code), v -> v instanceof Value.Token t && t.system().isEmpty() && t.code().equals(code));
        };
    }
}
