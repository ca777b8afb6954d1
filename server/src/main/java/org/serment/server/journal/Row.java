package org.serment.server.journal;

import java.security.SecureRandom;
import java.util.List;
import org.serment.server.db.Tx;
import org.serment.server.vault.Vault;

/// One entry, sealed and ready to insert.
///
/// @param subjects of each line, by ordinal; 0 has no row of its own
record Row(long id, long at, int tenant, byte[] leafData, byte[] sealed, long[] subjects) {

    private static final String INSERT = """
            with e as (insert into entry (entry_id, at, tenant, leaf_data, sealed)
                       select * from unnest(?::bigint[], ?::bigint[], ?::smallint[], ?::bytea[], ?::bytea[])),
                 p as (insert into pending (entry_id) select unnest(?::bigint[]))
            insert into line (tenant, subject, at, entry_id, ordinal)
            select * from unnest(?::smallint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[])""";

    static Row of(long id, Event event, Vault vault, SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        Memory memory = Memory.of(event, secret);
        byte[] leafData = memory.entry().data().bytes();
        int tenant = event.request().actor().tenant();
        return new Row(id, event.request().at().toEpochMilli(), tenant, leafData, vault.sealTrail(tenant, leafData, memory.bytes()), memory.subjects());
    }

    /// All rows in one statement.
    static Tx.Write insert(List<Row> rows) {
        int n = rows.size();
        int m = rows.stream().mapToInt(r -> (int) java.util.Arrays.stream(r.subjects).filter(s -> s > 0).count()).sum();
        long[] ids = new long[n];
        long[] ats = new long[n];
        int[] tenants = new int[n];
        byte[][] data = new byte[n][];
        byte[][] sealed = new byte[n][];
        int[] lineTenants = new int[m];
        long[] lineSubjects = new long[m];
        long[] lineAts = new long[m];
        long[] lineIds = new long[m];
        int[] ordinals = new int[m];
        int k = 0;
        for (int i = 0; i < n; i++) {
            Row r = rows.get(i);
            ids[i] = r.id;
            ats[i] = r.at;
            tenants[i] = r.tenant;
            data[i] = r.leafData;
            sealed[i] = r.sealed;
            for (int o = 0; o < r.subjects.length; o++) {
                if (r.subjects[o] <= 0) continue;
                lineTenants[k] = r.tenant;
                lineSubjects[k] = r.subjects[o];
                lineAts[k] = r.at;
                lineIds[k] = r.id;
                ordinals[k++] = o;
            }
        }
        return Tx.Write.of(INSERT, ids, ats, tenants, data, sealed, ids, lineTenants, lineSubjects, lineAts, lineIds, ordinals);
    }
}
