package org.serment.server.record;

import java.util.List;
import java.util.Optional;
import org.serment.server.db.CopyRows;
import org.serment.server.db.Tx;

/// New rows by binary COPY, a table at a time.
final class ManyRows {
    private ManyRows() {}

    static void copy(Tx tx, int tenant, int generation, List<Rows.Version> versions, List<Rows.Version> fresh, List<Rows.Posted> added) {
        try (var c = CopyRows.into(tx, "version", "oid", "rid", "subject", "owner", "author", "self_hash", "version", "label", "unit", "tenant", "type", "deleted", "body")) {
            for (var v : versions) {
                c.row().int8(v.oid()).int8(v.rid()).int8(v.subject()).int8(v.owner()).int8(v.author()).uuid(v.selfHash()).int4(v.version())
                        .int4(v.label()).int4(v.unit()).int2(v.tenant()).int2(v.type()).bool(v.deleted());
                if (v.deleted()) c.nothing();
                else c.bytea(v.sealed());
            }
            c.end();
        }
        try (var c = CopyRows.into(tx, "current", "oid", "rid", "subject", "owner", "author", "present", "self_hash", "version", "label", "unit", "tenant", "type", "deleted")) {
            for (var v : fresh)
                c.row().int8(v.oid()).int8(v.rid()).int8(v.subject()).int8(v.owner()).int8(v.author()).int8(v.present()).uuid(v.selfHash()).int4(v.version())
                        .int4(v.label()).int4(v.unit()).int2(v.tenant()).int2(v.type()).bool(v.deleted());
            c.end();
        }
        try (var c = CopyRows.into(tx, "compartment", "oid", "subject", "tenant")) {
            for (var v : fresh) if (v.subject() == Standings.SEVERAL) for (long s : v.subjects()) c.row().int8(v.oid()).int8(s).int2(v.tenant());
            c.end();
        }
        try (var c = CopyRows.into(tx, "token", "hash", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var t : a.postings().tokens()) c.row().int8(t.hash()).int8(a.oid()).int8(a.subject()).int4(t.param()).int2(tenant).int2(generation);
            c.end();
        }
        try (var c = CopyRows.into(tx, "reference", "hash", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var t : a.postings().references()) c.row().uuid(t.hash()).int8(a.oid()).int8(a.subject()).int4(t.param()).int2(tenant).int2(generation);
            c.end();
        }
        try (var c = CopyRows.into(tx, "moment", "lo", "hi", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var t : a.postings().moments()) c.row().int8(t.lo()).int8(t.hi()).int8(a.oid()).int8(a.subject()).int4(t.param()).int2(tenant).int2(generation);
            c.end();
        }
        if (added.stream().anyMatch(a -> !a.postings().numbers().isEmpty())) numbers(tx, tenant, generation, added);
        if (added.stream().anyMatch(a -> !a.postings().quantities().isEmpty())) quantities(tx, tenant, generation, added);
        if (added.stream().anyMatch(a -> !a.postings().composites().isEmpty())) composites(tx, tenant, generation, added);
    }

    private static void numbers(Tx tx, int tenant, int generation, List<Rows.Posted> added) {
        try (var c = CopyRows.into(tx, "number", "lo", "hi", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var n : a.postings().numbers()) c.row().numeric(n.lo()).numeric(n.hi()).int8(a.oid()).int8(a.subject()).int4(n.param()).int2(tenant).int2(generation);
            c.end();
        }
    }

    private static void quantities(Tx tx, int tenant, int generation, List<Rows.Posted> added) {
        try (var c = CopyRows.into(tx, "quantity", "lo", "hi", "unit_hash", "oid", "subject", "param", "tenant", "generation", "as_lo", "as_hi", "code_hash", "text_hash")) {
            for (var a : added)
                for (var q : a.postings().quantities()) {
                    c.row().numeric(q.lo()).numeric(q.hi()).int8(q.unit()).int8(a.oid()).int8(a.subject()).int4(q.param()).int2(tenant).int2(generation)
                            .numeric(q.asLo()).numeric(q.asHi());
                    hash(c, q.code());
                    hash(c, q.text());
                }
            c.end();
        }
    }

    private static void composites(Tx tx, int tenant, int generation, List<Rows.Posted> added) {
        try (var c = CopyRows.into(tx, "composite", "oid", "subject", "param", "tenant", "generation", "hash", "code", "hash2", "code2", "text2", "lo", "hi", "lo2", "hi2")) {
            for (var a : added)
                for (var x : a.postings().composites()) {
                    c.row().int8(a.oid()).int8(a.subject()).int4(x.param()).int2(tenant).int2(generation).int8(x.hash()).int8(x.code());
                    hash(c, x.hash2());
                    hash(c, x.code2());
                    hash(c, x.text2());
                    for (var end : List.of(x.lo(), x.hi(), x.lo2(), x.hi2())) end.ifPresentOrElse(c::numeric, c::nothing);
                }
            c.end();
        }
    }

    private static void hash(CopyRows c, Optional<Long> hash) {
        hash.ifPresentOrElse(c::int8, c::nothing);
    }
}
