package org.serment.server.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.r4.Types;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;
import org.serment.server.vault.Vault;

/// What was written, one version after the other, for those who tell others of it.
///
/// The order is that of transactions, and only those are given before which none is in flight any more: whoever reads on from
/// the last [Place] misses nothing, however long a transaction stays open.
public final class Feed {
    private static final String AFTER = """
            select v.xid::text::bigint, v.rid, v.oid, v.version, v.deleted from version v
            where v.tenant = ? and v.type = ? and (v.xid, v.rid) > ((?::text)::xid8, ?) and v.xid < pg_snapshot_xmin(pg_current_snapshot())
              and not pg_visible_in_snapshot(v.xid, ?::pg_snapshot)
            order by v.xid, v.rid limit ?""";
    private static final String NEWEST = """
            select k.tenant, k.type, n.xid::text::bigint, n.rid from unnest(?::int[], ?::int[]) k (tenant, type) cross join lateral (
              select v.xid, v.rid from version v where v.tenant = k.tenant and v.type = k.type and v.xid < pg_snapshot_xmin(pg_current_snapshot())
              order by v.xid desc, v.rid desc limit 1) n""";

    private final Database database;
    private final Vault vault;

    Feed(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /// How far somebody read: the number of a transaction, and of a version in it.
    public record Place(long xid, long rid) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return xid == other.xid ? Long.compare(rid, other.rid) : Long.compareUnsigned(xid, other.xid);
        }
    }

    /// Resources of one type of one establishment.
    public record Stream(int tenant, String type) {}

    /// That a version was written, and nothing of what it holds.
    ///
    /// @param oid the resource's number
    public record Written(Place place, long oid, int version, boolean deleted) {}

    /// A version, opened.
    ///
    /// @param before the one that it replaced, when it was asked for and there is one that may be seen
    public record Opened(Found found, Optional<Found> before) {}

    /// The last of each stream; nothing for a stream in which nothing was written.
    public Map<Stream, Place> newest(Set<Stream> streams) {
        var all = List.copyOf(streams);
        record Last(Stream stream, Place place) {}
        var newest = new HashMap<Stream, Place>();
        for (var last : database.read(Part.list(NEWEST, r -> new Last(new Stream(r.getInt(1), Types.name(r.getInt(2))), new Place(r.getLong(3), r.getLong(4))),
                all.stream().mapToInt(Stream::tenant).toArray(), all.stream().mapToInt(s -> Types.number(s.type())).toArray()))) newest.put(last.stream, last.place);
        return newest;
    }

    /// What follows, in order.
    ///
    /// @param known a `pg_snapshot`: what was committed when it was taken isn't news
    public List<Written> after(Stream stream, Place from, String known, int limit) {
        return database.read(Part.list(AFTER, r -> new Written(new Place(r.getLong(1), r.getLong(2)), r.getLong(3), r.getInt(4), r.getBoolean(5)),
                stream.tenant(), Types.number(stream.type()), from.xid(), from.rid(), known, limit));
    }

    /// Opens a version when the permit covers it, and the resource as it stands now.
    ///
    /// @param before open also the version that it replaced
    public Optional<Opened> open(Permit permit, long oid, int version, boolean before) {
        var current = Standings.numbered(permit.tenant(), permit.type(), oid);
        var versions = before ? Reading.some(permit.tenant(), oid, version - 1, version) : Reading.some(permit.tenant(), oid, version);
        var answers = database.read(current, versions);
        if (answers.of(current).filter(s -> permit.scope().accepts(s.target())).isEmpty()) return Optional.empty();
        var seen = answers.of(versions).stream().filter(r -> !r.at().deleted() && permit.scope().accepts(r.at().target())).toList();
        var one = seen.stream().filter(r -> r.at().version() == version).findFirst();
        return one.flatMap(row -> row.found(vault, permit)).map(found -> new Opened(found,
                seen.stream().filter(r -> r.at().version() < version).findFirst().flatMap(r -> r.found(vault, permit))));
    }
}
