package org.serment.server.fhir;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Released;
import org.serment.server.record.Change;
import org.serment.server.record.Record;
import tools.jackson.databind.node.ObjectNode;

/// What writes: create, update, patch, delete, their conditional forms, batch and transaction (FHIR R4 http.html 3.1.0.4 to 3.1.0.11).
final class Writes {
    private static final int ENTRIES = 10_000, BATCH = 1_000;

    private final Gate gate;
    private final Record record;

    Writes(Gate gate, Record record) {
        this.gate = gate;
        this.record = record;
    }

    Answer create(Call call, String type) throws IOException {
        return Incoming.of(call, type, resource -> {
            return one(call, Action.CREATE, type, () -> new Change.Create("", resource.take(), Optional.empty(), call.ifNoneExist()));
        });
    }

    Answer update(Call call, String type, String id) throws IOException {
        return Incoming.of(call, type, resource -> {
            if (!resource.look().path("id").asString("").equals(id)) return Answer.open(Outcomes.one(400, "invalid", type + ".id", "the id is not that of the address"));
            return one(call, Action.UPDATE, type, () -> new Change.Update("", type, id, resource.take(), Optional.empty(), call.ifMatch()));
        });
    }

    /// `PUT [type]?query`: what the query finds is updated; what it doesn't find is created.
    Answer update(Call call, String type) throws IOException {
        return Incoming.of(call, type, resource -> one(call, Action.UPDATE, type,
                () -> new Change.Update("", type, new Change.Which.Matching(call.query()), resource.take(), Optional.empty(), call.ifMatch())));
    }

    /// A JSON Patch or a FHIRPath Patch, by the media type of the body.
    Answer patch(Call call, String type, Change.Which which) throws IOException {
        return Patches.read(call, edit -> one(call, Action.UPDATE, type, () -> new Change.Patch("", type, which, edit, Optional.empty(), call.ifMatch())));
    }

    Answer delete(Call call, String type, Change.Which which) {
        return one(call, Action.DELETE, type, () -> new Change.Delete("", type, which, call.ifMatch()));
    }

    private Answer one(Call call, Action action, String type, Supplier<Change> change) {
        return switch (record.write(gate, call.ask(action, type), () -> List.of(change.get()))) {
            case Change.Result.Rejected r -> rejected(r);
            case Change.Result.Written w -> answer(call, w.done().getFirst(), w.released());
        };
    }

    private static Answer answer(Call call, Change.Done done, Released released) {
        int status = switch (done.kind()) {
            case CREATED -> 201;
            case UPDATED, KEPT -> 200;
            case DELETED, NOTHING -> 204;
        };
        var answer = Answer.of(released, status, done.body());
        if (done.kind() == Change.Kind.NOTHING) return answer;
        answer = answer.version(done.version(), done.updated());
        if (done.kind() != Change.Kind.DELETED) answer = answer.at(call.base() + '/' + done.type() + '/' + done.id() + "/_history/" + done.version());
        return switch (call.prefer()) {
            case REPRESENTATION -> answer;
            case MINIMAL -> answer.without();
            case OUTCOME -> answer.with(Outcomes.done());
        };
    }

    /// `POST [base]`: a batch or a transaction.
    Answer bundle(Call call, FhirDoor.Asked interactions) throws IOException {
        return Incoming.of(call, "Bundle", bundle -> {
            var entries = bundle.look().path("entry");
            return switch (bundle.look().path("type").asString("")) {
                case "batch" -> entries.size() > BATCH ? tooMany(BATCH) : batch(call, new Batch(call, interactions).all(entries));
                case "transaction" -> entries.size() > ENTRIES ? tooMany(ENTRIES) : transaction(call, bundle, interactions);
                default -> Answer.open(Outcomes.one(400, "value", "Bundle.type", "a bundle sent here is a batch or a transaction"));
            };
        });
    }

    private static Answer batch(Call call, List<Answer> answers) {
        return Answer.of(answers, Bundles.responses(call.base(), "batch-response", answers));
    }

    private static Answer tooMany(int most) {
        return Answer.open(Outcomes.one(413, "too-long", "Bundle.entry", "such a bundle has at most " + most + " entries"));
    }

    private Answer transaction(Call call, Incoming bundle, FhirDoor.Asked interactions) {
        return switch (Transactions.read(bundle.look(), call)) {
            case Transactions.Result.Bad b -> Answer.open(new Outcomes.Failure(400, List.of(b.problem())));
            case Transactions.Result.Ready ready -> switch (record.write(gate, call.ask(Action.CREATE, "Bundle"), () -> changes(bundle.take(), call))) {
                case Change.Result.Rejected r -> rejected(r);
                case Change.Result.Written w -> {
                    var answers = new Answer[ready.order().size() + ready.reads().size()];
                    for (int i = 0; i < w.done().size(); i++) answers[ready.order().get(i)] = entry(call, w.done().get(i), w.released());
                    // reads see what was written: each is a request of its own, after the commit
                    var reads = new Batch(call, interactions);
                    for (var read : ready.reads()) answers[read.index()] = reads.one(read);
                    yield Answer.of(w.released(), 200, Bundles.responses(call.base(), "transaction-response", List.of(answers)));
                }
            };
        };
    }

    /// A transaction's answer says where each resource is; the resource itself comes back when it was asked for.
    private static Answer entry(Call call, Change.Done done, Released released) {
        var answer = answer(call, done, released);
        return call.headers("Prefer").isEmpty() ? answer.without() : answer;
    }

    private static List<Change> changes(ObjectNode bundle, Call call) {
        return switch (Transactions.read(bundle, call)) {
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
