package org.serment.server.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.r4.Types;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Touched;
import org.serment.server.record.Histories;
import org.serment.server.record.Record;

/// What reads: read, vread, history, search (FHIR R4 http.html 3.1.0.2, 3.1.0.3, 3.1.0.13; search.html).
final class Reads {
    /// The longest search by POST.
    private static final int FORM = 64 << 10;

    private final Gate gate;
    private final Record record;

    Reads(Gate gate, Record record) {
        this.gate = gate;
        this.record = record;
    }

    Answer read(Call call, String type, String id) {
        return read(call, Action.READ, type, id, record::read);
    }

    Answer version(Call call, Route.Version v) {
        return read(call, Action.VREAD, v.type(), v.id(), p -> record.version(p, v.version()));
    }

    private Answer read(Call call, Action action, String type, String id, Function<Permit, Record.Read> room) {
        var address = new Address(call.actor().tenant(), type, id);
        return switch (gate.pass(call.ask(action, type), address)) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.notFound());
            case Permit permit -> {
                var pending = gate.enter(permit, touched(permit, address));
                var read = room.apply(permit);
                var released = pending.release();
                yield switch (read) {
                    case Record.Read.Absent _ -> Answer.failure(released, Outcomes.notFound());
                    case Record.Read.Gone _ -> Answer.failure(released, Outcomes.gone());
                    case Record.Read.Present p when call.has(p.found().version(), p.found().updated()) ->
                            Answer.of(released, 304, new byte[0]).version(p.found().version(), p.found().updated());
                    case Record.Read.Present p -> Answer.of(released, 200, p.found().body()).stored(p.found().frame())
                            .version(p.found().version(), p.found().updated());
                };
            }
        };
    }

    static List<Touched> touched(Permit permit, Address address) {
        var subjects = permit.standing().map(s -> s.target().subjects()).filter(s -> !s.isEmpty()).orElse(Set.of(0L));
        return subjects.stream().map(s -> new Touched(permit.action(), s, List.of(address.reference()))).toList();
    }

    /// Of one resource.
    Answer history(Call call, String type, String id) {
        var address = new Address(call.actor().tenant(), type, id);
        return switch (gate.pass(call.ask(Action.HISTORY, type), address)) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.notFound());
            case Permit permit -> history(call, List.of(permit), touched(permit, address), '/' + address.reference());
        };
    }

    /// Of a type.
    Answer history(Call call, String type) {
        return switch (gate.pass(call.ask(Action.HISTORY, type))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.forbidden(type));
            case Permit permit -> history(call, List.of(permit), List.of(), '/' + type);
        };
    }

    /// Of all types: who may see the history of no patient has none.
    Answer history(Call call) {
        return switch (gate.pass(call.ask(Action.HISTORY, "Patient"))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.forbidden("Patient"));
            case Permit permit -> {
                var others = Types.names().stream().filter(t -> !t.equals("Patient")).flatMap(t -> permit.also(Action.HISTORY, t).stream());
                yield history(call, Stream.concat(Stream.of(permit), others).toList(), List.of(), "");
            }
        };
    }

    /// @param asked what was asked about, for the journal, when nothing is found
    private Answer history(Call call, List<Permit> permits, List<Touched> asked, String place) {
        return switch (record.history(permits, call.query(), call.parameter("_cursor"))) {
            case Histories.Result.Refused r -> Answer.failure(gate.enter(permits.getFirst(), asked).release(), new Outcomes.Failure(400, List.of(r.problem())));
            case Histories.Result.Page page -> {
                var released = gate.enter(page.permits(), page.versions().isEmpty() ? asked : page.touched()).release();
                var self = call.base() + place + "/_history";
                yield Answer.of(released, 200, Bundles.history(call.base(), call.query().isEmpty() ? self : self + '?' + call.query(), page.next().map(n -> self + "?_cursor=" + n), page.versions()));
            }
        };
    }

    /// `POST [type]/_search`: the parameters of the form and those of the address are one query.
    Answer form(Call call, Function<Call, Answer> then) throws IOException {
        if (!call.header("Content-Type").map(t -> t.split(";")[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")).orElse(false))
            return Answer.open(Outcomes.one(415, "not-supported", "Content-Type", "a search by POST is application/x-www-form-urlencoded"));
        var bytes = call.message().body(FORM + 1);
        if (bytes.length > FORM) return Answer.open(Outcomes.one(413, "too-long", "", "a search has at most " + FORM + " bytes"));
        var form = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        var joined = call.with(Stream.of(call.query(), form).filter(q -> !q.isEmpty()).collect(Collectors.joining("&")));
        if (Format.asked(joined.query()).isEmpty()) return then.apply(joined);
        var format = Format.named(joined.query());
        return format.isPresent() ? format.get().of(then.apply(joined)) : Answer.open(Outcomes.one(406, "not-supported", "_format", "given are application/fhir+json and application/fhir+xml"));
    }

    Answer search(Call call, String type) {
        return switch (gate.pass(call.ask(Action.SEARCH, type))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.forbidden(type));
            case Permit permit -> switch (record.search(permit, call.query(), call.parameter("_cursor"), call.lenient())) {
                case Record.Search.Refused r -> Answer.failure(gate.enter(permit, List.of()).release(), new Outcomes.Failure(400, List.of(r.problem())));
                case Record.Search.Page page -> {
                    var released = gate.enter(page.permits(), Record.touched(page), page.query()).release();
                    var place = call.base() + '/' + type;
                    var self = page.notes().isEmpty() ? call.query() : page.query();
                    yield Answer.of(released, 200, Bundles.searchset(call.base(), self.isEmpty() ? place : place + '?' + self, page.next().map(n -> place + "?_cursor=" + n + Format.named(call.query()).map(f -> "&_format=" + f.name().toLowerCase(Locale.ROOT)).orElse("")), page));
                }
            };
        };
    }
}
