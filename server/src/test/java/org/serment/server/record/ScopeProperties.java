package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Filter;
import org.serment.kernel.access.Target;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;

/// A filter is read twice: by the kernel over one resource, by PostgreSQL over rows. Both accept the same rows.
///
/// Few values make coincidences frequent; the same numbers of resources and patients occur in two establishments, so
/// that a condition which forgets the establishment is seen.
class ScopeProperties {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<Long> SUBJECTS = List.of(1L, 2L, 3L, 4L);
    private static final List<Integer> SMALL = List.of(0, 1, 2);
    private static final int ROWS = 120;

    private static final TestDatabase test = TestDatabase.fresh();

    private record Row(int tenant, long oid) {}

    @AfterAll
    static void end() {
        test.close();
    }

    @Test
    void rowsThatTheSqlFindsAreThoseTheKernelAccepts() {
        agree(0, 12, 120);
    }

    @Test
    @Tag("long")
    void rowsThatTheSqlFindsAreThoseTheKernelAcceptsAtLength() {
        agree(1_000, 300, 200);
    }

    /// A row of several patients whose list is lost is accepted by no condition on patients.
    @Test
    void aRowThatLostItsListOfPatientsPassesNoConditionOnPatients() {
        fill(Map.of(new Row(1, 1), new Target(1, Set.of(1L, 2L), 0, 0, 1), new Row(1, 2), new Target(1, Set.of(1L), 0, 0, 1)));
        execute("delete from compartment");
        assertEquals(Set.of(new Row(1, 2)), found(new Filter.PatientIs(Set.of(1L, 2L))));
        assertEquals(Set.of(new Row(1, 2)), found(new Filter.InCare(Set.of(1L, 2L))));
        assertEquals(Set.of(new Row(1, 2)), found(new Filter.NotOpposed(Set.of(3L))));
        assertEquals(Set.of(), found(new Filter.NoSubject()));
    }

    private static void agree(long from, int worlds, int filters) {
        var some = new int[1];
        Dice.check(from, worlds, dice -> {
            var rows = rows(dice);
            fill(rows);
            for (int i = 0; i < filters; i++) {
                var filter = filter(dice, 3);
                var accepted = rows.entrySet().stream().filter(e -> filter.accepts(e.getValue())).map(Map.Entry::getKey).collect(Collectors.toSet());
                assertEquals(accepted, found(filter), () -> filter + "\n" + filter.sql("c").text() + "\n" + rows);
                if (!accepted.isEmpty() && accepted.size() < ROWS) some[0]++;
            }
        });
        assertTrue(some[0] > worlds * filters / 5, "filters that accept a part are common: " + some[0]);
    }

    private static Set<Row> found(Filter filter) {
        var sql = filter.sql("c");
        return Set.copyOf(test.database().read(Part.list("select c.tenant, c.oid from current c where " + sql.text(),
                r -> new Row(r.getInt(1), r.getLong(2)), sql.binds().toArray())));
    }

    private static Map<Row, Target> rows(Dice dice) {
        var rows = new HashMap<Row, Target>();
        for (int i = 0; i < ROWS; i++) {
            int tenant = 1 + i % 2;
            rows.put(new Row(tenant, i / 2), new Target(tenant, subjects(dice), dice.one(SMALL), dice.one(SMALL), dice.below(3)));
        }
        return rows;
    }

    private static Set<Long> subjects(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> Set.of();
            case 1 -> Set.of(dice.one(SUBJECTS));
            default -> dice.some(SUBJECTS, 45);
        };
    }

    private static Filter filter(Dice dice, int depth) {
        if (depth == 0 || dice.chance(35)) return atom(dice);
        var parts = dice.list(0, 3, () -> filter(dice, depth - 1));
        return dice.chance(50) ? new Filter.And(parts) : new Filter.Or(parts);
    }

    private static Filter atom(Dice dice) {
        var span = Instant.ofEpochSecond(NOW.getEpochSecond() - 1 + dice.below(3));
        return switch (dice.below(11)) {
            case 0 -> new Filter.Tenant(1 + dice.below(2));
            case 1, 2 -> new Filter.PatientIs(dice.some(SUBJECTS, 60));
            case 3, 4 -> new Filter.InCare(dice.some(SUBJECTS, 60));
            case 5 -> new Filter.NotOpposed(dice.some(SUBJECTS, 30));
            case 6 -> new Filter.LabelWithin(dice.some(SMALL, 50));
            case 7 -> new Filter.UnitWithin(dice.some(SMALL, 50));
            case 8 -> new Filter.AuthorIs(dice.below(3));
            case 9 -> new Filter.NoSubject();
            default -> dice.chance(50) ? new Filter.Validity(span, span.plusSeconds(1), NOW) : new Filter.UseCaseOpen("u", dice.chance(50));
        };
    }

    private static void fill(Map<Row, Target> rows) {
        execute("truncate current, compartment");
        try (var c = test.superuser();
             var current = c.prepareStatement("insert into current (oid, rid, subject, owner, author, present, self_hash, version, label, unit, tenant, type, deleted)"
                     + " values (?, 1, ?, 0, ?, 0, ?, 1, ?, ?, ?, 1, false)");
             var compartment = c.prepareStatement("insert into compartment (oid, subject, tenant) values (?, ?, ?)")) {
            for (var e : rows.entrySet()) row(current, compartment, e.getKey(), e.getValue());
            current.executeBatch();
            compartment.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void row(PreparedStatement current, PreparedStatement compartment, Row row, Target target) throws SQLException {
        var subjects = target.subjects();
        current.setLong(1, row.oid);
        current.setLong(2, subjects.isEmpty() ? Standings.NOBODY : subjects.size() == 1 ? subjects.iterator().next() : Standings.SEVERAL);
        current.setLong(3, target.author());
        current.setObject(4, new UUID(row.tenant, row.oid));
        current.setInt(5, target.labels());
        current.setInt(6, target.unit());
        current.setInt(7, row.tenant);
        current.addBatch();
        if (subjects.size() < 2) return;
        for (long subject : subjects) {
            compartment.setLong(1, row.oid);
            compartment.setLong(2, subject);
            compartment.setInt(3, row.tenant);
            compartment.addBatch();
        }
    }

    private static void execute(String sql) {
        try (var c = test.superuser(); var s = c.createStatement()) {
            s.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
