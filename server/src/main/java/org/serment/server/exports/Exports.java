package org.serment.server.exports;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
import org.serment.r4.Problem;
import org.serment.r4.Types;
import org.serment.server.db.Database;
import org.serment.server.db.Tx;
import org.serment.server.gate.Address;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Touched;
import org.serment.server.record.Record;
import org.serment.server.vault.Vault;

/// Bulk exports (HL7 Bulk Data Access 2.0): begun, looked after, fetched and ended by the client that asked.
public final class Exports implements AutoCloseable {
    /// Jobs that one account may have at work.
    private static final int AT_ONCE = 3;
    /// What is no record of anything.
    private static final Set<String> NEVER = Set.of("Parameters", "OperationOutcome");

    private final Database database;
    private final Gate gate;
    private final Record record;
    private final Vault vault;
    private final Jobs jobs;
    private final Workers workers;

    private Exports(Database database, Vault vault, Gate gate, Record record, InstantSource clock) {
        this.database = database;
        this.gate = gate;
        this.record = record;
        this.vault = vault;
        this.jobs = new Jobs(database, vault);
        this.workers = new Workers(database, vault, gate, record, jobs, clock);
    }

    /// Begins to work on what is there, and on what comes.
    public static Exports open(Database database, Vault vault, Gate gate, Record record, InstantSource clock) {
        var exports = new Exports(database, vault, gate, record, clock);
        exports.workers.start();
        return exports;
    }

    /// What became of a kick-off.
    public sealed interface Begun {
        record Accepted(Released released, UUID job) implements Begun {}

        /// @param type that the client may not copy; empty when it may copy nothing at all, or not see the Group
        record Refused(Released released, Optional<String> type) implements Begun {}

        record Misunderstood(Problem problem) implements Begun {}

        /// The client has enough at work.
        record Busy() implements Begun {}
    }

    /// @param ask for EXPORT
    public Begun begin(Ask ask, Wish wish) {
        Optional<Set<String>> members = Optional.empty();
        if (wish.whose() instanceof Wish.Whose.Members m) switch (gate.pass(ask.with(Action.READ, "Group"), new Address(ask.actor().tenant(), "Group", m.group()))) {
            case Passage.Refused r -> {
                return new Begun.Refused(r.released(), Optional.empty());
            }
            case Permit permit -> members = Optional.of(Members.of(gate, record, permit));
        }
        try (var tx = database.begin()) {
            return begin(tx, gate.hear(tx, ask), ask, wish, members);
        }
    }

    private Begun begin(Tx tx, Hearing hearing, Ask ask, Wish wish, Optional<Set<String>> members) {
        var actor = ask.actor();
        var types = wish.types().isEmpty() ? copied(hearing) : wish.types();
        var refused = types.isEmpty() ? Optional.of("Patient") : types.stream().filter(t -> !may(hearing, t)).findFirst();
        if (refused.isPresent()) {
            tx.close();
            return new Begun.Refused(refused(hearing, ask.with(Action.EXPORT, refused.get())), refused.filter(_ -> !wish.types().isEmpty()));
        }
        if (tx.query(Jobs.running(actor.tenant(), actor.account())).orElse(0L) >= AT_ONCE) return new Begun.Busy();
        var level = switch (wish.whose()) {
            case Wish.Whose.System _ -> "all";
            case Wish.Whose.Patients _, Wish.Whose.Members _ -> wish.patients().isPresent() || members.isPresent() ? "these" : "patients";
        };
        Set<Long> subjects = new TreeSet<>();
        if (level.equals("these")) {
            var wanted = wish.patients().<Set<String>>map(HashSet::new).or(() -> members).get();
            var known = record.subjects(tx, hearing, Action.EXPORT, wanted);
            boolean strange = members.filter(m -> !m.containsAll(wanted)).isPresent() || known.size() < wanted.size();
            if (wish.patients().isPresent() && strange) return new Begun.Misunderstood(new Problem("patient", "not-found", "one of the patients is not there for you, or no member of the group"));
            subjects.addAll(known.values());
        }
        var moment = tx.query(Jobs.now()).orElseThrow();
        var mark = wish.since().filter(s -> s.getNano() % 1_000_000 == 0).flatMap(s -> tx.query(Jobs.mark(actor.tenant(), s)));
        var asked = new Asked(ask.request(), wish.url(), actor.scopes(), types, wish.filters(), wish.elements(), wish.since().map(Instant::toString).orElse(""), mark.orElse(""), level, List.copyOf(subjects));
        var job = jobs.add(tx, actor.tenant(), actor.account(), actor.client(), moment, asked);
        var released = hearing.commit(List.of());
        workers.ring();
        return new Begun.Accepted(released, job);
    }

    private static List<String> copied(Hearing hearing) {
        return Types.names().stream().filter(t -> !NEVER.contains(t) && may(hearing, t)).toList();
    }

    private static boolean may(Hearing hearing, String type) {
        return !(hearing.plan(Action.EXPORT, type) instanceof Plan.None);
    }

    private Released refused(Hearing hearing, Ask ask) {
        return switch (gate.pass(ask)) {
            case Passage.Refused r -> r.released();
            case Permit _ -> hearing.refused();
        };
    }

    /// Where a job stands.
    public sealed interface Status {
        /// There is none of that number for this client.
        record Absent() implements Status {}

        record Refused(Released released) implements Status {}

        /// @param types of how many types all is written; of how many in all
        record Running(long written, int types, int of) implements Status {}

        record Failed(String request) implements Status {}

        record Done(Released released, Instant at, String url, List<File> files, Instant until) implements Status {}
    }

    /// @param type of its resources; of a file of deletions, what is listed as deleted
    public record File(int number, Kind kind, String type, long lines) {}

    public enum Kind { OUTPUT, DELETED, ERROR }

    /// @param ask for EXPORT
    public Status status(Ask ask, UUID id) {
        var found = job(ask, id);
        if (found.isEmpty()) return new Status.Absent();
        var job = found.get();
        return switch (gate.pass(ask.with(Action.EXPORT, job.asked().types().getFirst()))) {
            case Passage.Refused r -> new Status.Refused(r.released());
            case Permit permit -> switch (job.state()) {
                case RUNNING -> new Status.Running(job.written(), job.step(), job.asked().types().size());
                case FAILED -> new Status.Failed(job.asked().request());
                case ENDED -> new Status.Absent();
                case DONE -> new Status.Done(gate.enter(permit, List.of()).release(), job.at(), job.asked().url(),
                        jobs.files(id).stream().map(f -> new File(f.number(), Kind.valueOf(f.kind().name()), f.type(), f.lines())).toList(), job.until());
            };
        };
    }

    /// A file on its way out.
    public sealed interface Download {
        /// There is none for this client, or it isn't finished.
        record Absent() implements Download {}

        /// The client may no longer have it.
        record Refused(Released released, String type) implements Download {}

        record Ready(Released released, Contents contents) implements Download {}
    }

    /// @param ask for EXPORT
    public Download download(Ask ask, UUID id, int number) {
        var file = job(ask, id).filter(j -> j.state() == Job.State.DONE).flatMap(j -> jobs.files(id).stream().filter(f -> f.number() == number).findFirst());
        if (file.isEmpty()) return new Download.Absent();
        var type = file.get().type();
        var asked = ask.with(Action.EXPORT, type);
        return switch (gate.pass(asked)) {
            case Passage.Refused r -> new Download.Refused(r.released(), type);
            case Permit permit -> {
                var contents = new Contents(gate, asked, vault.pieces(), jobs, id, file.get());
                if (!contents.opens(permit)) yield new Download.Refused(gate.enter(permit, List.of()).release(), type);
                var patients = jobs.subjects(id, number);
                var touched = (patients.isEmpty() ? List.of(0L) : patients).stream().map(s -> new Touched(Action.EXPORT, s, List.of(type))).toList();
                yield new Download.Ready(gate.enter(List.of(permit), touched, "file " + number + " of export " + id).release(), contents);
            }
        };
    }

    /// Ends a job: its files are gone when this returns.
    ///
    /// @return false when there is none of that number for this client
    public boolean end(Ask ask, UUID id) {
        if (job(ask, id).isEmpty()) return false;
        jobs.end(id);
        return true;
    }

    private Optional<Job> job(Ask ask, UUID id) {
        return jobs.job(id).filter(j -> j.of(ask.actor()) && ask.actor().machine());
    }

    @Override
    public void close() {
        workers.close();
    }
}
