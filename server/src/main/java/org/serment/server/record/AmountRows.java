package org.serment.server.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.serment.server.db.Tx;

/// A few rows of numbers, quantities and composites, as [FewRows]. Most resources have none: then there is no statement.
final class AmountRows {
    private AmountRows() {}

    static List<Tx.Write> insert(int tenant, int generation, List<Rows.Posted> added) {
        var writes = new ArrayList<Tx.Write>();
        var numbers = FewRows.flat(added, Postings::numbers);
        if (!numbers.isEmpty()) writes.add(Tx.Write.of("insert into number (tenant, generation, oid, subject, param, lo, hi) select ?, ?, *"
                + " from unnest(?::bigint[], ?::bigint[], ?::int[], ?::numeric[], ?::numeric[])", binds(numbers, number(numbers), tenant, generation)));
        var quantities = FewRows.flat(added, Postings::quantities);
        if (!quantities.isEmpty()) writes.add(Tx.Write.of("insert into quantity (tenant, generation, oid, subject, param, unit_hash, code_hash, text_hash, lo, hi, as_lo, as_hi)"
                + " select ?, ?, * from unnest(?::bigint[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])",
                binds(quantities, quantity(quantities), tenant, generation)));
        var composites = FewRows.flat(added, Postings::composites);
        if (!composites.isEmpty()) writes.add(Tx.Write.of("insert into composite (tenant, generation, oid, subject, param, hash, code, hash2, code2, text2, lo, hi, lo2, hi2)"
                + " select ?, ?, * from unnest(?::bigint[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],"
                + " ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])", binds(composites, composite(composites), tenant, generation)));
        return writes;
    }

    static List<Tx.Write> remove(int tenant, List<Rows.Posted> removed) {
        var writes = new ArrayList<Tx.Write>();
        var numbers = FewRows.flat(removed, Postings::numbers);
        if (!numbers.isEmpty()) writes.add(Tx.Write.of("delete from number t using (select ? tenant, ? generation, *"
                + " from unnest(?::bigint[], ?::bigint[], ?::int[], ?::numeric[], ?::numeric[]) r(oid, subject, param, lo, hi)) r"
                + " where t.tenant = r.tenant and t.oid = r.oid and t.param = r.param and t.lo = r.lo and t.hi = r.hi", binds(numbers, number(numbers), tenant, 0)));
        var quantities = FewRows.flat(removed, Postings::quantities);
        if (!quantities.isEmpty()) writes.add(Tx.Write.of("delete from quantity t using (select ? tenant, ? generation, * from unnest(?::bigint[], ?::bigint[], ?::int[],"
                + " ?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])"
                + " r(oid, subject, param, unit_hash, code_hash, text_hash, lo, hi, as_lo, as_hi)) r"
                + " where t.tenant = r.tenant and t.oid = r.oid and t.param = r.param and t.unit_hash = r.unit_hash and t.lo = r.lo and t.hi = r.hi"
                + " and t.as_lo = r.as_lo and t.as_hi = r.as_hi and t.code_hash is not distinct from r.code_hash and t.text_hash is not distinct from r.text_hash",
                binds(quantities, quantity(quantities), tenant, 0)));
        var composites = FewRows.flat(removed, Postings::composites);
        if (!composites.isEmpty()) writes.add(Tx.Write.of("delete from composite t using (select ? tenant, ? generation, * from unnest(?::bigint[], ?::bigint[], ?::int[],"
                + " ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])"
                + " r(oid, subject, param, hash, code, hash2, code2, text2, lo, hi, lo2, hi2)) r"
                + " where t.tenant = r.tenant and t.oid = r.oid and t.param = r.param and t.hash = r.hash and t.code = r.code"
                + " and (t.hash2, t.code2, t.text2, t.lo, t.hi, t.lo2, t.hi2) is not distinct from (r.hash2, r.code2, r.text2, r.lo, r.hi, r.lo2, r.hi2)",
                binds(composites, composite(composites), tenant, 0)));
        return writes;
    }

    private static List<Object> number(List<FewRows.Of<Amounts.Number>> rows) {
        return List.of(FewRows.ints(rows, r -> r.value().param()), numerics(rows, r -> Optional.of(r.value().lo())), numerics(rows, r -> Optional.of(r.value().hi())));
    }

    private static List<Object> quantity(List<FewRows.Of<Amounts.Quantity>> rows) {
        return List.of(FewRows.ints(rows, r -> r.value().param()), FewRows.longs(rows, r -> r.value().unit()), hashes(rows, r -> r.value().code()), hashes(rows, r -> r.value().text()),
                numerics(rows, r -> Optional.of(r.value().lo())), numerics(rows, r -> Optional.of(r.value().hi())),
                numerics(rows, r -> Optional.of(r.value().asLo())), numerics(rows, r -> Optional.of(r.value().asHi())));
    }

    private static List<Object> composite(List<FewRows.Of<Amounts.Composite>> rows) {
        return List.of(FewRows.ints(rows, r -> r.value().param()), FewRows.longs(rows, r -> r.value().hash()), FewRows.longs(rows, r -> r.value().code()),
                hashes(rows, r -> r.value().hash2()), hashes(rows, r -> r.value().code2()), hashes(rows, r -> r.value().text2()),
                numerics(rows, r -> r.value().lo()), numerics(rows, r -> r.value().hi()), numerics(rows, r -> r.value().lo2()), numerics(rows, r -> r.value().hi2()));
    }

    private static <T> Object[] binds(List<FewRows.Of<T>> rows, List<Object> values, int tenant, int generation) {
        var all = new ArrayList<Object>(List.of(tenant, generation, FewRows.longs(rows, FewRows.Of::oid), FewRows.longs(rows, FewRows.Of::subject)));
        all.addAll(values);
        return all.toArray();
    }

    private static <T> Long[] hashes(List<T> rows, Function<T, Optional<Long>> of) {
        return rows.stream().map(r -> of.apply(r).orElse(null)).toArray(Long[]::new);
    }

    private static <T> BigDecimal[] numerics(List<T> rows, Function<T, Optional<BigDecimal>> of) {
        return rows.stream().map(r -> of.apply(r).orElse(null)).toArray(BigDecimal[]::new);
    }
}
