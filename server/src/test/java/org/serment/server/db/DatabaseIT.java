package org.serment.server.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseIT {
    static final TestDatabase test = TestDatabase.fresh();
    static final Database db = test.database();

    @BeforeAll
    static void tables() throws SQLException {
        try (Connection c = test.superuser()) {
            c.createStatement().execute("""
                    create table every (a smallint, b int, c bigint, d uuid, e bytea, f boolean, g text, h timestamptz, i bigint[], j float8);
                    create table counter (n bigint);
                    create table numerics (n numeric, t text);
                    insert into counter values (0);
                    grant select, insert, update on every, counter, numerics to serment_app""");
        }
    }

    @AfterAll
    static void end() {
        test.close();
    }

    @Test
    void anUncommittedTransactionLeavesNothing() {
        try (Tx tx = db.begin()) {
            tx.update("insert into tenant (tenant, name) values (?, ?)", 7, "Hôpital");
        }
        assertEquals(Optional.empty(), db.read(Part.first("select name from tenant where tenant = ?", r -> r.getString(1), 7)));
        try (Tx tx = db.begin()) {
            tx.update("insert into tenant (tenant, name) values (?, ?)", 7, "Hôpital");
            tx.commit();
        }
        assertEquals(Optional.of("Hôpital"), db.read(Part.first("select name from tenant where tenant = ?", r -> r.getString(1), 7)));
    }

    /// What is put off is there for whoever asks in the same transaction, commits with it, and vanishes with it.
    @Test
    void whatIsPutOffStandsOrFallsWithTheCommit() {
        var name = Part.first("select name from tenant where tenant = ?", r -> r.getString(1), 18);
        try (Tx tx = db.begin()) {
            tx.later(List.of(Tx.Write.of("insert into tenant (tenant, name) values (?, ?)", 18, "Clinique")));
            assertEquals(Optional.of("Clinique"), tx.query(name));
        }
        assertEquals(Optional.empty(), db.read(name), "without a commit");
        try (Tx tx = db.begin()) {
            tx.later(List.of(Tx.Write.of("insert into tenant (tenant, name) values (?, ?)", 18, "Clinique"), Tx.Write.of("insert into tenant (tenant, name) values (?, ?)", 18, "again")));
            assertThrows(Fault.class, tx::commit);
        }
        assertEquals(Optional.empty(), db.read(name), "a statement failed at the commit");
        try (Tx tx = db.begin()) {
            tx.later(List.of(Tx.Write.of("insert into tenant (tenant, name) values (?, ?)", 18, "Clinique")));
            tx.later(List.of(Tx.Write.of("insert into tenant (tenant, name) values (?, ?)", 19, "Maternité")));
            tx.commit();
        }
        assertEquals(List.of("Clinique", "Maternité"), db.read(Part.list("select name from tenant where tenant in (18, 19) order by tenant", r -> r.getString(1))));
    }

    @Test
    void copyWritesNumbersOfAnySize() {
        var all = List.of("0", "0.0", "1", "-1", "5.4", "-5.40", "0.0001", "0.00001", "12345", "99999.99999", "1E+401", "-1E+401", "1E-245", "10000", "100000000", "1e2", "0.1234567890123456789",
                "123456789012345678901234567890.5", "0E-7", "0E+3");
        try (Tx tx = db.begin()) {
            try (CopyRows rows = CopyRows.into(tx, "numerics", "n", "t")) {
                for (var n : all) rows.row().numeric(new BigDecimal(n)).text(n);
                rows.end();
            }
            tx.commit();
        }
        assertEquals(List.of(), db.read(Part.list("select t from numerics where n <> t::numeric", r -> r.getString(1))));
        assertEquals(List.of(all.size()), db.read(Part.list("select count(*) from numerics where n + 0 = n", r -> r.getInt(1))));
    }

    @Test
    void copyWritesEachKindOfColumn() {
        Instant t = Instant.parse("1969-07-20T20:17:40.123456Z");
        UUID u = UUID.randomUUID();
        byte[] big = new byte[300_000];
        big[299_999] = 7;
        try (Tx tx = db.begin()) {
            try (CopyRows rows = CopyRows.into(tx, "every", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j")) {
                rows.row().int2(-1).int4(2).int8(Long.MIN_VALUE).uuid(u).bytea(big).bool(true).text("é\u0001").timestamptz(t).int8s(new long[] {1, -2}).float8(0.1);
                rows.row().nothing().nothing().nothing().nothing().nothing().nothing().nothing().nothing().int8s(new long[0]).nothing();
                for (int i = 0; i < 10_000; i++)
                    rows.row().int2(2).int4(i).int8(i).uuid(u).bytea(new byte[100]).bool(false).text("x").timestamptz(t).int8s(new long[] {i}).float8(i);
                assertEquals(10_002, rows.end());
            }
            tx.commit();
        }
        assertEquals(List.of(10_002L), db.read(Part.list("select count(*) from every", r -> r.getLong(1))));
        db.read(Part.list("select * from every where a = ?", r -> {
            assertEquals(-1, r.getInt(1));
            assertEquals(2, r.getInt(2));
            assertEquals(Long.MIN_VALUE, r.getLong(3));
            assertEquals(u, r.getObject(4, UUID.class));
            assertArrayEquals(big, r.getBytes(5));
            assertTrue(r.getBoolean(6));
            assertEquals("é\u0001", r.getString(7));
            assertEquals(t, r.getObject(8, OffsetDateTime.class).toInstant());
            assertArrayEquals(new Long[] {1L, -2L}, (Long[]) r.getArray(9).getArray());
            assertEquals(0.1, r.getDouble(10));
            return 0;
        }, (short) -1));
    }

    @Test
    void anIncompleteRowIsRefused() {
        try (Tx tx = db.begin(); CopyRows rows = CopyRows.into(tx, "every", "a", "b")) {
            rows.row().int2(1);
            assertThrows(IllegalStateException.class, rows::row);
            rows.int4(1);
            assertThrows(IllegalStateException.class, () -> rows.int4(2));
        }
    }

    @Test
    void bindsOfEachKind() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        UUID u = UUID.randomUUID();
        Part<List<Boolean>> part = Part.list("""
                select 5 = any(?) and 6 = any(?) and ? = any(?) and ?::timestamptz is not null and ? and ?::bytea = '\\x01'
                   and ?::text is null and ?::smallint = 3 and ? > 1.0 and ? = 'a'""", r -> r.getBoolean(1),
                new long[] {5}, new int[] {6}, u, new UUID[] {u}, now, true, new byte[] {1}, new Part.Nothing(Types.VARCHAR), (short) 3, 1.5, "a");
        for (int i = 0; i < 12; i++) assertEquals(List.of(true), db.read(part));
    }

    @Test
    void partsOfOneRoundTripSeeOneSnapshot() throws Exception {
        // The second part waits while another connection commits; without a shared snapshot it would see the new value.
        Part<List<Long>> before = Part.list("select n from counter", r -> r.getLong(1));
        Part<List<Integer>> wait = Part.list("select 1 from pg_sleep(0.4)", r -> r.getInt(1));
        Part<List<Long>> after = Part.list("select n + 0 from counter", r -> r.getLong(1));
        for (int round = 0; round < 8; round++) {
            Thread writer = Thread.ofVirtual().start(() -> {
                sleep(150);
                try (Tx tx = db.begin()) {
                    tx.update("update counter set n = n + 1");
                    tx.commit();
                }
            });
            Answers a = db.read(before, wait, after);
            writer.join();
            assertEquals(a.of(before), a.of(after));
            assertEquals(a.of(before).getFirst() + 1, db.read(before).getFirst());
        }
    }

    @Test
    void roundTripsArePreparedAndQuick() {
        Part<List<Long>> a = Part.list("select n from counter where n >= ?", r -> r.getLong(1), 0L);
        Part<List<String>> b = Part.list("select name from tenant where tenant = ?", r -> r.getString(1), 1);
        Part<List<Integer>> prepared = Part.list("select count(*) from pg_prepared_statements where statement like '%from counter where n >=%'", r -> r.getInt(1));
        long best = Long.MAX_VALUE;
        int seen = 0;
        for (int i = 0; i < 2000; i++) {
            long t = System.nanoTime();
            Answers answers = i % 100 == 99 ? db.read(a, b, prepared) : db.read(a, b);
            best = Math.min(best, System.nanoTime() - t);
            if (i % 100 == 99) seen = Math.max(seen, answers.of(prepared).getFirst());
        }
        System.out.println("two parts, one round trip, best: " + best / 1000 + " us");
        assertTrue(seen > 0, "the server prepared none of the parts");
        assertTrue(best < 5_000_000);
    }

    @Test
    void readsCanNotWrite() {
        Fault f = assertThrows(Fault.class, () -> db.read(Part.list("insert into counter values (1) returning n", r -> r.getLong(1))));
        assertEquals("25006", f.state());
    }

    @Test
    void theApplicationCanNotChangeTheSchema() {
        try (Tx tx = db.begin()) {
            Fault f = assertThrows(Fault.class, () -> tx.update("create table mine (a int)"));
            assertEquals("42501", f.state());
        }
    }

    @Test
    void anInstallationKeepsItsKind() {
        UUID id = Installation.DEMONSTRATION.mark(db);
        assertEquals(id, Installation.DEMONSTRATION.mark(db));
        assertThrows(CannotStart.class, () -> Installation.PRODUCTION.mark(db));
        assertEquals(Optional.of(Installation.DEMONSTRATION), Installation.of(db));
    }

    @Test
    void aFaultNamesTheConstraintAndNoValue() {
        try (Tx tx = db.begin()) {
            tx.update("insert into tenant (tenant, name) values (9, 'a')");
            Fault f = assertThrows(Fault.class, () -> tx.update("insert into tenant (tenant, name) values (9, 'secret')"));
            assertTrue(f.duplicate());
            assertEquals("tenant_pkey", f.constraint());
            assertInstanceOf(SQLException.class, f.getCause());
            assertTrue(!f.getCause().getMessage().contains("(9)"), f.getCause().getMessage());
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
