package org.serment.server.fhir;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.serment.server.exports.Exports;
import org.serment.server.gate.Gate;
import org.serment.server.record.Change;
import org.serment.server.record.Record;
import org.serment.server.subscriptions.Subscriptions;

/// Which interaction a request is: methods and routes of FHIR R4 http.html, "Summary". What each does stands in [Reads],
/// [Writes] and the [Operation]s.
public final class Interactions {
    private final Reads reads;
    private final Writes writes;
    private final AuditEvents auditEvents;
    private final Exporting exporting;
    private final Subscriptions subscriptions;
    private final List<Operation> operations;

    public Interactions(Gate gate, Record record, AuditEvents auditEvents, Exports exports, Subscriptions subscriptions) {
        this.reads = new Reads(gate, record);
        this.writes = new Writes(gate, record);
        this.auditEvents = auditEvents;
        this.exporting = new Exporting(exports);
        this.subscriptions = subscriptions;
        var events = new SubscriptionEvents(gate, record, subscriptions);
        this.operations = Stream.concat(Stream.of(new PatientRecord(gate, record).everything(), new LastN(gate, record).operation(), auditEvents.proof(), exporting.operation(),
                events.status(), events.events(), events.token(), Validate.operation()), Terminology.operations().stream()).toList();
    }

    Answer capabilities(String method, String base) {
        return reads(method) ? Answer.open(200, Capabilities.statement(base, operations, subscriptions.topics())) : notAllowed();
    }

    Answer answer(Call call) throws IOException {
        var method = call.method();
        return switch (call.route()) {
            case Route.Capabilities _ -> capabilities(call.method(), call.base());
            case Route.Nowhere n -> Answer.open(Outcomes.one(404, "not-found", "", n.why()));
            case Route.System _ -> method.equals("POST") ? writes.bundle(call, this::answer) : notAllowed();
            case Route.Type t -> switch (method) {
                case "GET", "HEAD" -> search(call, t.type());
                case "POST" -> writes.create(call, t.type());
                case "PUT" -> writes.update(call, t.type());
                case "PATCH" -> writes.patch(call, t.type(), new Change.Which.Matching(call.query()));
                case "DELETE" -> writes.delete(call, t.type(), new Change.Which.Matching(call.query()));
                default -> notAllowed();
            };
            case Route.Instance i -> switch (method) {
                case "GET", "HEAD" -> i.type().equals("AuditEvent") ? auditEvents.read(call, i.id()) : reads.read(call, i.type(), i.id());
                case "PUT" -> writes.update(call, i.type(), i.id());
                case "PATCH" -> writes.patch(call, i.type(), new Change.Which.Named(i.id()));
                case "DELETE" -> writes.delete(call, i.type(), new Change.Which.Named(i.id()));
                default -> notAllowed();
            };
            case Route.Version v -> reads(method) ? reads.version(call, v) : notAllowed();
            case Route.Search s -> method.equals("POST") ? reads.form(call, joined -> search(joined, s.type())) : notAllowed();
            case Route.History h -> reads(method) ? reads.history(call, h.type(), h.id()) : notAllowed();
            case Route.ExportStatus s -> reads(method) || method.equals("DELETE") ? exporting.status(call, s.job()) : notAllowed();
            case Route.ExportFile f -> reads(method) ? exporting.file(call, f) : notAllowed();
            case Route.Histories h -> reads(method) ? h.type().map(t -> reads.history(call, t)).orElseGet(() -> reads.history(call)) : notAllowed();
            case Route.Operation o -> operation(call, o, method);
        };
    }

    private Answer search(Call call, String type) {
        return type.equals("AuditEvent") ? auditEvents.search(call) : reads.search(call, type);
    }

    private Answer operation(Call call, Route.Operation at, String method) throws IOException {
        var operation = operations.stream().filter(o -> o.name().equals(at.name()) && o.offered().test(at)).findFirst();
        if (operation.isEmpty()) return Answer.open(Outcomes.one(404, "not-found", "", "no such operation here"));
        return operation.get().methods().contains(method.equals("HEAD") ? "GET" : method) ? operation.get().work().answer(call, at) : notAllowed();
    }

    private static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Answer notAllowed() {
        return Answer.open(Outcomes.one(405, "not-supported", "", "this method is not supported here"));
    }
}
