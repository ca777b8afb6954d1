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
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Touched;
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
                    case Record.Read.Present p when call.ifNoneMatch().equals(Optional.of(p.found().version())) ->
                            Answer.of(released, 304, new byte[0]).version(p.found().version(), p.found().updated());
                    case Record.Read.Present p -> Answer.of(released, 200, p.found().body()).stored(p.found().frame())
                            .version(p.found().version(), p.found().updated());
                };
            }
        };
    }

    private static List<Touched> touched(Permit permit, Address address) {
        var subjects = permit.standing().map(s -> s.target().subjects()).filter(s -> !s.isEmpty()).orElse(Set.of(0L));
        return subjects.stream().map(s -> new Touched(permit.action(), s, List.of(address.reference()))).toList();
    }

    Answer history(Call call, String type, String id) {
        var address = new Address(call.actor().tenant(), type, id);
        int count = call.parameter("_count").filter(c -> c.matches("[1-9][0-9]{0,2}")).map(Integer::parseInt).orElse(50);
        var before = call.parameter("_before").filter(b -> b.matches("[0-9]{1,18}")).map(Long::parseLong);
        return switch (gate.pass(call.ask(Action.HISTORY, type), address)) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.notFound());
            case Permit permit -> {
                var pending = gate.enter(permit, touched(permit, address));
                var history = record.history(permit, before, count);
                var self = call.base() + '/' + address.reference() + "/_history";
                var next = history.next().map(n -> self + "?_count=" + count + "&_before=" + n);
                yield Answer.of(pending.release(), 200, Bundles.history(call.base(), self, next, type, id, history.versions()));
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
