package org.serment.server.clinic;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.serment.r4.Span;
import org.serment.server.web.Format;
import tools.jackson.databind.JsonNode;

/// When something was: a FHIR date, dateTime or Period, as precise as it is written, or a text where people wrote one.
///
/// @param from  the date or the beginning; may be a plain text
/// @param until the end; empty when it goes on or has none
/// @param range it is a period
record When(String from, String until, boolean range) implements Comparable<When> {
    static final When NEVER = new When("", "", false);

    static When of(JsonNode json) {
        if (json.isObject() && (json.has("start") || json.has("end"))) return new When(Resource.string(json.path("start")), Resource.string(json.path("end")), true);
        return json.isString() ? new When(json.stringValue(), "", false) : NEVER;
    }

    boolean known() {
        return !from.isEmpty() || !until.isEmpty();
    }

    /// The first moment it may mean.
    Optional<Instant> start() {
        return Span.parse(from.isEmpty() ? until : from).map(Span::lo);
    }

    /// The second in which it ends, as a search sorts it; far away while it goes on.
    Optional<Instant> last() {
        if (range && until.isEmpty()) return Optional.of(Span.END.truncatedTo(ChronoUnit.SECONDS));
        return Span.parse(range ? until : from).map(Span::hi).map(i -> i.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Whether an hour is known, not only a day.
    boolean timed() {
        return from.length() > 10 && start().isPresent();
    }

    Optional<ZonedDateTime> local() {
        return start().map(i -> i.atZone(Format.ZONE));
    }

    /// Earlier first; what has no readable date comes before all.
    @Override
    public int compareTo(When other) {
        return start().orElse(Instant.MIN).compareTo(other.start().orElse(Instant.MIN));
    }
}
