package org.serment.server.record;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.r4.Types;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Standing;
import org.serment.server.vault.Body;
import org.serment.server.vault.Place;
import org.serment.server.vault.Sealed;
import org.serment.server.vault.Vault;

/// SQL and opening of sealed versions. A version is read with its wrapped key in one query, so a key destroyed a moment ago
/// is gone for the next read.
final class Reading {
    private static final String COLUMNS = "select v.tenant, v.type, v.self_hash, v.oid, v.rid, v.version, v.subject, v.owner, v.deleted, v.label, v.unit, v.author, "
            + "case when v.subject = -1 then (select array_agg(m.subject) from compartment m where m.tenant = v.tenant and m.oid = v.oid) end, v.body, "
            + Vault.wrapped("v");
    private static final String OF = COLUMNS + " from version v where v.tenant = ? ";
    private static final String ONE = OF + "and v.oid = ? and v.rid = ?";
    private static final String NUMBERED = OF + "and v.oid = ? and v.version = ?";
    private static final String SOME = OF + "and v.oid = ? and v.version = any(?)";
    private static final String BEFORE = OF + "and v.oid = ? and v.rid < ? and not v.deleted order by v.rid desc limit 1";
    // the joins run as they are written: the few that are wanted lead, and each is one step into the index
    private static final String MANY = COLUMNS
            + " from unnest(?::bigint[], ?::bigint[]) k (oid, rid) join version v on v.oid = k.oid and v.rid = k.rid where v.tenant = ?";
    private static final String BODIED = COLUMNS + " from unnest(?::bigint[], ?::bigint[]) k (oid, rid) cross join lateral (select w.* from version w"
            + " where w.tenant = ? and w.oid = k.oid and w.rid < k.rid and not w.deleted order by w.rid desc limit 1) v";

    private Reading() {}

    /// A version as it lies in the table. Its columns are bound into the seal: they are true once it opens.
    record Row(Standing at, byte[] body, byte[] wrapped) {
        Instant updated() {
            return Instant.ofEpochMilli(Numbers.millis(at.rid()));
        }

        Body open(Vault vault, Permit permit, Action action) {
            return vault.open(permit, at.type(), action, sealed());
        }

        private Sealed sealed() {
            return new Sealed(place(), at.subject() == Standings.SEVERAL ? at.target().subjects() : Set.of(), wrapped, body);
        }

        /// Opens it as a resource: the id comes out of the body, where the store wrote it. Empty when granular scopes exclude it.
        Optional<Found> found(Vault vault, Permit permit) {
            var opened = open(vault, permit, permit.action());
            var granular = Granular.of(permit);
            if (granular.narrows() && !granular.accepts(Found.tree(opened.contents()))) return Optional.empty();
            return Optional.of(new Found(at.type(), id(opened.contents()), at.oid(), at.version(), updated(), at.target().subjects(), opened.frame(), opened.contents()));
        }

        private Place place() {
            var t = at.target();
            return new Place(t.tenant(), Types.number(at.type()), at.selfHash(), at.version(), at.subject(), t.labels(), t.unit(), t.author(), at.owner());
        }
    }

    /// Where a resource stands, with its sealed body.
    static Standing along(Standing at, byte[] body, byte[] wrapped) {
        return new Standing(at.type(), at.target(), at.selfHash(), at.oid(), at.rid(), at.version(), at.subject(), at.owner(), at.deleted(),
                Optional.of(new Row(at, body, wrapped == null ? new byte[0] : wrapped).sealed()));
    }

    /// The version that came along with its standing, when it did.
    static Optional<Row> along(Standing at) {
        return at.sealed().map(s -> new Row(at, s.body(), s.wrapped()));
    }

    static Part<Optional<Row>> sealed(Standing at) {
        return Part.first(ONE, Reading::read, at.target().tenant(), at.oid(), at.rid());
    }

    static Part<Optional<Row>> numbered(Standing at, int version) {
        return Part.first(NUMBERED, Reading::read, at.target().tenant(), at.oid(), version);
    }

    /// The last versions with a body before some, in no order.
    static Part<List<Row>> before(int tenant, long[] oids, long[] rids) {
        return Part.list(BODIED, Reading::read, oids, rids, tenant);
    }

    /// Those of a resource's versions that have one of these numbers, in no order.
    static Part<List<Row>> some(int tenant, long oid, int... versions) {
        return Part.list(SOME, Reading::read, tenant, oid, versions);
    }

    /// The last version that was there before a tombstone.
    static Part<Optional<Row>> before(Standing tombstone) {
        return Part.first(BEFORE, Reading::read, tombstone.target().tenant(), tombstone.oid(), tombstone.rid());
    }

    /// In no order.
    static Part<List<Row>> many(int tenant, long[] oids, long[] rids) {
        return Part.list(MANY, Reading::read, oids, rids, tenant);
    }

    private static Row read(ResultSet r) throws SQLException {
        return new Row(Standings.read(r), bytes(r, 14), bytes(r, 15));
    }

    private static byte[] bytes(ResultSet r, int column) throws SQLException {
        var bytes = r.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    /// The id of a stored body: `{"resourceType":"…","id":"…",`.
    static String id(byte[] body) {
        var mark = "\",\"id\":\"".getBytes(StandardCharsets.US_ASCII);
        int from = 17;
        while (body[from] != '"') from++;
        from += mark.length;
        int to = from;
        while (body[to] != '"') to++;
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }
}
