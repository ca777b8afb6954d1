package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.gate.Permit;
import org.serment.server.vault.Locked;
import org.serment.server.vault.Vault;

/// One step of an export: walks a type by oid under the permit's plan and opens what it finds, a few sealed megabytes at a time,
/// however long the step is.
final class Extracting {
    private static final Logger LOG = Logger.getLogger(Extracting.class.getName());
    /// Sealed bytes that are in memory at once, unless one body alone is longer.
    private static final long BYTES = 2 << 20;
    /// Patients that one statement walks.
    static final int PATIENTS = 200;

    private record Hit(long oid, long rid, boolean deleted, long subject, long bytes) {}

    private final Vault vault;
    private final Tx tx;
    private final Permit permit;
    private final Extract what;
    private final Shown shown;

    Extracting(Vault vault, Tx tx, Permit permit, Extract what) {
        this.vault = vault;
        this.tx = tx;
        this.permit = permit;
        this.what = what;
        this.shown = what.shown().isEmpty() ? new Shown.Whole() : new Shown.Elements(what.shown());
    }

    /// Looks at up to `most` resources from a place on.
    ///
    /// @return where to go on; empty at the end of the type
    Optional<Extract.Place> step(Extract.Place from, int most, Bounds bounds, Extract.Sink sink) {
        var legs = legs(bounds);
        var patients = patients(from);
        var s = SearchSql.stretch(permit, what, legs, patients, from.oid(), most);
        var hits = tx.query(Part.list(s.sql(), r -> new Hit(r.getLong(1), r.getLong(2), r.getBoolean(3), r.getLong(4), r.getLong(5)), s.binds().toArray()));
        for (int i = 0; i < hits.size(); ) {
            int end = i;
            for (long bytes = 0; end < hits.size() && (end == i || bytes + hits.get(end).bytes <= BYTES); end++) bytes += hits.get(end).bytes;
            open(hits.subList(i, end), sink);
            i = end;
        }
        return next(from, patients, hits, most);
    }

    private Optional<Extract.Place> next(Extract.Place from, Optional<long[]> patients, List<Hit> hits, int most) {
        boolean full = hits.size() == most;
        if (patients.isEmpty()) return full ? Optional.of(new Extract.Place(0, hits.getLast().oid)) : Optional.empty();
        var some = patients.get();
        if (!full) return from.patient() + some.length > named() ? Optional.empty() : Optional.of(new Extract.Place(from.patient() + some.length, 0));
        int index = 0;
        while (some[index] != hits.getLast().subject) index++;
        return Optional.of(new Extract.Place(from.patient() + index, hits.getLast().oid));
    }

    private int named() {
        return what.whose() instanceof Extract.Whose.These t ? t.subjects().size() : 0;
    }

    /// The patients to walk from a place on; after the last of them come the resources of several.
    private Optional<long[]> patients(Extract.Place from) {
        return switch (what.whose()) {
            case Extract.Whose.Everything _, Extract.Whose.Patients _ -> Optional.empty();
            case Extract.Whose.These t -> {
                var all = new ArrayList<>(t.subjects());
                all.add(Standings.SEVERAL);
                yield Optional.of(all.subList(from.patient(), Math.min(all.size(), from.patient() + PATIENTS)).stream().mapToLong(Long::longValue).toArray());
            }
        };
    }

    private List<List<SearchSql.Leg>> legs(Bounds bounds) {
        var hasher = vault.index(permit.tenant()).hasher();
        Searching.Reader reader = new Searching.Reader() {
            @Override
            public <T> T read(Part<T> part) {
                return tx.query(part);
            }
        };
        var chains = new Chains(new Finder(vault, reader, new Permits(permit), hasher, bounds));
        var all = new ArrayList<List<SearchSql.Leg>>();
        for (var filter : what.filters()) switch (QueryReader.read(permit.type(), filter)) {
            case QueryReader.Result.Misunderstood _ -> throw new IllegalStateException("understood when the export began");
            case QueryReader.Result.Understood u -> all.add(Legs.of(u.query().all(), hasher, chains));
        }
        return all;
    }

    private void open(List<Hit> hits, Extract.Sink sink) {
        for (var row : rows(hits)) {
            var at = row.at();
            if (!permit.scope().accepts(at.target())) continue;
            try {
                if (at.deleted()) tx.query(Reading.before(at)).filter(r -> permit.scope().accepts(r.at().target()))
                        .ifPresent(r -> r.found(vault, permit).ifPresent(f -> sink.deleted(r.at().target(), f)));
                else row.found(vault, permit).ifPresent(f -> sink.found(at.target(), shown.results(List.of(f)).getFirst()));
            } catch (Locked e) {
                LOG.log(Level.SEVERE, "an export goes on without a resource: {0}", e.getMessage());
                sink.unreadable(at.target());
            }
        }
    }

    /// In the order of the walk.
    private List<Reading.Row> rows(List<Hit> hits) {
        Map<Long, Reading.Row> sealed = new HashMap<>();
        var oids = hits.stream().mapToLong(Hit::oid).toArray();
        var rids = hits.stream().mapToLong(Hit::rid).toArray();
        for (var row : tx.query(Reading.many(permit.tenant(), oids, rids))) sealed.put(row.at().oid(), row);
        return hits.stream().map(h -> sealed.get(h.oid)).toList();
    }
}
