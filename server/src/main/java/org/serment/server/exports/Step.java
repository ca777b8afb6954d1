package org.serment.server.exports;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Target;
import org.serment.server.db.Tx;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Touched;
import org.serment.server.record.Extract;
import org.serment.server.record.Found;
import org.serment.server.record.Record;
import org.serment.server.vault.Vault;

/// One step of a job, in one transaction: heard by the gate, read, sealed, entered into the journal and remembered together. A
/// process that dies leaves no half step; the next one begins where the last committed step ended.
final class Step implements Extract.Sink {
    /// A step ends after so many resources, or so many clear bytes.
    private static final int MOST = 1_000;
    private static final long BYTES = 16 << 20;
    private static final int AT_ONCE = 250;

    private final Gate gate;
    private final Record record;
    private final Tx tx;
    private final Job job;
    private final Filing filing;
    private final Map<Long, List<String>> touched = new TreeMap<>();
    private String type = "";
    private int count;
    private long bytes;

    Step(Gate gate, Record record, Vault vault, Tx tx, Job job) {
        this.gate = gate;
        this.record = record;
        this.tx = tx;
        this.job = job;
        this.filing = new Filing(vault.pieces(), tx, job);
    }

    /// What came of it; `Refused` was rolled back.
    sealed interface Result {
        record Done() implements Result {}

        /// The client may no longer copy this.
        record Refused(Hearing hearing) implements Result {}

        /// Nobody wants the job any more.
        record Unwanted() implements Result {}
    }

    Result run(Instant now) {
        var types = job.asked().types();
        int step = job.step();
        var place = job.place();
        var hearing = gate.hear(tx, ask(types.get(Math.min(step, types.size() - 1))));
        while (step < types.size() && count < MOST && bytes < BYTES) {
            type = types.get(step);
            if (hearing.plan(Action.EXPORT, type) instanceof Plan.None) return new Result.Refused(hearing);
            filing.of(type);
            var next = record.extract(tx, hearing.permit(Action.EXPORT, type), job.asked().extract(type, job.before()), place, AT_ONCE, this);
            if (next.isEmpty()) step++;
            place = next.orElse(Extract.Place.START);
        }
        filing.finish();
        boolean done = step == types.size();
        if (!Jobs.advance(tx, job, done ? Job.State.DONE : Job.State.RUNNING, step, place, job.written() + count, done ? now.plus(Jobs.KEPT) : job.until())) return new Result.Unwanted();
        // durable before released: nothing can be fetched that isn't in the journal, since both are written together
        hearing.commit(touched.entrySet().stream().map(e -> new Touched(Action.EXPORT, e.getKey(), e.getValue())).toList());
        return new Result.Done();
    }

    private Ask ask(String first) {
        return new Ask(job.actor(), Action.EXPORT, first, Optional.empty(), job.asked().request(), "");
    }

    @Override
    public void found(Target target, Found found) {
        line(Job.Kind.OUTPUT, target, found.body());
        touch(target, type + '/' + found.id());
    }

    @Override
    public void deleted(Target target, Found last) {
        line(Job.Kind.DELETED, target, ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"" + type + '/' + last.id() + "\"}}]}")
                .getBytes(StandardCharsets.US_ASCII));
        touch(target, type + '/' + last.id());
    }

    @Override
    public void unreadable(Target target) {
        line(Job.Kind.ERROR, target, ("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"exception\",\"diagnostics\":\"A stored " + type
                + " cannot be read; it is missing here. The operator's log says more.\"}]}").getBytes(StandardCharsets.US_ASCII));
    }

    private void line(Job.Kind kind, Target target, byte[] line) {
        filing.line(kind, target, line);
        count++;
        bytes += line.length;
    }

    private void touch(Target target, String what) {
        for (long subject : target.subjects().isEmpty() ? Set.of(0L) : target.subjects()) touched.computeIfAbsent(subject, s -> new ArrayList<>()).add(what);
    }
}
