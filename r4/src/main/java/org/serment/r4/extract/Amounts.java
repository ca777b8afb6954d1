package org.serment.r4.extract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Values of number and quantity parameters, and of the one special parameter.
final class Amounts {
    private static final String CURRENCIES = "urn:iso:std:iso:4217";

    private Amounts() {}

    static Optional<Take> number(int param, String type) {
        return Optional.of(switch (type) {
            case "decimal", "integer", "positiveInt", "unsignedInt" -> (value, resource, sink) -> {
                if (value.isNumber()) {
                    sink.add(new Value.Num(param, value.decimalValue(), value.decimalValue()));
                }
            };
            case "Range" -> (value, resource, sink) -> numbers(param, value, sink);
            default -> throw new IllegalArgumentException("number on " + type);
        });
    }

    static Optional<Take> quantity(int param, String type) {
        return switch (type) {
            case "Quantity", "Age", "Duration", "Count", "Distance" -> Optional.of((value, resource, sink) -> quantity(param, value, sink));
            case "Money" -> Optional.of((value, resource, sink) -> money(param, value, sink));
            case "Range" -> Optional.of((value, resource, sink) -> range(param, value, sink));
            case "SampledData" -> Optional.empty();
            default -> throw new IllegalArgumentException("quantity on " + type);
        };
    }

    /// `Location.position`: latitude and longitude together.
    static Take position(int param) {
        return (value, resource, sink) -> {
            Optional<BigDecimal> latitude = Read.number(value, "latitude");
            Optional<BigDecimal> longitude = Read.number(value, "longitude");
            if (latitude.isPresent() && longitude.isPresent()) {
                sink.add(new Value.Composite(param, List.of(
                        new Value.Num(param, latitude.get(), latitude.get()),
                        new Value.Num(param, longitude.get(), longitude.get()))));
            }
        };
    }

    private static void numbers(int param, JsonNode range, Sink sink) {
        Optional<BigDecimal> low = Read.object(range, "low").flatMap(q -> Read.number(q, "value"));
        Optional<BigDecimal> high = Read.object(range, "high").flatMap(q -> Read.number(q, "value"));
        if (low.isPresent() || high.isPresent()) {
            sink.add(new Value.Num(param, low.orElse(Value.LEAST), high.orElse(Value.MOST)));
        }
    }

    private static void quantity(int param, JsonNode quantity, Sink sink) {
        Optional<BigDecimal> value = Read.number(quantity, "value");
        if (value.isPresent()) {
            sink.add(switch (Read.text(quantity, "comparator")) {
                case "<", "<=" -> amount(param, quantity, Value.LEAST, value.get());
                case ">", ">=" -> amount(param, quantity, value.get(), Value.MOST);
                default -> amount(param, quantity, value.get(), value.get());
            });
        }
    }

    private static Value amount(int param, JsonNode unit, BigDecimal lo, BigDecimal hi) {
        return new Value.Qty(param, Read.text(unit, "system"), Read.text(unit, "code"), Read.text(unit, "unit"), lo, hi);
    }

    private static void money(int param, JsonNode money, Sink sink) {
        Optional<BigDecimal> value = Read.number(money, "value");
        String currency = Read.text(money, "currency");
        if (value.isPresent()) {
            sink.add(new Value.Qty(param, currency.isEmpty() ? "" : CURRENCIES, currency, "", value.get(), value.get()));
        }
    }

    /// From low to high, in the unit of both; an end without a value is open, and so is one in another unit.
    private static void range(int param, JsonNode range, Sink sink) {
        Optional<ObjectNode> low = Read.object(range, "low").filter(q -> Read.number(q, "value").isPresent());
        Optional<ObjectNode> high = Read.object(range, "high").filter(q -> Read.number(q, "value").isPresent());
        BigDecimal lo = low.flatMap(q -> Read.number(q, "value")).orElse(Value.LEAST);
        BigDecimal hi = high.flatMap(q -> Read.number(q, "value")).orElse(Value.MOST);
        if (low.isPresent() && high.isPresent() && !sameUnit(low.get(), high.get())) {
            sink.add(amount(param, low.get(), lo, Value.MOST));
            sink.add(amount(param, high.get(), Value.LEAST, hi));
        } else {
            low.or(() -> high).ifPresent(unit -> sink.add(amount(param, unit, lo, hi)));
        }
    }

    private static boolean sameUnit(JsonNode a, JsonNode b) {
        return Read.text(a, "system").equals(Read.text(b, "system")) && Read.text(a, "code").equals(Read.text(b, "code"))
                && Read.text(a, "unit").equals(Read.text(b, "unit"));
    }
}
