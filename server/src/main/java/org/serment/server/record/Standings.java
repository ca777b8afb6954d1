package org.serment.server.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.serment.kernel.access.Target;
import org.serment.r4.Types;
import org.serment.server.db.Part;
import org.serment.server.gate.Standing;
import org.serment.server.vault.Vault;

/// The authorisation columns of resources: what the gate may know of a resource before it decides.
final class Standings {
    static final long NOBODY = 0, SEVERAL = -1;

    private static final String COLUMNS = """
            select c.tenant, c.type, c.self_hash, c.oid, c.rid, c.version, c.subject, c.owner, c.deleted, c.label, c.unit, c.author,
              case when c.subject = -1 then (select array_agg(m.subject) from compartment m where m.tenant = c.tenant and m.oid = c.oid) end
            """;
    /// Bodies up to this many bytes are read along; larger ones, kept outside their row, once the gate has decided.
    private static final int ALONG = 8 << 10;
    // where no such row is, the body of another version is read all the same, and dropped
    private static final String SEALED = COLUMNS + ", case when octet_length(v.body) <= " + ALONG + " then v.body end, " + Vault.wrapped("v")
            + """
             from (select 1) one left join current c on c.tenant = ? and c.type = ? and c.self_hash = ?
              left join version v on v.tenant = ? and v.oid = coalesce(c.oid, ?) and v.rid = coalesce(c.rid, ?)""";
    private static final String ONE = COLUMNS + "from current c where c.tenant = ? and c.type = ? and c.self_hash = ?";
    private static final String NUMBERED = COLUMNS + "from current c where c.tenant = ? and c.type = ? and c.oid = ?";
    // the joins run as they are written: the few that are wanted lead, and each is one step into the index
    private static final String THESE = "from unnest(?::int[], ?::uuid[]) k (type, self_hash) join current c on c.type = k.type and c.self_hash = k.self_hash where c.tenant = ?";
    private static final String KEYED = COLUMNS + ", " + Vault.wrapped("c") + " " + THESE;

    private Standings() {}

    static Part<Optional<Standing>> one(int tenant, String type, UUID hash) {
        return Part.first(ONE, Standings::read, tenant, Types.number(type), hash);
    }

    /// The same with the sealed body of the current version, unless it is large.
    ///
    /// @param instead what is read where there is no such resource, so that it takes as long
    static Part<Optional<Standing>> sealed(int tenant, String type, UUID hash, Decoy instead) {
        return new Part<>(SEALED, List.of(tenant, Types.number(type), hash, tenant, instead.oid(), instead.rid()), rows -> {
            rows.next();
            if (rows.getObject(1) == null) return Optional.empty();
            var at = read(rows);
            var body = rows.getBytes(14);
            return Optional.of(body == null ? at : Reading.along(at, body, rows.getBytes(15)));
        });
    }

    /// A version that is read in the place of one that isn't there.
    record Decoy(long oid, long rid) {
        static final Decoy NONE = new Decoy(Long.MAX_VALUE, 0);
    }

    /// By the resource's number.
    static Part<Optional<Standing>> numbered(int tenant, String type, long oid) {
        return Part.first(NUMBERED, Standings::read, tenant, Types.number(type), oid);
    }

    /// By hash of `Type/id`.
    static Part<Map<UUID, Standing>> many(int tenant, Map<UUID, Integer> typeOf) {
        var hashes = typeOf.keySet().toArray(UUID[]::new);
        return new Part<>(COLUMNS + THESE, List.of(types(typeOf, hashes), hashes, tenant), rows -> {
            var found = new HashMap<UUID, Standing>();
            while (rows.next()) {
                var standing = read(rows);
                found.put(standing.selfHash(), standing);
            }
            return found;
        });
    }

    /// Where resources stand, with the wrapped keys that seal them.
    ///
    /// @param keys by owner; what was destroyed is missing
    record Keyed(Map<UUID, Standing> standings, Map<Long, byte[]> keys) {}

    /// For writing. Several may be held; rows are locked in the order of their oid, so that two transactions can't wait for each other.
    static Part<Keyed> keyed(int tenant, Map<UUID, Integer> typeOf, boolean hold) {
        var hashes = typeOf.keySet().toArray(UUID[]::new);
        return new Part<>(hold ? KEYED + " order by c.oid for update of c" : KEYED, List.of(types(typeOf, hashes), hashes, tenant), rows -> {
            var found = new Keyed(new HashMap<>(), new HashMap<>());
            while (rows.next()) {
                var standing = read(rows);
                found.standings.put(standing.selfHash(), standing);
                var key = rows.getBytes(14);
                if (key != null) found.keys.put(standing.owner(), key);
            }
            return found;
        });
    }

    private static int[] types(Map<UUID, Integer> typeOf, UUID[] hashes) {
        return Arrays.stream(hashes).mapToInt(typeOf::get).toArray();
    }

    /// Numbers of patients by hash of `Patient/id`.
    static Part<List<Long>> patients(int tenant, UUID[] hashes) {
        return Part.list("select c.oid from current c where c.tenant = ? and c.type = ? and c.self_hash = any(?)", r -> r.getLong(1), tenant, Types.number("Patient"), hashes);
    }

    static Standing read(ResultSet r) throws SQLException {
        int tenant = r.getInt(1);
        long subject = r.getLong(7);
        var target = new Target(tenant, subjects(subject, r), r.getInt(10), r.getInt(11), r.getLong(12));
        return new Standing(Types.name(r.getInt(2)), target, r.getObject(3, UUID.class), r.getLong(4), r.getLong(5), r.getInt(6), subject, r.getLong(8), r.getBoolean(9), Optional.empty());
    }

    private static Set<Long> subjects(long subject, ResultSet r) throws SQLException {
        if (subject == NOBODY) return Set.of();
        if (subject != SEVERAL) return Set.of(subject);
        var several = r.getArray(13);
        if (several == null) throw new IllegalStateException("a resource of several patients lists none");
        return new HashSet<>(List.of((Long[]) several.getArray()));
    }
}
