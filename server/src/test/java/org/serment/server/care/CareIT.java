package org.serment.server.care;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.seal.BlindIndex;
import org.serment.kernel.seal.Key;
import org.serment.server.accounts.Accounts;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.db.Tx;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CareIT {
    static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    static final TestDatabase test = TestDatabase.fresh();
    static final Database db = test.database();
    static final Care care = new Care(Care.DEFAULT_GRACE, InstantSource.fixed(NOW));
    static final BlindIndex index = new BlindIndex(Key.of(new byte[32]), 1, 1);
    static final Actor NURSE = new Actor(1, 1, "ward", false, Set.of());
    static final Actor OTHER = new Actor(1, 2, "ward", false, Set.of());
    static long next = 1000;

    @BeforeAll
    static void staff() {
        Accounts accounts = new Accounts();
        UUID cardiology = index.hasher().reference("Organization/cardio");
        UUID surgery = index.hasher().reference("Organization/surgery");
        try (Tx tx = db.begin()) {
            for (long a : new long[] {1, 2})
                accounts.create(tx, new Accounts.NewAccount(1, a, Role.NURSE, "Nurse " + a, "nurse" + a, 0, NOW.plus(Duration.ofDays(365))));
            accounts.post(tx, 1, 1, cardiology, 11, "Cardiologie", NOW.minusSeconds(10), NOW.plus(Duration.ofDays(400)).toEpochMilli());
            accounts.post(tx, 1, 2, surgery, 12, "Chirurgie", NOW.minusSeconds(10), Accounts.ALWAYS);
            tx.commit();
        }
    }

    @AfterAll
    static void end() {
        test.close();
    }

    @Test
    void aPatientInTheUnitIsInCareUntilThirtyDaysAfterDischarge() {
        long subject = next++;
        long stay = next++;
        write(subject, stay, encounter("in-progress", "cardio", "2026-05-01T10:00:00+02:00", ""));
        assertEquals(Set.of(subject), subjects(NURSE, NOW, subject));
        assertEquals(Set.of(), subjects(OTHER, NOW, subject));
        assertEquals(Set.of(subject), subjects(NURSE, NOW.plus(Duration.ofDays(200)), subject));
        // before admission
        assertEquals(Set.of(), subjects(NURSE, Instant.parse("2026-05-01T07:59:00Z"), subject));
        write(subject, stay, encounter("finished", "cardio", "2026-05-01T10:00:00+02:00", "2026-05-03T10:00:00+02:00"));
        Instant out = Instant.parse("2026-05-03T08:00:00Z");
        assertEquals(Set.of(subject), subjects(NURSE, out.plus(Duration.ofDays(30)).minusMillis(1), subject));
        assertEquals(Set.of(), subjects(NURSE, out.plus(Duration.ofDays(30)), subject));
        Facts.Care fact = db.read(care.facts(NURSE, NOW)).care().stream().filter(c -> c.subject() == subject).findFirst().orElseThrow();
        assertEquals(out.plus(Duration.ofDays(30)), fact.until());
        assertEquals(11, fact.unit());
        assertEquals("stay/" + stay, fact.fact());
    }

    @Test
    void aMoveToAnotherUnitEndsTheRelationshipOfTheFirst() {
        long subject = next++;
        long stay = next++;
        write(subject, stay, encounter("in-progress", "cardio", "2026-05-01", ""));
        write(subject, stay, encounter("in-progress", "surgery", "2026-05-01", ""));
        assertEquals(Set.of(), subjects(NURSE, NOW, subject));
        assertEquals(Set.of(subject), subjects(OTHER, NOW, subject));
        try (Tx tx = db.begin()) {
            care.removed(tx, 1, "Encounter", stay);
            tx.commit();
        }
        assertEquals(Set.of(), subjects(OTHER, NOW, subject));
    }

    @Test
    void plannedCancelledAndLongEndedStaysGiveNothing() {
        for (ObjectNode none : List.of(encounter("planned", "cardio", "2026-05-01", ""), encounter("cancelled", "cardio", "2026-05-01", ""),
                encounter("entered-in-error", "cardio", "2026-05-01", ""), encounter("finished", "cardio", "2026-01-01", "2026-01-31"),
                encounter("in-progress", "", "2026-05-01", ""))) {
            long subject = next++;
            write(subject, next++, none);
            assertEquals(Set.of(), subjects(NURSE, NOW, subject), none.toString());
        }
        long subject = next++;
        write(0, next++, encounter("in-progress", "cardio", "2026-05-01", ""));
        assertEquals(Set.of(), subjects(NURSE, NOW, 0));
        assertEquals(Set.of(), subjects(NURSE, NOW, subject));
    }

    @Test
    void datesOfEachPrecisionCoverTheirWholeDay() {
        BlindIndex.Hasher h = index.hasher();
        Stay day = Stay.of(encounter("finished", "cardio", "2026-03-29", "2026-03-29"), h, NOW).orElseThrow();
        assertEquals(Instant.parse("2026-03-28T23:00:00Z").toEpochMilli(), day.from());
        assertEquals(Instant.parse("2026-03-29T22:00:00Z").toEpochMilli(), day.until());
        Stay month = Stay.of(encounter("finished", "cardio", "2026-03", "2026-12"), h, NOW).orElseThrow();
        assertEquals(Instant.parse("2026-12-31T23:00:00Z").toEpochMilli(), month.until());
        assertEquals(Optional.of(NOW.toEpochMilli()), Stay.of(encounter("finished", "cardio", "2026", ""), h, NOW).map(Stay::until));
        assertEquals(Optional.of(Long.MAX_VALUE), Stay.of(encounter("in-progress", "cardio", "2026", "2026-06-01"), h, NOW).map(Stay::until));
    }

    @Test
    void anActiveDenialOpposesUntilItIsWithdrawn() {
        long subject = next++;
        long consent = next++;
        write(subject, next++, encounter("in-progress", "cardio", "2026-05-01", ""));
        assertEquals(Optional.of(Set.of()), opposed(subject));
        write(subject, consent, json("{\"resourceType\":\"Consent\",\"status\":\"active\",\"provision\":{\"type\":\"deny\"}}"));
        assertEquals(Optional.of(Set.of(subject)), opposed(subject));
        write(subject, consent, json("{\"resourceType\":\"Consent\",\"status\":\"inactive\",\"provision\":{\"type\":\"deny\"}}"));
        assertEquals(Optional.of(Set.of()), opposed(subject));
    }

    @Test
    void aDenialAtAnyDepthOpposesForEachOfItsPatients() {
        long first = next++, second = next++;
        for (long s : List.of(first, second)) write(s, next++, encounter("in-progress", "cardio", "2026-05-01", ""));
        try (Tx tx = db.begin()) {
            care.written(tx, 1, "Consent", Set.of(first, second), next++, json("{\"resourceType\":\"Consent\",\"status\":\"active\",\"provision\":{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\"}]}}"), index.hasher(), false);
            tx.commit();
        }
        assertEquals(Optional.of(Set.of(first)), opposed(first));
        assertEquals(Optional.of(Set.of(second)), opposed(second));
    }

    @Test
    void whoDoesNotRecordMovementsGivesNobodyAPatient() {
        long subject = next++;
        try (Tx tx = db.begin()) {
            care.written(tx, 1, "Encounter", Set.of(subject), next++, encounter("in-progress", "cardio", "2026-05-01", ""), index.hasher(), false);
            tx.commit();
        }
        assertEquals(Set.of(), subjects(NURSE, NOW, subject));
    }

    @Test
    void anUncommittedStayGivesNothing() {
        long subject = next++;
        try (Tx tx = db.begin()) {
            care.written(tx, 1, "Encounter", Set.of(subject), next++, encounter("in-progress", "cardio", "2026-05-01", ""), index.hasher(), true);
        }
        assertEquals(Set.of(), subjects(NURSE, NOW, subject));
    }

    @Test
    void beyondTheBoundTheMostRecentCount() {
        try (Tx tx = db.begin()) {
            tx.query(Part.first("""
                    with x as (insert into presence select 1, 500000 + g, ?, g, 9223372036854775807, 700000 + g from generate_series(1, 2100) g returning 1)
                    select count(*) from x""", r -> r.getLong(1), index.hasher().reference("Organization/surgery")));
            List<Facts.Care> all = tx.query(care.facts(OTHER, NOW)).care();
            assertEquals(2000, all.size());
            assertEquals(false, all.stream().anyMatch(c -> c.subject() == 500001));
        }
    }

    private static Optional<Set<Long>> opposed(long subject) {
        return db.read(care.facts(NURSE, NOW)).opposed().map(all -> all.contains(subject) ? Set.of(subject) : Set.of());
    }

    private static Set<Long> subjects(Actor who, Instant at, long subject) {
        return db.read(care.facts(who, at)).care().stream().filter(c -> c.subject() == subject)
                .filter(c -> !at.isBefore(c.from()) && at.isBefore(c.until())).map(Facts.Care::subject).collect(java.util.stream.Collectors.toSet());
    }

    private static void write(long subject, long oid, ObjectNode resource) {
        try (Tx tx = db.begin()) {
            care.written(tx, 1, resource.get("resourceType").asString(), subject > 0 ? Set.of(subject) : Set.of(), oid, resource, index.hasher(), true);
            tx.commit();
        }
    }

    private static ObjectNode encounter(String status, String unit, String start, String end) {
        return json("{\"resourceType\":\"Encounter\",\"status\":\"%s\",\"period\":{\"start\":\"%s\"%s}%s}".formatted(status, start,
                end.isEmpty() ? "" : ",\"end\":\"" + end + "\"", unit.isEmpty() ? "" : ",\"serviceProvider\":{\"reference\":\"Organization/" + unit + "\"}"));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) new JsonMapper().readTree(text);
    }
}
