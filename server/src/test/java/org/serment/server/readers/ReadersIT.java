package org.serment.server.readers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Request;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.trace.Line;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;
import org.serment.server.accounts.Accounts;
import org.serment.server.care.Care;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.db.Tx;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.journal.Event;
import org.serment.server.journal.Journal;
import org.serment.server.journal.Proved;
import org.serment.server.journal.Seen;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.TestKeys;
import org.serment.server.vault.Vault;

/// The patient's way to "who opened my record?", through the real gate.
class ReadersIT {
    static final Instant T = Instant.parse("2026-04-01T12:00:00Z");
    static final Actor PATIENT = new Actor(1, 3, "app", false, Set.of("patient/*.rs"));
    static final Actor NURSE = new Actor(1, 4, "ward", false, Set.of("user/*.cruds"));
    static final TestDatabase test = TestDatabase.fresh();
    static final Database db = test.database();
    static final KeyProvider keys = TestKeys.fresh();
    static final Vault vault = Vault.open(db, keys, InstantSource.system());
    static final Journal journal = Journal.open(db, vault, keys);
    static final Readers readers = new Readers(journal);
    static final Accounts accounts = new Accounts();
    static final Care care = new Care(Care.DEFAULT_GRACE, InstantSource.system());
    static final Gate gate = new Gate(db, journal, HospitalRules.POLICY, List.of(accounts::facts, care::facts),
            address -> Part.first("select 1 where false", r -> null), InstantSource.system());

    @BeforeAll
    static void fill() {
        try (Tx tx = db.begin()) {
            accounts.create(tx, new Accounts.NewAccount(1, 3, Role.PATIENT, "", "patient", 77, Instant.now().plus(Duration.ofDays(1))));
            accounts.create(tx, new Accounts.NewAccount(1, 4, Role.NURSE, "Anne Durand", "nurse", 0, Instant.now().plus(Duration.ofDays(1))));
            for (int i = 0; i < 25; i++) journal.write(tx, event(T.plusSeconds(i), "r" + i, 77, 78));
            journal.write(tx, event(T.plusSeconds(99), "other", 78));
            tx.commit();
        }
    }

    @AfterAll
    static void end() {
        journal.close();
        test.close();
    }

    @Test
    void pagesHoldEachLineOnceNewestFirst() {
        Permit permit = permit(PATIENT, Action.READERS);
        List<String> all = new ArrayList<>();
        Optional<Seen.Position> next = Optional.of(Seen.Position.START);
        int pages = 0;
        while (next.isPresent()) {
            Readers.Page page = readers.list(permit, 77, new Readers.Window(Optional.of(T), Optional.of(T.plusSeconds(60)), next.get(), 10));
            page.lines().forEach(s -> all.add(s.line().request()));
            next = page.next();
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(java.util.stream.IntStream.range(0, 25).mapToObj(i -> "r" + (24 - i)).toList(), all);
        Readers.Page window = readers.list(permit, 77, new Readers.Window(Optional.of(T.plusSeconds(3)), Optional.of(T.plusSeconds(5)), Seen.Position.START, 10));
        assertEquals(List.of("r4", "r3"), window.lines().stream().map(s -> s.line().request()).toList());
        assertEquals(25, readers.count(permit, 77, new Readers.Window(Optional.of(T), Optional.of(T.plusSeconds(60)), Seen.Position.START, 1)));
    }

    @Test
    void theProofOfALineIsGenuine() throws Exception {
        Seen seen = readers.list(permit(PATIENT, Action.READERS), 77, new Readers.Window(Optional.of(T), Optional.empty(), Seen.Position.START, 1)).lines().getFirst();
        LineId id = LineId.parse(LineId.of(seen).text()).orElseThrow();
        Permit permit = permit(PATIENT, Action.PROOF);
        Proved proved = readers.prove(permit, 77, id);
        for (int i = 0; i < 100 && proved instanceof Proved.NotYet; i++) {
            Thread.sleep(50);
            proved = readers.prove(permit, 77, id);
        }
        String file = assertInstanceOf(Proved.File.class, proved).text();
        Verdict.Genuine genuine = assertInstanceOf(Verdict.Genuine.class, ProofFile.check(file.getBytes(StandardCharsets.UTF_8), Optional.of(journal.log().vkey())));
        assertEquals(seen.line(), genuine.line());
        assertEquals(Optional.of(seen), readers.one(permit(PATIENT, Action.READERS), 77, id));
    }

    @Test
    void aPermitOpensNoOtherPatientAndNoOtherAction() {
        Permit permit = permit(PATIENT, Action.READERS);
        Readers.Window window = new Readers.Window(Optional.empty(), Optional.empty(), Seen.Position.START, 10);
        assertThrows(SecurityException.class, () -> readers.list(permit, 78, window));
        assertThrows(SecurityException.class, () -> readers.count(permit, 78, window));
        LineId id = LineId.of(readers.list(permit, 77, window).lines().getFirst());
        assertThrows(SecurityException.class, () -> readers.prove(permit, 77, id));
    }

    @Test
    void aNurseGetsNoPermitForTheJournal() {
        assertInstanceOf(Passage.Refused.class, gate.pass(ask(NURSE, Action.READERS)));
        // and that refusal is in the journal too
        assertTrue(db.read(Part.first("select count(*) from entry", r -> r.getLong(1))).orElseThrow() > 26);
    }

    @Test
    void whatIsTheCallersOwnIsOpenToNobodyElse() {
        Permit own = assertInstanceOf(Permit.class, gate.passOwn(ask(PATIENT, Action.READERS)));
        assertEquals(Optional.of(77L), own.own());
        // the directory is open to every account, but a nurse has no record of her own here
        Ask search = new Ask(NURSE, Action.SEARCH, "Organization", Optional.empty(), "q", "");
        assertInstanceOf(Permit.class, gate.pass(search));
        assertInstanceOf(Passage.Refused.class, gate.passOwn(search));
    }

    private static Permit permit(Actor actor, Action action) {
        return assertInstanceOf(Permit.class, gate.pass(ask(actor, action)));
    }

    private static Ask ask(Actor actor, Action action) {
        return new Ask(actor, action, "AuditEvent", Optional.empty(), "q", "");
    }

    private static Event event(Instant at, String id, long... subjects) {
        return new Event(new Request(NURSE, Action.READ, "Observation", Purpose.TREAT, at), new Event.Who("Anne Durand", "NURSE", "CHU", "Cardiologie"),
                "CSP L1110-4", List.of("care.read"),
                java.util.Arrays.stream(subjects).mapToObj(s -> new Event.Part(Action.READ, Line.Outcome.GRANTED, s, "Patient/p" + s, List.of("Observation/o" + s), 1)).toList(),
                Line.Outcome.GRANTED, id, "");
    }
}
