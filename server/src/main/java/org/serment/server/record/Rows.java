package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.serment.server.db.Tx;

/// Everything one transaction writes into the record's tables, gathered first. A few resources go to the database in one
/// round trip ([FewRows]), many by COPY ([ManyRows]); what is replaced is changed and removed the same way in both cases.
final class Rows {
    /// From so many new rows on, COPY is faster.
    private static final int MANY = 400;

    /// A new version of a resource; the same values go to `version` and `current`.
    ///
    /// @param sealed the envelope; empty for a tombstone
    record Version(int tenant, int type, UUID selfHash, long oid, long rid, int version, long subject, long owner,
                   long author, int label, int unit, long present, boolean deleted, byte[] sealed, Set<Long> subjects) {}

    /// Index rows of one resource.
    record Posted(long oid, long subject, Postings postings) {}

    private final int tenant;
    private final int generation;
    private final List<Version> versions = new ArrayList<>();
    private final List<Version> fresh = new ArrayList<>();
    private final List<Version> replaced = new ArrayList<>();
    private final List<Posted> added = new ArrayList<>();
    private final List<Posted> removed = new ArrayList<>();

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
        var writes = new ArrayList<Tx.Write>();
        for (var v : replaced) writes.add(standing(v));
        if (!removed.isEmpty()) writes.addAll(FewRows.remove(tenant, removed));
        boolean many = versions.size() + added.stream().mapToInt(a -> a.postings.size()).sum() > MANY;
        if (!many) writes.addAll(FewRows.insert(tenant, generation, versions, fresh, added));
        if (replaced.isEmpty()) tx.later(writes);
        else counted(tx.update(writes));
        if (many) ManyRows.copy(tx, tenant, generation, versions, fresh, added);
    }

    /// What is replaced comes first.
    private void counted(int[] counts) {
        for (int i = 0; i < replaced.size(); i++)
            if (counts[i] != 1) throw new Refusal(Change.Cause.CONFLICT, "", "conflict", "the resource changed at the same time");
    }

    /// The row is held since its standing was read; the version is compared all the same.
    private static Tx.Write standing(Version v) {
        return Tx.Write.of("""
                update current set rid = ?, author = ?, present = ?, version = ?, label = ?, unit = ?, deleted = ?
                where tenant = ? and type = ? and self_hash = ? and version = ?""",
                v.rid, v.author, v.present, v.version, v.label, v.unit, v.deleted, v.tenant, v.type, v.selfHash, v.version - 1);
    }
}
