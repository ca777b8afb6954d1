package org.serment.server.portal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serment.kernel.trace.Line;
import org.serment.r4.Normal;
import org.serment.server.journal.Seen;
import org.serment.server.web.Format;
import org.serment.server.web.Visit;

/// Which lines of the journal are wanted.
///
/// @param from   the first day, as it was typed
/// @param to     the last day, as it was typed
/// @param who    part of a name, a role or a unit
/// @param others without the reader's own look-ups
/// @param after  go on after this place
/// @param errors field by field, keys of texts
record Wanted(String from, String to, String who, boolean refused, boolean others, Seen.Position after, Map<String, String> errors) {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,9})");

    static Wanted of(Visit visit) {
        var errors = new LinkedHashMap<String, String>();
        var from = visit.parameter("from").orElse("");
        var to = visit.parameter("to").orElse("");
        if (!from.isEmpty() && day(from).isEmpty()) errors.put("from", "portal.readers.error.date");
        if (!to.isEmpty() && day(to).isEmpty()) errors.put("to", "portal.readers.error.date");
        if (errors.isEmpty() && day(from).isPresent() && day(to).filter(t -> t.isBefore(day(from).get())).isPresent()) errors.put("to", "portal.readers.error.order");
        var after = visit.parameter("after").map(PLACE::matcher).filter(Matcher::matches)
                .map(m -> new Seen.Position(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), Integer.parseInt(m.group(3)))).orElse(Seen.Position.START);
        return new Wanted(from, to, visit.parameter("who").orElse(""), visit.parameter("refused").isPresent(), visit.parameter("others").isPresent(), after, errors);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text)).filter(d -> d.getYear() > 1900 && d.getYear() < 3000);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// What a date field shows: a browser shows no date that isn't one, and complains.
    String typed(String field, String text) {
        return "portal.readers.error.date".equals(errors.get(field)) ? "" : text;
    }

    Optional<Instant> since() {
        return errors.isEmpty() ? day(from).map(d -> d.atStartOfDay(Format.ZONE).toInstant()) : Optional.empty();
    }

    Optional<Instant> until() {
        return errors.isEmpty() ? day(to).map(d -> d.plusDays(1).atStartOfDay(Format.ZONE).toInstant()) : Optional.empty();
    }

    /// Whether lines must be opened to tell whether they are wanted.
    boolean picks() {
        return !who.isEmpty() || refused || others;
    }

    boolean any() {
        return picks() || !from.isEmpty() || !to.isEmpty();
    }

    boolean first() {
        return after.equals(Seen.Position.START);
    }

    boolean accepts(Line line, Words words) {
        if (refused && line.outcome() != Line.Outcome.REFUSED || others && words.myself(line)) return false;
        if (who.isEmpty()) return true;
        var told = words.who(line);
        return Normal.of(String.join(" ", told.name(), told.role(), told.unit(), told.with(), line.actor())).contains(Normal.of(who));
    }

    /// The address of the same question about one person, from the newest line on.
    String about(String name) {
        return new Wanted(from, to, name, refused, others, Seen.Position.START, errors).address(Seen.Position.START);
    }

    /// The address of the same question, from a place on.
    String address(Seen.Position place) {
        var fields = new ArrayList<String>();
        if (!from.isEmpty()) fields.add("from=" + URLEncoder.encode(from, StandardCharsets.UTF_8));
        if (!to.isEmpty()) fields.add("to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        if (!who.isEmpty()) fields.add("who=" + URLEncoder.encode(who, StandardCharsets.UTF_8));
        if (refused) fields.add("refused=1");
        if (others) fields.add("others=1");
        if (!place.equals(Seen.Position.START)) fields.add("after=" + place.at() + "-" + place.entry() + "-" + place.ordinal());
        return fields.isEmpty() ? "/record/readers" : "/record/readers?" + String.join("&", fields);
    }

    /// The wanted lines among those of a window.
    List<Seen> among(List<Seen> lines, Words words) {
        return lines.stream().filter(s -> accepts(s.line(), words)).toList();
    }
}
