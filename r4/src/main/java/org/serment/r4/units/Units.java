package org.serment.r4.units;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.serment.r4.define.Table;

/// Amounts made comparable across units: 1 g is 1000 mg. Exact fractions, so that equal amounts have equal digits.
///
/// Reads the grammar of UCUM (unitsofmeasure.org/ucum, sections 6 to 12): prefixes, products, quotients, exponents,
/// parentheses, annotations in braces. Codes that it doesn't know, logarithms and homeopathic units among them, give nothing.
public final class Units {
    /// The system of UCUM codes in FHIR.
    public static final String UCUM = "http://unitsofmeasure.org";
    private static final int LONGEST = 50;
    private static final int MOST = 30;

    private static final Map<String, Integer> PREFIXES = Map.ofEntries(Map.entry("Y", 24), Map.entry("Z", 21), Map.entry("E", 18), Map.entry("P", 15),
            Map.entry("T", 12), Map.entry("G", 9), Map.entry("M", 6), Map.entry("k", 3), Map.entry("h", 2), Map.entry("da", 1), Map.entry("d", -1),
            Map.entry("c", -2), Map.entry("m", -3), Map.entry("u", -6), Map.entry("n", -9), Map.entry("p", -12), Map.entry("f", -15), Map.entry("a", -18),
            Map.entry("z", -21), Map.entry("y", -24));
    private static final Map<String, Unit> PLAIN = new TreeMap<>();
    private static final Map<String, Unit> METRIC = new TreeMap<>();

    static {
        for (String[] row : Table.rows("units.tsv", 4)) {
            Unit unit = switch (row[2]) {
                case "=" -> Unit.base(row[0]);
                case "K" -> temperature(row[0]);
                default -> Unit.number(Ratio.parse(row[2])).times(row[3].isEmpty() ? Unit.ONE : new Units(row[3]).whole().orElseThrow());
            };
            PLAIN.put(row[0], unit);
            if (row[1].equals("yes")) {
                METRIC.put(row[0], unit);
            }
        }
    }

    private final String code;
    private int at;

    private Units(String code) {
        this.code = code;
    }

    /// An amount in base units.
    ///
    /// @param unit  names the dimension; equal for what can be compared
    /// @param value up to 40 digits
    public record Canonical(String unit, BigDecimal value) {}

    /// The amount in base units; empty when the unit is not known here.
    public static Optional<Canonical> canonical(BigDecimal value, String ucum) {
        return unit(ucum).map(u -> new Canonical(u.text(), u.canonical(value)));
    }

    /// Whether the unit is known.
    public static boolean known(String ucum) {
        return unit(ucum).isPresent();
    }

    private static Optional<Unit> unit(String ucum) {
        return ucum.isEmpty() || ucum.length() > LONGEST ? Optional.empty() : new Units(ucum).whole();
    }

    private static Unit temperature(String code) {
        return code.equals("Cel") ? new Unit(Ratio.ONE, Ratio.parse("273.15"), new TreeMap<>(Map.of("K", 1)))
                : new Unit(Ratio.parse("5/9"), Ratio.parse("459.67"), new TreeMap<>(Map.of("K", 1)));
    }

    private Optional<Unit> whole() {
        Unit alone = PLAIN.get(code);
        if (alone != null) {
            return Optional.of(alone);
        }
        Optional<Unit> unit = term(0);
        return at == code.length() ? unit.filter(u -> u.bases().values().stream().allMatch(n -> Math.abs(n) <= MOST)) : Optional.empty();
    }

    private Optional<Unit> term(int depth) {
        Unit product = Unit.ONE;
        boolean over = false;
        if (at < code.length() && code.charAt(at) == '/') {
            over = true;
            at++;
        }
        while (true) {
            Optional<Unit> one = component(depth);
            if (one.isEmpty() || one.get().shifted()) {
                return Optional.empty();
            }
            product = product.times(over ? one.get().power(-1) : one.get());
            if (at == code.length() || code.charAt(at) != '.' && code.charAt(at) != '/') {
                return Optional.of(product);
            }
            over = code.charAt(at++) == '/';
        }
    }

    private Optional<Unit> component(int depth) {
        if (at == code.length() || depth > 5) {
            return Optional.empty();
        }
        if (code.charAt(at) == '{') {
            return annotation() ? Optional.of(Unit.ONE) : Optional.empty();
        }
        Optional<Unit> unit = code.charAt(at) == '(' ? inside(depth) : simple();
        boolean annotated = unit.isPresent() && at < code.length() && code.charAt(at) == '{';
        return annotated && !annotation() ? Optional.empty() : unit;
    }

    private Optional<Unit> inside(int depth) {
        at++;
        Optional<Unit> unit = term(depth + 1);
        boolean closed = at < code.length() && code.charAt(at++) == ')';
        return closed ? unit : Optional.empty();
    }

    private boolean annotation() {
        int end = code.indexOf('}', at);
        at = end < 0 ? at : end + 1;
        return end > 0;
    }

    private Optional<Unit> simple() {
        String digits = digits();
        boolean ten = digits.equals("10") && at < code.length() && (code.charAt(at) == '*' || code.charAt(at) == '^');
        if (ten) {
            at++;
            return exponent().map(Unit.number(Ratio.parse("10"))::power);
        }
        if (!digits.isEmpty()) {
            return digits.length() > 9 || Integer.parseInt(digits) == 0 ? Optional.empty() : Optional.of(Unit.number(Ratio.parse(digits)));
        }
        Optional<Unit> unit = symbol(name());
        return unit.isEmpty() ? unit : exponent().map(unit.get()::power);
    }

    private static Optional<Unit> symbol(String name) {
        if (PLAIN.containsKey(name)) {
            return Optional.of(PLAIN.get(name));
        }
        for (int length = 1; length <= 2 && length < name.length(); length++) {
            Unit unit = METRIC.get(name.substring(length));
            Integer prefix = PREFIXES.get(name.substring(0, length));
            if (unit != null && prefix != null) {
                return Optional.of(Unit.number(Ratio.parse("10").power(prefix)).times(unit));
            }
        }
        return Optional.empty();
    }

    /// What a unit is called: letters, `%`, `'`, `_`, and whatever stands in brackets.
    private String name() {
        int from = at;
        while (at < code.length()) {
            char c = code.charAt(at);
            if (c == '[') {
                int end = code.indexOf(']', at);
                if (end < 0) {
                    break;
                }
                at = end + 1;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '%' || c == '\'' || c == '_') {
                at++;
            } else {
                break;
            }
        }
        return code.substring(from, at);
    }

    private String digits() {
        int from = at;
        while (at < code.length() && code.charAt(at) >= '0' && code.charAt(at) <= '9') {
            at++;
        }
        return code.substring(from, at);
    }

    /// 1 when none is written.
    private Optional<Integer> exponent() {
        int sign = 1;
        boolean signed = at < code.length() && (code.charAt(at) == '-' || code.charAt(at) == '+');
        if (signed) {
            sign = code.charAt(at++) == '-' ? -1 : 1;
        }
        String digits = digits();
        if (digits.isEmpty()) {
            return signed ? Optional.empty() : Optional.of(1);
        }
        return digits.length() > 2 || Integer.parseInt(digits) > MOST ? Optional.empty() : Optional.of(sign * Integer.parseInt(digits));
    }
}
