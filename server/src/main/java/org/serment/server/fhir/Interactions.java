package org.serment.server.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Problem;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Touched;
import org.serment.server.record.Change;
import org.serment.server.record.Record;
import tools.jackson.databind.node.ObjectNode;

/// The FHIR interactions, each a call of the gate and of a room (FHIR R4 http.html).
public final class Interactions {
    private static final int ENTRIES = 10_000;
    /// The longest body that a person's client sends.
    private static final int PERSONS = 8 << 20;
    /// The longest search by POST.
    private static final int FORM = 64 << 10;

    private final Gate gate;
    private final Record record;
    private final AuditEvents auditEvents;

    public Interactions(Gate gate, Record record, AuditEvents auditEvents) {
        this.gate = gate;
        this.record = record;
        this.auditEvents = auditEvents;
    }

    Answer capabilities(String method, String base) {
        return method.equals("GET") || method.equals("HEAD") ? Answer.open(200, Capabilities.statement(base)) : notAllowed();
    }

    Answer answer(Call call) throws IOException {
        var method = call.http().getMethod();
        return switch (call.route()) {
            case Route.Capabilities _ -> throw new IllegalStateException("answered without a caller");
            case Route.Nowhere n -> Answer.open(Outcomes.one(404, "not-found", "", n.why()));
            case Route.System _ -> method.equals("POST") ? transaction(call) : notAllowed();
            case Route.Type t -> switch (method) {
                case "GET", "HEAD" -> t.type().equals("AuditEvent") ? auditEvents.search(call) : search(call, t.type());
                case "POST" -> create(call, t.type());
                default -> notAllowed();
            };
            case Route.Instance i -> switch (method) {
                case "GET", "HEAD" -> i.type().equals("AuditEvent") ? auditEvents.read(call, i.id()) : read(call, Action.READ, i.type(), i.id(), record::read);
                case "PUT" -> update(call, i.type(), i.id());
                case "DELETE" -> delete(call, i.type(), i.id());
                default -> notAllowed();
            };
            case Route.Version v -> reads(method) ? read(call, Action.VREAD, v.type(), v.id(), p -> record.version(p, v.version())) : notAllowed();
            case Route.Search s -> method.equals("POST") ? form(call, s.type()) : notAllowed();
            case Route.History h -> reads(method) ? history(call, h.type(), h.id()) : notAllowed();
            case Route.Proof p -> reads(method) && p.type().equals("AuditEvent") ? auditEvents.proof(call, p.id()) : notAllowed();
        };
    }

    private static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Answer notAllowed() {
        return Answer.open(Outcomes.one(405, "not-supported", "", "this method is not supported here"));
    }

    // ---- reading

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

    private Answer history(Call call, String type, String id) {
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
    private Answer form(Call call, String type) throws IOException {
        if (!call.header("Content-Type").map(t -> t.split(";")[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")).orElse(false))
            return Answer.open(Outcomes.one(415, "not-supported", "Content-Type", "a search by POST is application/x-www-form-urlencoded"));
        var bytes = call.http().getInputStream().readNBytes(FORM + 1);
        if (bytes.length > FORM) return Answer.open(Outcomes.one(413, "too-long", "", "a search has at most " + FORM + " bytes"));
        var form = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        var joined = call.with(Stream.of(call.query(), form).filter(q -> !q.isEmpty()).collect(Collectors.joining("&")));
        if (!Sending.acceptable(joined.query())) return Answer.open(Outcomes.one(406, "not-supported", "_format", "only JSON is given: application/fhir+json"));
        return type.equals("AuditEvent") ? auditEvents.search(joined) : search(joined, type);
    }

    private Answer search(Call call, String type) {
        return switch (gate.pass(call.ask(Action.SEARCH, type))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.forbidden(type));
            case Permit permit -> switch (record.search(permit, call.query(), call.parameter("_cursor"), call.lenient())) {
                case Record.Search.Refused r -> Answer.failure(gate.enter(permit, List.of()).release(), new Outcomes.Failure(400, List.of(r.problem())));
                case Record.Search.Page page -> {
                    var released = gate.enter(page.permits(), Record.touched(page), page.query()).release();
                    var place = call.base() + '/' + type;
                    var self = page.notes().isEmpty() ? call.query() : page.query();
                    yield Answer.of(released, 200, Bundles.searchset(call.base(), self.isEmpty() ? place : place + '?' + self, page.next().map(n -> place + "?_cursor=" + n), page));
                }
            };
        };
    }

    // ---- writing

    private Answer create(Call call, String type) throws IOException {
        return body(call, type, resource -> {
            var ifNoneExist = call.header("If-None-Exist").map(q -> q.substring(q.indexOf('?') + 1));
            return one(call, Action.CREATE, type, () -> new Change.Create("", resource.take(), Optional.empty(), ifNoneExist));
        });
    }

    private Answer update(Call call, String type, String id) throws IOException {
        return body(call, type, resource -> {
            if (!resource.look().path("id").asString("").equals(id)) return Answer.open(Outcomes.one(400, "invalid", type + ".id", "the id is not that of the address"));
            return one(call, Action.UPDATE, type, () -> new Change.Update("", type, id, resource.take(), Optional.empty(), call.ifMatch()));
        });
    }

    private Answer delete(Call call, String type, String id) {
        return one(call, Action.DELETE, type, () -> new Change.Delete("", type, id, call.ifMatch()));
    }

    private Answer one(Call call, Action action, String type, Supplier<Change> change) {
        return switch (record.write(gate, call.ask(action, type), () -> List.of(change.get()))) {
            case Change.Result.Rejected r -> rejected(r);
            case Change.Result.Written w -> {
                var done = w.done().getFirst();
                int status = switch (done.kind()) {
                    case CREATED -> 201;
                    case UPDATED, KEPT -> 200;
                    case DELETED -> 204;
                };
                var answer = Answer.of(w.released(), status, done.body()).version(done.version(), done.updated());
                if (done.kind() == Change.Kind.CREATED) answer = answer.at(call.base() + '/' + type + '/' + done.id() + "/_history/" + done.version());
                yield switch (call.prefer()) {
                    case REPRESENTATION -> answer;
                    case MINIMAL -> answer.without();
                    case OUTCOME -> answer.with(Outcomes.done());
                };
            }
        };
    }

    private Answer transaction(Call call) throws IOException {
        return body(call, "Bundle", bundle -> {
            if (bundle.look().path("entry").size() > ENTRIES)
                return Answer.open(Outcomes.one(413, "too-long", "Bundle.entry", "a transaction has at most " + ENTRIES + " entries"));
            return switch (Transactions.read(bundle.look())) {
                case Transactions.Result.Bad b -> Answer.open(new Outcomes.Failure(400, List.of(b.problem())));
                case Transactions.Result.Ready ready -> switch (record.write(gate, call.ask(Action.CREATE, "Bundle"), () -> changes(bundle.take()))) {
                    case Change.Result.Rejected r -> rejected(r);
                    case Change.Result.Written w -> {
                        var inOrder = new Change.Done[w.done().size()];
                        for (int i = 0; i < inOrder.length; i++) inOrder[ready.order().get(i)] = w.done().get(i);
                        yield Answer.of(w.released(), 200, Bundles.transactionResponse(List.of(inOrder), call.header("Prefer").isPresent() && call.prefer() == Call.Prefer.REPRESENTATION));
                    }
                };
            };
        });
    }

    private static List<Change> changes(ObjectNode bundle) {
        return switch (Transactions.read(bundle)) {
            case Transactions.Result.Ready ready -> ready.changes();
            case Transactions.Result.Bad _ -> throw new IllegalStateException("read a moment ago");
        };
    }

    private static Answer rejected(Change.Result.Rejected r) {
        return switch (r.cause()) {
            case INVALID -> Answer.failure(r.released(), new Outcomes.Failure(400, r.problems()));
            case NOT_FOUND -> Answer.failure(r.released(), Outcomes.notFound());
            case FORBIDDEN -> Answer.failure(r.released(), new Outcomes.Failure(403, r.problems()));
            case PRECONDITION -> Answer.failure(r.released(), new Outcomes.Failure(412, r.problems()));
            case CONFLICT -> Answer.failure(r.released(), new Outcomes.Failure(409, r.problems()));
            case UNPROCESSABLE -> Answer.failure(r.released(), new Outcomes.Failure(422, r.problems()));
        };
    }

    /// Reads the body as a resource of that type. The writer may ask for it again, fresh, when it has to try again.
    private static Answer body(Call call, String type, Function<Incoming, Answer> then) throws IOException {
        if (!Sending.json(call.header("Content-Type")))
            return Answer.open(Outcomes.one(415, "not-supported", "Content-Type", "bodies are application/fhir+json"));
        if (call.header("Content-Encoding").isPresent()) return Answer.open(Outcomes.one(415, "not-supported", "Content-Encoding", "bodies come without a content coding"));
        // a loading program sends whole histories; what a person sends is far smaller
        var limits = call.actor().machine() ? Limits.DEFAULT : new Limits(PERSONS, Limits.DEFAULT.depth(), Limits.DEFAULT.problems());
        var bytes = call.http().getInputStream().readNBytes(limits.bytes() + 1);
        return switch (Json.parse(bytes, limits)) {
            case Parsed.Rejected r -> Answer.open(new Outcomes.Failure(tooLong(r.problems().getFirst()) ? 413 : 400, r.problems()));
            case Parsed.Ok ok when !ok.resource().path("resourceType").asString("").equals(type) ->
                    Answer.open(new Outcomes.Failure(400, List.of(new Problem("", "invalid", "the body is not a " + type))));
            case Parsed.Ok ok -> then.apply(new Incoming(bytes, ok.resource()));
        };
    }

    /// The whole body, not something in it.
    private static boolean tooLong(Problem problem) {
        return problem.code().equals("too-long") && problem.path().isEmpty();
    }
}
