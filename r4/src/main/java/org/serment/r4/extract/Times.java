package org.serment.r4.extract;

import java.time.Instant;
import java.util.Optional;
import org.serment.r4.Span;
import org.serment.r4.Value;
import tools.jackson.databind.JsonNode;

/// Values of date parameters.
final class Times {
    private Times() {}

    static Optional<Take> of(int param, String type) {
        return switch (type) {
            case "date", "dateTime", "instant" -> Optional.of((value, resource, sink) ->
                    Span.parse(Read.text(value)).ifPresent(s -> sink.add(new Value.Moment(param, s.lo(), s.hi()))));
            case "Period" -> Optional.of((value, resource, sink) -> period(param, value, sink));
            case "Timing" -> Optional.of((value, resource, sink) -> timing(param, value, sink));
            case "string", "Age", "Range", "Duration" -> Optional.empty();
            default -> throw new IllegalArgumentException("date on " + type);
        };
    }

    private static void period(int param, JsonNode period, Sink sink) {
        Optional<Span> start = Span.parse(Read.text(period, "start"));
        Optional<Span> end = Span.parse(Read.text(period, "end"));
        if (start.isPresent() || end.isPresent()) {
            sink.add(new Value.Moment(param, start.map(Span::lo).orElse(Span.BEGIN), end.map(Span::hi).orElse(Span.END)));
        }
    }

    /// Outer limits: of the events and of `repeat.boundsPeriod`.
    private static void timing(int param, JsonNode timing, Sink sink) {
        Instant lo = Span.END;
        Instant hi = Span.BEGIN;
        for (JsonNode event : Read.array(timing, "event")) {
            Optional<Span> span = Span.parse(Read.text(event));
            if (span.isPresent()) {
                lo = span.get().lo().isBefore(lo) ? span.get().lo() : lo;
                hi = span.get().hi().isAfter(hi) ? span.get().hi() : hi;
            }
        }
        var bounds = Read.object(timing, "repeat").flatMap(r -> Read.object(r, "boundsPeriod"));
        if (bounds.isPresent()) {
            Instant start = Span.parse(Read.text(bounds.get(), "start")).map(Span::lo).orElse(Span.BEGIN);
            Instant end = Span.parse(Read.text(bounds.get(), "end")).map(Span::hi).orElse(Span.END);
            lo = start.isBefore(lo) ? start : lo;
            hi = end.isAfter(hi) ? end : hi;
        }
        if (!hi.isBefore(lo)) {
            sink.add(new Value.Moment(param, lo, hi));
        }
    }
}
