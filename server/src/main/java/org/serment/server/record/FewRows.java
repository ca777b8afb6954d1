package org.serment.server.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.serment.server.db.Tx;

/// Rows as arrays: one statement a table, its text the same for any number of rows, all in one round trip.
final class FewRows {
    private FewRows() {}

    static List<Tx.Write> insert(int tenant, int generation, List<Rows.Version> versions, List<Rows.Version> fresh, List<Rows.Posted> added) {
        var several = fresh.stream().filter(v -> v.subject() == Standings.SEVERAL).flatMap(v -> v.subjects().stream().map(s -> new long[] {v.oid(), s})).toList();
        var writes = new ArrayList<Tx.Write>();
        writes.add(Tx.Write.of("""
                insert into version (tenant, oid, rid, subject, owner, author, self_hash, version, label, unit, type, deleted, body)
                select ?, oid, rid, subject, owner, author, self_hash, version, label, unit, type, body is null, body from unnest(?::bigint[], ?::bigint[], ?::bigint[],
                  ?::bigint[], ?::bigint[], ?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[], ?::bytea[])
                  v(oid, rid, subject, owner, author, self_hash, version, label, unit, type, body)""",
                tenant, longs(versions, Rows.Version::oid), longs(versions, Rows.Version::rid), longs(versions, Rows.Version::subject), longs(versions, Rows.Version::owner),
                longs(versions, Rows.Version::author), uuids(versions, Rows.Version::selfHash), ints(versions, Rows.Version::version), ints(versions, Rows.Version::label),
                ints(versions, Rows.Version::unit), ints(versions, Rows.Version::type), bodies(versions)));
        if (!fresh.isEmpty()) writes.add(Tx.Write.of("""
                insert into current (tenant, deleted, oid, rid, subject, owner, author, present, self_hash, version, label, unit, type)
                select ?, false, * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[])""",
                tenant, longs(fresh, Rows.Version::oid), longs(fresh, Rows.Version::rid), longs(fresh, Rows.Version::subject), longs(fresh, Rows.Version::owner),
                longs(fresh, Rows.Version::author), longs(fresh, Rows.Version::present), uuids(fresh, Rows.Version::selfHash), ints(fresh, Rows.Version::version),
                ints(fresh, Rows.Version::label), ints(fresh, Rows.Version::unit), ints(fresh, Rows.Version::type)));
        if (!several.isEmpty()) writes.add(Tx.Write.of("insert into compartment (tenant, oid, subject) select ?, * from unnest(?::bigint[], ?::bigint[])",
                tenant, longs(several, s -> s[0]), longs(several, s -> s[1])));
        if (any(added, Postings::tokens)) writes.add(tokens("insert into token (tenant, generation, param, hash, oid, subject) select ?, ?, * from unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[])", flat(added, Postings::tokens), tenant, generation));
        if (any(added, Postings::references)) writes.add(references("insert into reference (tenant, generation, param, hash, oid, subject) select ?, ?, * from unnest(?::int[], ?::uuid[], ?::bigint[], ?::bigint[])", flat(added, Postings::references), tenant, generation));
        if (any(added, Postings::moments)) writes.add(moments("insert into moment (tenant, generation, param, lo, hi, oid, subject) select ?, ?, * from unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])", flat(added, Postings::moments), tenant, generation));
        writes.addAll(AmountRows.insert(tenant, generation, added));
        return writes;
    }

    static List<Tx.Write> remove(int tenant, List<Rows.Posted> removed) {
        var writes = new ArrayList<Tx.Write>();
        if (any(removed, Postings::tokens)) writes.add(
                tokens("delete from token t using (select ? tenant, ? generation, * from unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[]) r(param, hash, oid, subject)) r"
                        + " where t.tenant = r.tenant and t.param = r.param and t.hash = r.hash and t.oid = r.oid", flat(removed, Postings::tokens), tenant, 0));
        if (any(removed, Postings::references)) writes.add(
                references("delete from reference t using (select ? tenant, ? generation, * from unnest(?::int[], ?::uuid[], ?::bigint[], ?::bigint[]) r(param, hash, oid, subject)) r"
                        + " where t.tenant = r.tenant and t.param = r.param and t.hash = r.hash and t.oid = r.oid", flat(removed, Postings::references), tenant, 0));
        if (any(removed, Postings::moments)) writes.add(
                moments("delete from moment t using (select ? tenant, ? generation, * from unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) r(param, lo, hi, oid, subject)) r"
                        + " where t.tenant = r.tenant and t.param = r.param and t.oid = r.oid and t.lo = r.lo and t.hi = r.hi", flat(removed, Postings::moments), tenant, 0));
        writes.addAll(AmountRows.remove(tenant, removed));
        return writes;
    }

    /// Whether there is something to say: a statement without rows costs the database nearly what one with rows costs.
    private static <T> boolean any(List<Rows.Posted> posted, Function<Postings, ? extends Collection<T>> values) {
        return posted.stream().anyMatch(p -> !values.apply(p.postings()).isEmpty());
    }

    record Of<T>(long oid, long subject, T value) {}

    static <T> List<Of<T>> flat(List<Rows.Posted> posted, Function<Postings, ? extends Iterable<T>> values) {
        var all = new ArrayList<Of<T>>();
        for (var p : posted) for (var v : values.apply(p.postings())) all.add(new Of<>(p.oid(), p.subject(), v));
        return all;
    }

    private static Tx.Write tokens(String sql, List<Of<Postings.Token>> rows, int tenant, int generation) {
        return Tx.Write.of(sql, tenant, generation, ints(rows, r -> r.value.param()), longs(rows, r -> r.value.hash()), longs(rows, Of::oid), longs(rows, Of::subject));
    }

    private static Tx.Write references(String sql, List<Of<Postings.Reference>> rows, int tenant, int generation) {
        return Tx.Write.of(sql, tenant, generation, ints(rows, r -> r.value.param()), uuids(rows, r -> r.value.hash()), longs(rows, Of::oid), longs(rows, Of::subject));
    }

    private static Tx.Write moments(String sql, List<Of<Postings.Moment>> rows, int tenant, int generation) {
        return Tx.Write.of(sql, tenant, generation, ints(rows, r -> r.value.param()), longs(rows, r -> r.value.lo()), longs(rows, r -> r.value.hi()), longs(rows, Of::oid), longs(rows, Of::subject));
    }

    static <T> long[] longs(List<T> rows, ToLongFunction<T> of) {
        return rows.stream().mapToLong(of).toArray();
    }

    static <T> int[] ints(List<T> rows, ToIntFunction<T> of) {
        return rows.stream().mapToInt(of).toArray();
    }

    private static <T> UUID[] uuids(List<T> rows, Function<T, UUID> of) {
        return rows.stream().map(of).toArray(UUID[]::new);
    }

    /// Null for a tombstone, as the column has it.
    private static byte[][] bodies(List<Rows.Version> versions) {
        return versions.stream().map(v -> v.deleted() ? null : v.sealed()).toArray(byte[][]::new);
    }
}
