package org.serment.kernel.trace;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;

/// One patient's part of one request. Its canonical text is one `name: value` line a component, in this
/// order (`docs/spec/leaf.md`). Texts are cleaned when the record is made, so that each value has one
/// text and each text one value.
///
/// @param time in milliseconds
/// @param actor reference of the account, such as `account/12`
/// @param name the actor's name at that time; `role`, `organisation` and `unit` too; empty if unknown
/// @param machine true when no person stood behind the request
/// @param reasons ids of the rules that spoke
/// @param patient `Patient/id`; empty when the request touched no patient
/// @param what `Type/id` of the resources of this patient, when they were named one by one
/// @param count how many resources of this patient
/// @param request the request's id, the same for all lines of an entry
public record Line(Instant time, int tenant, String actor, String name, String role, String organisation, String unit,
                   String client, boolean machine, Action action, Purpose purpose, String basis, List<String> reasons,
                   String patient, List<String> what, int count, Outcome outcome, String request) {

    public enum Outcome { GRANTED, REFUSED }

    private static final List<String> NAMES = List.of("time", "tenant", "actor", "name", "role", "organisation", "unit",
            "client", "machine", "action", "purpose", "basis", "reasons", "patient", "what", "count", "outcome", "request");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    public Line {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        actor = clean(actor);
        name = clean(name);
        role = clean(role);
        organisation = clean(organisation);
        unit = clean(unit);
        client = clean(client);
        basis = clean(basis);
        reasons = words(reasons);
        patient = clean(patient);
        what = words(what);
        request = clean(request);
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    public String text() {
        List<String> values = List.of(TIME.format(time), String.valueOf(tenant), actor, name, role, organisation, unit,
                client, machine ? "yes" : "no", action.name(), purpose.name(), basis, String.join(" ", reasons),
                patient, String.join(" ", what), String.valueOf(count), outcome.name(), request);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAMES.size(); i++) {
            text.append(NAMES.get(i)).append(':');
            if (!values.get(i).isEmpty()) text.append(' ').append(values.get(i));
            text.append('\n');
        }
        return text.toString();
    }

    /// Empty for any text that [#text()] would not have written.
    public static Optional<Line> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != NAMES.size() + 1) return Optional.empty();
        String[] v = new String[NAMES.size()];
        for (int i = 0; i < v.length; i++) {
            String start = NAMES.get(i) + ":";
            if (!lines[i].startsWith(start)) return Optional.empty();
            v[i] = lines[i].substring(start.length()).strip();
        }
        try {
            Line line = new Line(Instant.parse(v[0]), Integer.parseInt(v[1]), v[2], v[3], v[4], v[5], v[6], v[7],
                    v[8].equals("yes"), Action.valueOf(v[9]), Purpose.valueOf(v[10]), v[11], List.of(v[12].split(" ")),
                    v[13], List.of(v[14].split(" ")), Integer.parseInt(v[15]), Outcome.valueOf(v[16]), v[17]);
            return line.text().equals(text) ? Optional.of(line) : Optional.empty();
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Control and direction marks, which could forge a line or its look on a screen, become spaces;
    /// half a surrogate pair becomes U+FFFD; the ends are stripped.
    private static String clean(String value) {
        StringBuilder clean = new StringBuilder(value.length());
        value.codePoints().forEach(c -> clean.appendCodePoint(switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> 0xFFFD;
            default -> c;
        }));
        return clean.toString().strip();
    }

    private static List<String> words(List<String> values) {
        return values.stream().map(value -> clean(value).replace(' ', '_')).filter(value -> !value.isEmpty()).toList();
    }
}
