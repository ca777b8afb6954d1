package org.serment.server.fhir;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.record.Change;
import org.serment.server.record.Record;
import tools.jackson.databind.node.ObjectNode;

/// What writes: create, update, delete, transaction (FHIR R4 http.html 3.1.0.4 to 3.1.0.11).
final class Writes {
    private static final int ENTRIES = 10_000;

    private final Gate gate;
    private final Record record;

    Writes(Gate gate, Record record) {
        this.gate = gate;
        this.record = record;
    }

    Answer create(Call call, String type) throws IOException {
        return Incoming.of(call, type, resource -> {
            var ifNoneExist = call.header("If-None-Exist").map(q -> q.substring(q.indexOf('?') + 1));
            return one(call, Action.CREATE, type, () -> new Change.Create("", resource.take(), Optional.empty(), ifNoneExist));
        });
    }

    Answer update(Call call, String type, String id) throws IOException {
        return Incoming.of(call, type, resource -> {
            if (!resource.look().path("id").asString("").equals(id)) return Answer.open(Outcomes.one(400, "invalid", type + ".id", "the id is not that of the address"));
            return one(call, Action.UPDATE, type, () -> new Change.Update("", type, id, resource.take(), Optional.empty(), call.ifMatch()));
        });
    }

    Answer delete(Call call, String type, String id) {
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

    Answer transaction(Call call) throws IOException {
        return Incoming.of(call, "Bundle", bundle -> {
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
}
