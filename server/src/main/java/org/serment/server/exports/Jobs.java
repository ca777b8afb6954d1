package org.serment.server.exports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.r4.Types;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.record.Extract;
import org.serment.server.vault.Vault;

/// The SQL of jobs and files.
final class Jobs {
    /// How long files wait to be fetched, and how long a job may take at most.
    static final Duration KEPT = Duration.ofHours(24), LONGEST = Duration.ofDays(7);
    /// A step that breaks is tried again; a job that breaks so often is given up.
    private static final int FAULTS = 3;
    private static final String COLUMNS = "select job, tenant, account, client, state, at_ms, before::text, sealed, step, patient, oid, written, until_at from export_job ";

    private final Database database;
    private final Vault vault;

    Jobs(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /// The moment of an export that begins now: what the database's clock says, and the oldest transaction that hasn't ended.
    record Moment(Instant at, String before) {}

    static Part<Optional<Moment>> now() {
        return Part.first("select (extract(epoch from clock_timestamp()) * 1000)::bigint, pg_snapshot_xmin(pg_current_snapshot())::text",
                r -> new Moment(Instant.ofEpochMilli(r.getLong(1)), r.getString(2)));
    }

    /// What an export of exactly that moment counted up to.
    static Part<Optional<String>> mark(int tenant, Instant at) {
        return Part.first("select before::text from export_job where tenant = ? and at_ms = ? order by before limit 1", r -> r.getString(1), tenant, at.toEpochMilli());
    }

    static Part<Optional<Long>> running(int tenant, long account) {
        return Part.first("select count(*) from export_job where tenant = ? and account = ? and state = 'RUNNING'", r -> r.getLong(1), tenant, account);
    }

    UUID add(Tx tx, int tenant, long account, String client, Moment moment, Asked asked) {
        var id = UUID.randomUUID();
        tx.update("insert into export_job (job, tenant, account, client, state, at_ms, before, sealed, until_at) values (?, ?, ?, ?, 'RUNNING', ?, ?::text::xid8, ?, ?)",
                id, tenant, account, client, moment.at.toEpochMilli(), moment.before, vault.sealLink(tenant, account, place(id), asked.text()), moment.at.plus(LONGEST).toEpochMilli());
        return id;
    }

    private static String place(UUID id) {
        return "export " + id;
    }

    List<UUID> runnable() {
        return database.read(Part.list("select job from export_job where state = 'RUNNING' order by at_ms", r -> r.getObject(1, UUID.class)));
    }

    /// Whether this transaction alone works on the job, until it ends. It ends with its process, whatever becomes of that.
    static boolean mine(Tx tx, UUID id) {
        return tx.query(Part.first("select pg_try_advisory_xact_lock(?)", r -> r.getBoolean(1), id.getMostSignificantBits() ^ id.getLeastSignificantBits())).orElse(false);
    }

    Optional<Job> job(UUID id) {
        return database.read(one(id));
    }

    Optional<Job> job(Tx tx, UUID id) {
        return tx.query(one(id));
    }

    private Part<Optional<Job>> one(UUID id) {
        return Part.first(COLUMNS + "where job = ? and state <> 'ENDED'", this::read, id);
    }

    private Job read(ResultSet r) throws SQLException {
        var id = r.getObject(1, UUID.class);
        int tenant = r.getInt(2);
        long account = r.getLong(3);
        var asked = vault.openLink(tenant, account, place(id), r.getString(8)).map(Asked::of)
                .orElseThrow(() -> new IllegalStateException("what an export was asked for doesn't open: the row was changed, or the key file is another one"));
        return new Job(id, tenant, account, r.getString(4), Job.State.valueOf(r.getString(5)), Instant.ofEpochMilli(r.getLong(6)), r.getString(7), asked, r.getInt(9),
                new Extract.Place(r.getInt(10), r.getLong(11)), r.getLong(12), Instant.ofEpochMilli(r.getLong(13)));
    }

    /// Whether the job was still wanted.
    static boolean advance(Tx tx, Job job, Job.State state, int step, Extract.Place place, long written, Instant until) {
        return tx.update("update export_job set state = ?, step = ?, patient = ?, oid = ?, written = ?, faults = 0, until_at = ? where job = ? and state = 'RUNNING'",
                state.name(), step, place.patient(), place.oid(), written, until.toEpochMilli(), job.id()) == 1;
    }

    List<Job.File> files(UUID id) {
        return database.read(listed(id));
    }

    static List<Job.File> files(Tx tx, UUID id) {
        return tx.query(listed(id));
    }

    private static Part<List<Job.File>> listed(UUID id) {
        return Part.list("select file, kind, type, lines, bytes, pieces from export_file where job = ? order by file",
                r -> new Job.File(r.getInt(1), Job.Kind.valueOf(r.getString(2)), Types.name(r.getInt(3)), r.getLong(4), r.getLong(5), r.getInt(6)), id);
    }

    static Tx.Write file(UUID id, Job.File f) {
        return Tx.Write.of("insert into export_file (job, file, kind, type, lines, bytes, pieces) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (job, file) do update set lines = excluded.lines, bytes = excluded.bytes, pieces = excluded.pieces",
                id, f.number(), f.kind().name(), Types.number(f.type()), f.lines(), f.bytes(), f.pieces());
    }

    static void piece(Tx tx, UUID id, int file, int number, long[] subjects, byte[] sealed) {
        tx.update("insert into export_piece (job, file, number, subjects, sealed) values (?, ?, ?, ?, ?)", id, file, number, subjects, sealed);
    }

    Optional<byte[]> piece(UUID id, int file, int number) {
        return database.read(Part.first("select sealed from export_piece where job = ? and file = ? and number = ?", r -> r.getBytes(1), id, file, number));
    }

    /// The patients of a file.
    List<Long> subjects(UUID id, int file) {
        return database.read(Part.list("select distinct s.v from export_piece p cross join lateral unnest(p.subjects) s(v) where p.job = ? and p.file = ?", r -> r.getLong(1), id, file));
    }

    /// Counts a fault of a step; gives the job up when there were too many.
    void broke(UUID id, Instant now) {
        database.once(Tx.Write.of("update export_job set faults = faults + 1 where job = ? and state = 'RUNNING'", id));
        if (database.read(Part.first("select faults >= ? from export_job where job = ?", r -> r.getBoolean(1), FAULTS, id)).orElse(false)) fail(id, now);
    }

    void fail(UUID id, Instant now) {
        try (var tx = database.begin()) {
            if (tx.update("update export_job set state = 'FAILED', until_at = ? where job = ? and state = 'RUNNING'", now.plus(KEPT).toEpochMilli(), id) == 1) forget(tx, List.of(id));
            tx.commit();
        }
    }

    /// Ends a job at once: files and question are gone.
    void end(UUID id) {
        end("job = ?", id);
    }

    /// Ends what has waited long enough.
    void expire(Instant now) {
        end("until_at <= ?", now.toEpochMilli());
    }

    private void end(String which, Object bind) {
        try (var tx = database.begin()) {
            var ended = tx.query(Part.list("update export_job set state = 'ENDED', sealed = '' where state <> 'ENDED' and " + which + " returning job", r -> r.getObject(1, UUID.class), bind));
            forget(tx, ended);
            tx.commit();
        }
    }

    private static void forget(Tx tx, List<UUID> ended) {
        var ids = ended.toArray(UUID[]::new);
        if (ids.length == 0) return;
        tx.update("delete from export_piece where job = any(?)", (Object) ids);
        tx.update("delete from export_file where job = any(?)", (Object) ids);
    }
}
