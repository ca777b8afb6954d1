package org.serment.server.journal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.trace.Entry;
import org.serment.kernel.trace.ProofFile;
import org.serment.server.db.Answers;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Authority;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.Vault;

/// The access journal of one database. Several processes may have one open at the same time.
///
/// - [#append] for what only reads: the caller goes on with its work and waits for the [Receipt] before its answer leaves.
/// - [#write] for what changes data: the entry commits or vanishes with the change.
/// - [#log()] for auditors, [#lines] and [#prove] for the patient.
public final class Journal implements AutoCloseable {
    private final Database database;
    private final Vault vault;
    private final SecureRandom random = new SecureRandom();
    private final Numbers numbers;
    private final Writer writer;
    private final Sequencer sequencer;
    private final Log log;

    private Journal(Database database, Vault vault, Signer signer) {
        this.database = database;
        this.vault = vault;
        this.numbers = new Numbers(database);
        this.writer = new Writer(database);
        this.sequencer = new Sequencer(database, signer);
        this.log = new Log(database, signer.vkey());
    }

    /// Opens the journal, checks that it is whole, and starts to sequence.
    ///
    /// @throws org.serment.server.db.CannotStart when it was cut or damaged, or the key isn't its own
    public static Journal open(Database database, Vault vault, KeyProvider keys) {
        return new Journal(database, vault, Signer.open(database, keys.checkpointSigner()));
    }

    /// Hands an entry to the next group commit.
    public Receipt append(Event event) {
        Row row = Row.of(numbers.next(), event, vault, random);
        return new Receipt(row.id(), writer.offer(row));
    }

    /// Writes an entry in the caller's transaction.
    ///
    /// @return the entry's number
    public long write(Tx tx, Event event) {
        Row row = Row.of(numbers.next(tx), event, vault, random);
        tx.later(List.of(Row.insert(List.of(row))));
        return row.id();
    }

    public Log log() {
        return log;
    }

    /// A patient's lines, newest first.
    ///
    /// @param from  the oldest, ms since 1970, inclusive
    /// @param until the newest, ms since 1970, exclusive
    /// @param after go on after this place
    public List<Seen> lines(Authority authority, int tenant, long subject, long from, long until, Seen.Position after, int limit) {
        record Found(long entry, int ordinal, byte[] leafData, byte[] sealed) {}
        List<Found> found = database.read(Part.list("""
                select l.entry_id, l.ordinal, e.leaf_data, e.sealed
                from line l join entry e on e.entry_id = l.entry_id
                where l.tenant = ? and l.subject = ? and l.at >= ? and l.at < ? and (l.at, l.entry_id, l.ordinal) < (?, ?, ?)
                order by l.at desc, l.entry_id desc, l.ordinal desc limit ?""",
                r -> new Found(r.getLong(1), r.getInt(2), r.getBytes(3), r.getBytes(4)),
                tenant, subject, from, until, after.at(), after.entry(), after.ordinal(), limit));
        List<Seen> seen = new ArrayList<>(found.size());
        for (Found f : found) {
            Memory memory = remember(authority, Action.READERS, tenant, subject, f.ordinal(), f.leafData(), f.sealed());
            seen.add(new Seen(f.entry(), f.ordinal(), memory.lines().get(f.ordinal())));
        }
        return seen;
    }

    /// How many lines a patient has from `from` until before `until`, ms since 1970.
    public long count(Authority authority, int tenant, long subject, long from, long until) {
        vault.mayOpenTrail(authority, Action.READERS, tenant, subject);
        return database.read(Part.first("select count(*) from line where tenant = ? and subject = ? and at >= ? and at < ?",
                r -> r.getLong(1), tenant, subject, from, until)).orElse(0L);
    }

    /// One line of a patient.
    public Optional<Seen> line(Authority authority, int tenant, long subject, long entry, int ordinal) {
        return database.read(stored(tenant, subject, entry, ordinal)).map(s -> new Seen(entry, ordinal,
                remember(authority, Action.READERS, tenant, subject, ordinal, s.leafData(), s.sealed()).lines().get(ordinal)));
    }

    /// The proof of one line of a patient.
    public Proved prove(Authority authority, int tenant, long subject, long entry, int ordinal) {
        Part<Optional<Stored>> stored = stored(tenant, subject, entry, ordinal);
        Part<Optional<Long>> index = Part.first("select index from leaf where entry_id = ?", r -> r.getLong(1), entry);
        Part<Optional<String>> last = Log.last();
        Answers answers = database.read(stored, index, last);
        if (answers.of(stored).isEmpty()) return new Proved.Absent();
        Stored s = answers.of(stored).get();
        Memory memory = remember(authority, Action.PROOF, tenant, subject, ordinal, s.leafData(), s.sealed());
        if (answers.of(index).isEmpty() || answers.of(last).isEmpty()) return new Proved.NotYet();
        SignedNote note = SignedNote.parse(answers.of(last).get()).orElseThrow(() -> new IllegalStateException("the journal's checkpoint is not a note"));
        Checkpoint checkpoint = log.read(note);
        long at = answers.of(index).get();
        if (at >= checkpoint.size()) return new Proved.NotYet();
        Entry hidden = memory.entry();
        return new Proved.File(new ProofFile(memory.lines().get(ordinal), Hash.of(memory.salt(ordinal)), hidden.hops(ordinal),
                log.vkey(), at, log.inclusion(at, checkpoint.size()), note).text());
    }

    private record Stored(byte[] leafData, byte[] sealed) {}

    private static Part<Optional<Stored>> stored(int tenant, long subject, long entry, int ordinal) {
        return Part.first("""
                select e.leaf_data, e.sealed from entry e
                where e.entry_id = ? and e.tenant = ? and exists (select from line l
                  where l.tenant = e.tenant and l.subject = ? and l.at = e.at and l.entry_id = e.entry_id and l.ordinal = ?)""",
                r -> new Stored(r.getBytes(1), r.getBytes(2)), entry, tenant, subject, ordinal);
    }

    private Memory remember(Authority authority, Action action, int tenant, long subject, int ordinal, byte[] leafData, byte[] sealed) {
        Memory memory = Memory.parse(vault.openTrail(authority, action, tenant, subject, leafData, sealed));
        if (ordinal >= memory.subjects().length || memory.subjects()[ordinal] != subject)
            throw new IllegalStateException("a line points to another patient's part of an entry");
        return memory;
    }

    /// Puts what is committed into the log now, without waiting for the next second.
    long sequence() {
        return sequencer.drain();
    }

    /// Writes what was appended, puts it into the log, ends. Close it before the database.
    @Override
    public void close() {
        writer.close();
        sequencer.close();
        try {
            sequencer.drain();
        } catch (RuntimeException e) {
            // the next process to start sequences what is left
        }
    }
}
