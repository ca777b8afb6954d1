package org.serment.server.record;

import java.util.List;
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
    }
}
