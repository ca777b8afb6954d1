package org.serment.server.care;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.serment.kernel.seal.BlindIndex.Hasher;
import tools.jackson.databind.node.ObjectNode;

/// What an Encounter says of a presence in a unit.
///
/// @param unit  blind index of its service provider
/// @param from  ms since 1970
/// @param until ms since 1970, exclusive; [Long#MAX_VALUE] while it lasts
record Stay(UUID unit, long from, long until) {
    /// FHIR `Encounter.status`: the patient is, or was, there.
    private static final Set<String> PRESENT = Set.of("arrived", "triaged", "in-progress", "onleave");
    private static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    /// Empty for a stay that is planned, cancelled or an error, or that names no unit of the establishment.
    static Optional<Stay> of(ObjectNode encounter, Hasher hasher, Instant now) {
        String status = encounter.path("status").asString("");
        boolean finished = status.equals("finished");
        String unit = encounter.path("serviceProvider").path("reference").asString("");
        if (!finished && !PRESENT.contains(status) || !unit.startsWith("Organization/")) return Optional.empty();
        var period = encounter.path("period");
        long from = moment(period.path("start").asString(""), false).orElse(now).toEpochMilli();
        // A stay that goes on may have an end that is planned: it counts only once the stay is finished.
        long until = finished ? moment(period.path("end").asString(""), true).orElse(now).toEpochMilli() : Long.MAX_VALUE;
        return Optional.of(new Stay(hasher.reference(unit), from, until));
    }

    /// A FHIR dateTime of any precision: its first moment, or the one after its last.
    private static Optional<Instant> moment(String text, boolean end) {
        try {
            return switch (text.length()) {
                case 0 -> Optional.empty();
                case 4 -> Optional.of(start(Year.parse(text).plusYears(end ? 1 : 0).atDay(1)));
                case 7 -> Optional.of(start(YearMonth.parse(text).plusMonths(end ? 1 : 0).atDay(1)));
                case 10 -> Optional.of(start(LocalDate.parse(text).plusDays(end ? 1 : 0)));
                default -> Optional.of(OffsetDateTime.parse(text).toInstant());
            };
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }
}
