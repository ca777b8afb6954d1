package org.serment.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Request;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.Proof;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Tile;
import org.serment.kernel.trace.Line;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;
import org.serment.server.db.Away;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.db.Tx;
import org.serment.server.vault.Authority;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.TestKeys;
import org.serment.server.vault.Vault;

class JournalIT {
    /// The decision is the gate's and is tested there: here every opening is allowed, or none.
    static final Authority ALL = (target, type, action, now) -> {};

    TestDatabase test;
    Database db;
    KeyProvider keys;
    Vault vault;
    Journal journal;

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        db = test.database();
        keys = TestKeys.fresh();
        vault = Vault.open(db, keys, InstantSource.system());
        journal = Journal.open(db, vault, keys);
    }

    @AfterEach
    void close() {
        journal.close();
        test.close();
    }

    @Test
    void whatWasAwaitedIsDurableAndReadBackByThePatientAlone() {
        Instant at = Instant.parse("2026-03-01T10:00:00.123Z");
        Receipt receipt = journal.append(event(at, "r1", 7, 8));
        receipt.await();
        journal.append(event(at.plusSeconds(5), "r2", 7)).await();
        journal.append(event(at.plusSeconds(9), "r3")).await();
        List<Seen> mine = journal.lines(ALL, 1, 7, 0, Long.MAX_VALUE, Seen.Position.START, 10);
        assertEquals(List.of("r2", "r1"), mine.stream().map(s -> s.line().request()).toList());
        assertEquals("Patient/p7", mine.getFirst().line().patient());
        assertEquals(List.of("r1"), ids(journal.lines(ALL, 1, 8, 0, Long.MAX_VALUE, Seen.Position.START, 10)));
        assertEquals(List.of(), journal.lines(ALL, 2, 7, 0, Long.MAX_VALUE, Seen.Position.START, 10));
        assertEquals(List.of("r1"), ids(journal.lines(ALL, 1, 7, 0, Long.MAX_VALUE, mine.getFirst().position(), 10)));
        assertEquals(List.of("r1"), ids(journal.lines(ALL, 1, 7, 0, at.toEpochMilli() + 1, Seen.Position.START, 10)));
        assertEquals(List.of("r2"), ids(journal.lines(ALL, 1, 7, at.toEpochMilli() + 1, Long.MAX_VALUE, Seen.Position.START, 10)));
        Authority none = (target, type, action, now) -> {
            assertEquals(Set.of(7L), target.subjects());
            throw new SecurityException("no");
        };
        assertThrows(SecurityException.class, () -> journal.lines(none, 1, 7, 0, Long.MAX_VALUE, Seen.Position.START, 10));
        assertThrows(SecurityException.class, () -> journal.prove(none, 1, 7, receipt.entry(), 0));
    }

    @Test
    void anEntryVanishesWithItsTransaction() {
        long entry;
        try (Tx tx = db.begin()) {
            journal.write(tx, event(Instant.now(), "gone", 7));
        }
        try (Tx tx = db.begin()) {
            entry = journal.write(tx, event(Instant.now(), "kept", 7));
            tx.commit();
        }
        assertEquals(List.of("kept"), ids(journal.lines(ALL, 1, 7, 0, Long.MAX_VALUE, Seen.Position.START, 10)));
        journal.sequence();
        assertInstanceOf(Proved.File.class, journal.prove(ALL, 1, 7, entry, 0));
        assertEquals(1, checkpoint().size());
    }

    @Test
    void eachPatientGetsAProofOfTheirLineAndNoOther() {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 300; i++) receipts.add(journal.append(event(Instant.now(), "r" + i, 7, 100 + i, 8)));
        receipts.forEach(Receipt::await);
        Receipt one = receipts.get(217);
        journal.sequence();
        for (int i = 300; i < 310; i++) journal.append(event(Instant.now(), "r" + i, 7)).await();
        journal.sequence();
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            long subject = new long[] {7, 317, 8}[ordinal];
            Proved.File file = assertInstanceOf(Proved.File.class, journal.prove(ALL, 1, subject, one.entry(), ordinal));
            Verdict.Genuine genuine = assertInstanceOf(Verdict.Genuine.class,
                    ProofFile.check(file.text().getBytes(StandardCharsets.UTF_8), Optional.of(journal.log().vkey())));
            assertEquals("r217", genuine.line().request());
            assertEquals("Patient/p" + subject, genuine.line().patient());
            String others = subject == 7 ? "p317" : "p7\n";
            assertFalse(file.text().contains(others), "another patient's line is in the file");
        }
        assertInstanceOf(Proved.Absent.class, journal.prove(ALL, 1, 8, one.entry(), 0));
        assertInstanceOf(Proved.Absent.class, journal.prove(ALL, 2, 7, one.entry(), 0));
        assertInstanceOf(Proved.Absent.class, journal.prove(ALL, 1, 7, one.entry() + 1_000_000, 0));
    }

    @Test
    void aProofBeforeItsCheckpointIsNotYet() throws Exception {
        try (Connection c = test.superuser()) {
            // Somebody holds the lock of the head: nobody can sequence.
            c.setAutoCommit(false);
            c.createStatement().execute("select * from head for update");
            Receipt r = journal.append(event(Instant.now(), "r", 7));
            r.await();
            assertEquals(0, journal.sequence());
            assertInstanceOf(Proved.NotYet.class, journal.prove(ALL, 1, 7, r.entry(), 0));
            c.rollback();
            journal.sequence();
            assertInstanceOf(Proved.File.class, journal.prove(ALL, 1, 7, r.entry(), 0));
        }
    }

    @Test
    void checkpointsComeByThemselvesWithinTwoSeconds() throws Exception {
        journal.append(event(Instant.now(), "r", 7)).await();
        Instant begun = Instant.now();
        while (journal.log().checkpoint().isEmpty()) {
            assertTrue(Duration.between(begun, Instant.now()).toMillis() < 3_000, "no checkpoint came");
            Thread.sleep(50);
        }
        assertEquals(1, checkpoint().size());
    }

    @Test
    void tilesRebuildTheSignedRoot() {
        int n = 256 * 3 + 17;
        List<Receipt> all = IntStream.range(0, n).mapToObj(i -> journal.append(event(Instant.now(), "r" + i))).toList();
        all.forEach(Receipt::await);
        journal.sequence();
        Checkpoint c = checkpoint();
        assertEquals(n, c.size());
        assertEquals(c.root(), Proof.root(Tile.nodes(c.size(), t -> hashes(journal.log().tile(t).orElseThrow())), c.size()));
        assertEquals(256 * 32, journal.log().tile(new Tile(0, 2, 256)).orElseThrow().length);
        assertEquals(5 * 32, journal.log().tile(new Tile(0, 3, 5)).orElseThrow().length);
        assertTrue(journal.log().tile(new Tile(0, 3, 18)).isEmpty());
        assertEquals(3 * 32, journal.log().tile(new Tile(1, 0, 3)).orElseThrow().length);
        assertTrue(journal.log().tile(new Tile(Tile.ENTRIES, 0, 256)).isEmpty());
    }

    @Test
    void twoProcessesAppendToOneLogWithoutAFork() throws Exception {
        try (Database second = test.another(); Journal other = Journal.open(second, Vault.open(second, keys, InstantSource.system()), keys)) {
            int each = 1_500;
            List<String> notes = java.util.Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(2);
            for (Journal j : List.of(journal, other)) {
                Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < each; i++) {
                        Receipt r = j.append(event(Instant.now(), "r", 7));
                        if (i % 50 == 0) {
                            r.await();
                            j.sequence();
                            j.log().checkpoint().ifPresent(notes::add);
                        }
                        if (i == each - 1) r.await();
                    }
                    done.countDown();
                });
            }
            done.await();
            journal.sequence();
            other.sequence();
            Checkpoint last = checkpoint();
            assertEquals(2L * each, last.size());
            assertEquals(2L * each, count("select count(distinct entry_id) from leaf"));
            assertEquals(0, count("select count(*) from pending"));
            // Each state that was ever signed is a prefix of the last one.
            List<String> signed = db.read(Part.list("select note from checkpoint order by size", r -> r.getString(1)));
            assertTrue(signed.size() > 10 && signed.containsAll(notes));
            for (String note : signed) {
                Checkpoint c = Checkpoint.open(SignedNote.parse(note).orElseThrow(), journal.log().vkey()).orElseThrow();
                assertTrue(Proof.consistent(c.size(), c.root(), last.size(), last.root(), journal.log().consistency(c.size(), last.size())));
            }
        }
    }

    @Test
    void aCutOrAlteredJournalIsNotSignedFurther() throws Exception {
        for (int i = 0; i < 5; i++) journal.append(event(Instant.now(), "r" + i, 7)).await();
        journal.sequence();
        byte[] old = db.read(Part.first("select frontier from head", r -> r.getBytes(1))).orElseThrow();
        journal.append(event(Instant.now(), "r", 7)).await();
        journal.sequence();
        journal.close();
        KeyProvider others = TestKeys.fresh();
        assertThrows(CannotStart.class, () -> Journal.open(db, vault, others));
        try (Connection c = test.superuser()) {
            c.setAutoCommit(false);
            try (var s = c.prepareStatement("update head set frontier = ?; delete from leaf where index = 5")) {
                s.setBytes(1, old);
                s.execute();
            }
            c.commit();
            assertTrue(assertThrows(CannotStart.class, () -> Journal.open(db, vault, keys)).getMessage().contains("damaged"));
            c.createStatement().execute("delete from checkpoint where size = 6");
            c.commit();
        }
        // Head and checkpoint agree again, as after a restore of an old backup: that takes a witness to see.
        journal = Journal.open(db, vault, keys);
    }

    @Test
    void theApplicationCanNotRewriteTheJournal() {
        journal.append(event(Instant.now(), "r", 7)).await();
        for (String sql : List.of("delete from entry", "update entry set at = 0", "delete from line", "update leaf set index = 1",
                "delete from checkpoint", "update checkpoint set note = ''", "delete from head", "truncate entry")) {
            try (Tx tx = db.begin()) {
                assertThrows(RuntimeException.class, () -> tx.update(sql), sql);
            }
        }
    }

    @Test
    void theDatabaseSeesNoNames() {
        journal.append(event(Instant.now(), "r", 7)).await();
        journal.sequence();
        List<String> all = db.read(Part.list("select e::text || l::text from entry e, line l", r -> r.getString(1)));
        byte[] bytes = db.read(Part.first("select sealed from entry", r -> r.getBytes(1))).orElseThrow();
        for (String word : List.of("Durand", "p7", "Observation", "family"))
            assertFalse(all.toString().contains(word) || new String(bytes, StandardCharsets.ISO_8859_1).contains(word), word);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsReleasedAndLaterAllGoesOn() throws Exception {
        journal.append(event(Instant.now(), "before", 7)).await();
        int refused = 0;
        int accepted = 0;
        try (Connection c = test.superuser()) {
            for (int i = 0; i < 30; i++) {
                c.createStatement().execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'serment_app' and datname = current_database()");
                try {
                    journal.append(event(Instant.now(), "during", 7)).await();
                    accepted++;
                } catch (Away e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 0, "no backend was hit");
        settle();
        journal.append(event(Instant.now(), "after", 7)).await();
        assertTrue(count("select count(*) from entry") >= accepted + 2);
        journal.sequence();
        assertEquals(count("select count(*) from entry"), checkpoint().size());
    }

    /// Until the pool has found out which of its connections died.
    private void settle() {
        for (int tries = 0; ; tries++) {
            try {
                count("select 1");
                return;
            } catch (Away e) {
                if (tries == 20) throw e;
            }
        }
    }

    @Test
    void appendsAreManyAndQuick() throws Exception {
        int clients = 64;
        int each = 300;
        long[] waits = new long[clients * each];
        for (int warm = 0; warm < 2; warm++) {
            CountDownLatch done = new CountDownLatch(clients);
            long begun = System.nanoTime();
            for (int c = 0; c < clients; c++) {
                int client = c;
                Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < each; i++) {
                        long t = System.nanoTime();
                        journal.append(event(Instant.now(), "r", 1 + client)).await();
                        waits[client * each + i] = System.nanoTime() - t;
                    }
                    done.countDown();
                });
            }
            done.await();
            double seconds = (System.nanoTime() - begun) / 1e9;
            Arrays.sort(waits);
            System.out.printf("journal: %.0f entries/s, wait p50 %.2f ms p99 %.2f ms%n", waits.length / seconds,
                    waits[waits.length / 2] / 1e6, waits[waits.length * 99 / 100] / 1e6);
        }
        assertTrue(waits[waits.length * 99 / 100] < 500_000_000L);
    }

    private Checkpoint checkpoint() {
        return Checkpoint.open(SignedNote.parse(journal.log().checkpoint().orElseThrow()).orElseThrow(), journal.log().vkey()).orElseThrow();
    }

    private long count(String sql) {
        return db.read(Part.first(sql, r -> r.getLong(1))).orElseThrow();
    }

    private static List<Hash> hashes(byte[] tile) {
        List<Hash> all = new ArrayList<>();
        for (int i = 0; i < tile.length; i += 32) all.add(Hash.of(Arrays.copyOfRange(tile, i, i + 32)));
        return all;
    }

    private static List<String> ids(List<Seen> seen) {
        return seen.stream().map(s -> s.line().request()).toList();
    }

    static Event event(Instant at, String id, long... subjects) {
        Actor actor = new Actor(1, 12, "ward", false, Set.of("user/*.rs"));
        return new Event(new Request(actor, Action.READ, "Observation", Purpose.TREAT, at), new Event.Who("Anne Durand", "NURSE", "CHU", "Cardiologie"),
                "CSP L1110-4", List.of("care.read"),
                Arrays.stream(subjects).mapToObj(s -> new Event.Part(Action.READ, Line.Outcome.GRANTED, s, "Patient/p" + s, List.of("Observation/o" + s), 1)).toList(),
                Line.Outcome.GRANTED, id, "family=Durand");
    }
}
