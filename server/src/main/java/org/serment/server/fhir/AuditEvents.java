package org.serment.server.fhir;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serment.kernel.access.Action;
import org.serment.kernel.trace.Line;
import org.serment.r4.Json;
import org.serment.r4.Span;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Standing;
import org.serment.server.gate.Touched;
import org.serment.server.journal.Proved;
import org.serment.server.journal.Seen;
import org.serment.server.readers.LineId;
import org.serment.server.readers.Readers;
import org.serment.server.record.QueryString;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Who opened my record: the journal's lines of one patient as AuditEvents, and the proof of each.
///
/// `GET AuditEvent?patient=Patient/x` with `date` and `_count`; `GET AuditEvent/{id}?patient=Patient/x`;
/// `GET AuditEvent/{id}/$proof?patient=Patient/x`. They are never stored as resources.
public final class AuditEvents {
    private static final Pattern PATIENT = Pattern.compile("(?:Patient/)?([A-Za-z0-9\\-.]{1,64})");
    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,9})");
    private static final Outcomes.Failure NO_PATIENT = Outcomes.one(400, "required", "patient", "say whose record: patient=Patient/…");

    private final Gate gate;
    private final Readers readers;

    public AuditEvents(Gate gate, Readers readers) {
        this.gate = gate;
        this.readers = readers;
    }

    Answer search(Call call) {
        var pairs = QueryString.pairs(call.query());
        if (pairs.isEmpty()) return Answer.open(Outcomes.one(400, "invalid", "", "the query is not well encoded"));
        for (var name : pairs.get().stream().map(Map.Entry::getKey).toList())
            if (!List.of("patient", "date", "_count", "_before", "_format", "_pretty").contains(name))
                return Answer.open(Outcomes.one(400, "not-supported", name.matches("[A-Za-z_:-]{1,40}") ? name : "", "AuditEvent is searched by patient, date and _count"));
        var window = window(call);
        if (window.isEmpty()) return Answer.open(Outcomes.one(400, "invalid", "date", "date is ge… and lt… (or one day), _count a number from 1 to 500"));
        return patient(call, Action.READERS, (permit, patient) -> {
            var page = readers.list(permit, standing(permit).oid(), window.get());
            var entries = page.lines().stream().map(seen -> resource(seen, patient)).toList();
            var released = enter(permit, page.lines());
            var self = call.base() + "/AuditEvent?" + call.query();
            var next = page.next().map(p -> self.replaceAll("(?<=[?&])_before=[^&]*&?", "").replaceAll("&$", "") + "&_before=" + p.at() + "-" + p.entry() + "-" + p.ordinal());
            return Answer.of(released, 200, Bundles.resources(call.base(), self, next, entries));
        });
    }

    Answer read(Call call, String id) {
        return patient(call, Action.READERS, (permit, patient) -> {
            var seen = LineId.parse(id).flatMap(line -> readers.one(permit, standing(permit).oid(), line));
            var released = enter(permit, seen.stream().toList());
            return seen.map(s -> Answer.of(released, 200, Json.write(resource(s, patient)))).orElse(Answer.failure(released, Outcomes.notFound()));
        });
    }

    /// `GET AuditEvent/{id}/$proof?patient=Patient/x`
    Operation proof() {
        return new Operation("$proof", "urn:serment:operation:proof", at -> at.type().equals(Optional.of("AuditEvent")) && at.id().isPresent(), Set.of("GET"),
                (call, at) -> proof(call, at.id().orElseThrow()));
    }

    private Answer proof(Call call, String id) {
        return patient(call, Action.PROOF, (permit, patient) -> {
            var proved = LineId.parse(id).map(line -> readers.prove(permit, standing(permit).oid(), line)).orElse(new Proved.Absent());
            var released = enter(permit, List.of());
            return switch (proved) {
                case Proved.File file -> Answer.text(released, file.text());
                case Proved.NotYet _ -> Answer.failure(released, Outcomes.one(503, "transient", "", "The journal signs each second: ask again in a moment."));
                case Proved.Absent _ -> Answer.failure(released, Outcomes.notFound());
            };
        });
    }

    /// Looking at one's readers is a look too: it stands in the journal as its own line.
    private Released enter(Permit permit, List<Seen> seen) {
        var what = seen.stream().map(s -> "AuditEvent/" + LineId.of(s).text()).toList();
        return gate.enter(permit, List.of(new Touched(permit.action(), standing(permit).oid(), what))).release();
    }

    private Answer patient(Call call, Action action, BiFunction<Permit, String, Answer> then) {
        var patient = Optional.of(call.values("patient")).filter(v -> v.size() == 1).map(List::getFirst).map(PATIENT::matcher).filter(Matcher::matches).map(m -> m.group(1));
        if (patient.isEmpty()) return Answer.open(NO_PATIENT);
        var address = new Address(call.actor().tenant(), "Patient", patient.get());
        return switch (gate.pass(call.ask(action, "AuditEvent"), address)) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.notFound());
            case Permit permit -> then.apply(permit, address.reference());
        };
    }

    private static Standing standing(Permit permit) {
        return permit.standing().orElseThrow();
    }

    private static Optional<Readers.Window> window(Call call) {
        Optional<Instant> from = Optional.empty(), until = Optional.empty();
        for (var date : call.values("date")) {
            var prefix = date.length() > 2 && Character.isLetter(date.charAt(0)) ? date.substring(0, 2) : "eq";
            var span = Span.parse(prefix.equals("eq") && !date.startsWith("eq") ? date : date.substring(2));
            if (span.isEmpty()) return Optional.empty();
            switch (prefix) {
                case "eq" -> {
                    from = later(from, span.get().lo());
                    until = sooner(until, after(span.get()));
                }
                case "ge" -> from = later(from, span.get().lo());
                case "gt", "sa" -> from = later(from, after(span.get()));
                case "lt", "eb" -> until = sooner(until, span.get().lo());
                case "le" -> until = sooner(until, after(span.get()));
                default -> {
                    return Optional.empty();
                }
            }
        }
        var count = call.parameter("_count").orElse("50");
        if (!count.matches("[1-9][0-9]{0,2}") || Integer.parseInt(count) > 500) return Optional.empty();
        var after = call.parameter("_before").map(PLACE::matcher).filter(Matcher::matches)
                .map(m -> new Seen.Position(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), Integer.parseInt(m.group(3)))).orElse(Seen.Position.START);
        return Optional.of(new Readers.Window(from, until, after, Integer.parseInt(count)));
    }

    /// The first millisecond that the span does not cover: lines are timed to the millisecond.
    private static Instant after(Span span) {
        return span.hi().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private static Optional<Instant> later(Optional<Instant> a, Instant b) {
        return a.filter(i -> i.isAfter(b)).or(() -> Optional.of(b));
    }

    private static Optional<Instant> sooner(Optional<Instant> a, Instant b) {
        return a.filter(i -> i.isBefore(b)).or(() -> Optional.of(b));
    }

    /// A line as an AuditEvent (FHIR R4 auditevent.html; purposes are HL7 v3 PurposeOfUse codes).
    private static ObjectNode resource(Seen seen, String patient) {
        var line = seen.line();
        var event = JsonNodeFactory.instance.objectNode();
        event.put("resourceType", "AuditEvent");
        event.put("id", LineId.of(seen).text());
        event.putObject("type").put("system", "http://terminology.hl7.org/CodeSystem/audit-event-type").put("code", "rest").put("display", "RESTful Operation");
        event.putArray("subtype").addObject().put("system", "http://hl7.org/fhir/restful-interaction").put("code", interaction(line.action()));
        event.put("action", code(line.action()));
        event.put("recorded", line.time().toString());
        event.put("outcome", line.outcome() == Line.Outcome.GRANTED ? "0" : "4");
        if (line.outcome() == Line.Outcome.REFUSED) event.put("outcomeDesc", "refused");
        event.putArray("purposeOfEvent").addObject().putArray("coding").addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason").put("code", line.purpose().name());
        agent(event.putArray("agent").addObject(), line);
        event.putObject("source").putObject("observer").put("display", "Serment");
        var entities = event.putArray("entity");
        var whose = entities.addObject();
        whose.putObject("what").put("reference", patient);
        whose.putObject("role").put("system", "http://terminology.hl7.org/CodeSystem/object-role").put("code", "1").put("display", "Patient");
        for (var what : line.what()) if (!what.equals(patient) && what.indexOf('/') > 0) entities.addObject().putObject("what").put("reference", what);
        var details = whose.putArray("detail");
        detail(details.addObject(), "journal-subject", line.patient());
        if (!line.basis().isEmpty()) detail(details.addObject(), "legal-basis", line.basis());
        if (!line.reasons().isEmpty()) detail(details.addObject(), "rules", String.join(" ", line.reasons()));
        detail(details.addObject(), "request", line.request());
        return event;
    }

    private static void agent(ObjectNode agent, Line line) {
        agent.putObject("type").putArray("coding").addObject().put("system", "http://terminology.hl7.org/CodeSystem/extra-security-role-type")
                .put("code", line.machine() ? "dataprocessor" : "humanuser");
        var names = new ArrayList<String>();
        for (var part : List.of(line.name(), line.role().toLowerCase(Locale.ROOT), line.unit())) if (!part.isEmpty()) names.add(part);
        agent.putObject("who").put("display", names.isEmpty() ? line.actor() : String.join(", ", names)).putObject("identifier").put("value", line.actor());
        agent.put("requestor", true);
    }

    private static void detail(ObjectNode detail, String type, String value) {
        detail.put("type", type).put("valueString", value);
    }

    private static String interaction(Action action) {
        return switch (action) {
            case READ, PROOF -> "read";
            case VREAD -> "vread";
            case HISTORY -> "history-instance";
            case SEARCH, READERS -> "search-type";
            case EXPORT -> "operation";
            case CREATE -> "create";
            case UPDATE -> "update";
            case DELETE -> "delete";
        };
    }

    /// audit-event-action: create, read, update, delete, execute.
    private static String code(Action action) {
        return switch (action) {
            case CREATE -> "C";
            case UPDATE -> "U";
            case DELETE -> "D";
            case READ, VREAD, HISTORY -> "R";
            case SEARCH, READERS, PROOF, EXPORT -> "E";
        };
    }
}
