package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.serment.server.db.CopyRows;
import org.serment.server.db.Tx;

/// Everything one transaction writes into the record's tables, gathered first and sent a table at a time.
final class Rows {
    /// A new version of a resource; the same values go to `version` and `current`.
    ///
    /// @param sealed the envelope; empty for a tombstone
    record Version(int tenant, int type, UUID selfHash, long oid, long rid, int version, long subject, long owner,
                   long author, int label, int unit, long present, boolean deleted, byte[] sealed, Set<Long> subjects) {}

    private final int tenant;
    private final int generation;
    private final List<Version> versions = new ArrayList<>();
    private final List<Version> fresh = new ArrayList<>();
    private final List<Version> replaced = new ArrayList<>();
    private final List<Posted> added = new ArrayList<>();
    private final List<Posted> removed = new ArrayList<>();

    private record Posted(long oid, long subject, Postings postings) {}

    Rows(int tenant, int generation) {
        this.tenant = tenant;
        this.generation = generation;
    }

    void create(Version v, Postings postings) {
        versions.add(v);
        fresh.add(v);
        added.add(new Posted(v.oid, v.subject, postings));
    }

    void replace(Version v, Postings before, Postings after) {
        versions.add(v);
        replaced.add(v);
        removed.add(new Posted(v.oid, v.subject, before.minus(after)));
        added.add(new Posted(v.oid, v.subject, after.minus(before)));
    }

    void send(Tx tx) {
        try (var c = CopyRows.into(tx, "version", "oid", "rid", "subject", "owner", "author", "self_hash", "version", "label", "unit", "tenant", "type", "deleted", "body")) {
            for (var v : versions) {
                c.row().int8(v.oid).int8(v.rid).int8(v.subject).int8(v.owner).int8(v.author).uuid(v.selfHash).int4(v.version)
                        .int4(v.label).int4(v.unit).int2(v.tenant).int2(v.type).bool(v.deleted);
                if (v.deleted) c.nothing();
                else c.bytea(v.sealed);
            }
            c.end();
        }
        if (!fresh.isEmpty()) current(tx);
        for (var v : replaced) standing(tx, v);
        compartments(tx);
        remove(tx);
        tokens(tx);
        references(tx);
        moments(tx);
    }

    private void current(Tx tx) {
        try (var c = CopyRows.into(tx, "current", "oid", "rid", "subject", "owner", "author", "present", "self_hash", "version", "label", "unit", "tenant", "type", "deleted")) {
            for (var v : fresh)
                c.row().int8(v.oid).int8(v.rid).int8(v.subject).int8(v.owner).int8(v.author).int8(v.present).uuid(v.selfHash).int4(v.version)
                        .int4(v.label).int4(v.unit).int2(v.tenant).int2(v.type).bool(v.deleted);
            c.end();
        }
    }

    private static void standing(Tx tx, Version v) {
        int n = tx.update("""
                update current set rid = ?, author = ?, present = ?, version = ?, label = ?, unit = ?, deleted = ?
                where tenant = ? and type = ? and self_hash = ? and version = ?""",
                v.rid, v.author, v.present, v.version, v.label, v.unit, v.deleted, v.tenant, v.type, v.selfHash, v.version - 1);
        if (n != 1) throw new Refusal(Change.Cause.CONFLICT, "", "conflict", "the resource changed at the same time");
    }

    private void compartments(Tx tx) {
        if (fresh.stream().noneMatch(v -> v.subject == Standings.SEVERAL)) return;
        try (var c = CopyRows.into(tx, "compartment", "oid", "subject", "tenant")) {
            for (var v : fresh)
                if (v.subject == Standings.SEVERAL) for (long s : v.subjects) c.row().int8(v.oid).int8(s).int2(v.tenant);
            c.end();
        }
    }

    private void remove(Tx tx) {
        for (var r : removed) {
            for (var t : r.postings.tokens())
                tx.update("delete from token where tenant = ? and param = ? and hash = ? and oid = ?", tenant, t.param(), t.hash(), r.oid);
            for (var t : r.postings.references())
                tx.update("delete from reference where tenant = ? and param = ? and hash = ? and oid = ?", tenant, t.param(), t.hash(), r.oid);
            for (var t : r.postings.moments())
                tx.update("delete from moment where tenant = ? and param = ? and oid = ? and lo = ? and hi = ?", tenant, t.param(), r.oid, t.lo(), t.hi());
        }
    }

    private void tokens(Tx tx) {
        if (added.stream().allMatch(a -> a.postings.tokens().isEmpty())) return;
        try (var c = CopyRows.into(tx, "token", "hash", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var t : a.postings.tokens()) c.row().int8(t.hash()).int8(a.oid).int8(a.subject).int4(t.param()).int2(tenant).int2(generation);
            c.end();
        }
    }

    private void references(Tx tx) {
        if (added.stream().allMatch(a -> a.postings.references().isEmpty())) return;
        try (var c = CopyRows.into(tx, "reference", "hash", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var t : a.postings.references()) c.row().uuid(t.hash()).int8(a.oid).int8(a.subject).int4(t.param()).int2(tenant).int2(generation);
            c.end();
        }
    }

    private void moments(Tx tx) {
        if (added.stream().allMatch(a -> a.postings.moments().isEmpty())) return;
        try (var c = CopyRows.into(tx, "moment", "lo", "hi", "oid", "subject", "param", "tenant", "generation")) {
            for (var a : added)
                for (var t : a.postings.moments()) c.row().int8(t.lo()).int8(t.hi()).int8(a.oid).int8(a.subject).int4(t.param()).int2(tenant).int2(generation);
            c.end();
        }
    }
}
