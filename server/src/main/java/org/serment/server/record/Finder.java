package org.serment.server.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Param;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;
import org.serment.server.vault.Vault;

/// Finds and opens rows for one request: the searched resources, and those of other types that lead to them or are shown with them.
final class Finder {
    /// A row that satisfies the search, not opened yet.
    record Hit(long oid, long rid, long key, UUID self) {}

    /// Conditions made ready: hashed, under their permit, with what drives.
    record Sought(Permit permit, List<Criterion> all, SearchSql.Scoped scope, SearchSql.Shape shape) {
        Optional<Criterion> recheck() {
            return all.stream().filter(Criterion::recheck).findFirst();
        }
    }

    private final Vault vault;
    private final Searching.Reader reader;
    private final Hasher hasher;
    final Permits permits;
    final Bounds bounds;

    Finder(Vault vault, Searching.Reader reader, Permits permits, Hasher hasher, Bounds bounds) {
        this.vault = vault;
        this.reader = reader;
        this.permits = permits;
        this.hasher = hasher;
        this.bounds = bounds;
    }

    Hasher hasher() {
        return hasher;
    }

    /// Resolves what leads to other types on the way. Throws [Costly].
    Sought seek(Permit permit, List<Criterion> all) {
        return seek(permit, Legs.of(all, hasher, new Chains(this)), all);
    }

    Sought seek(Permit permit, List<SearchSql.Leg> legs, List<Criterion> all) {
        var scope = SearchSql.Scoped.of(permit, legs, hasher);
        return new Sought(permit, all, scope, Driving.shape(reader, permit, scope.legs()));
    }

    /// What gives the rows of a search in an order, page after page.
    interface Walk {
        List<Hit> hits(Optional<SearchSql.After> after, int limit);
    }

    /// How a search is walked in an order: chosen once.
    Walk walk(Sought sought, SearchSql.Order order) {
        if (order instanceof SearchSql.Order.Date d) {
            var patients = Driving.dated(reader, sought.permit, sought.scope.legs(), sought.shape, bounds.dense());
            if (patients.isPresent()) return (after, limit) -> dated(sought, d, patients.get(), after, limit);
        }
        return (after, limit) -> hits(sought, order, after, limit);
    }

    /// How many there are. Throws [Costly].
    long total(Sought sought) {
        if (sought.recheck().isPresent()) return rechecked(sought, sought.recheck().get());
        var s = SearchSql.total(sought.permit.tenant(), sought.scope, sought.shape);
        return reader.read(Part.first(s.sql(), r -> r.getLong(1), s.binds().toArray())).orElse(0L);
    }

    private long rechecked(Sought sought, Criterion recheck) {
        var hits = hits(sought, new SearchSql.Order.Newest(), Optional.empty(), bounds.rechecked() + 1);
        if (hits.size() > bounds.rechecked()) throw new Costly(Rechecks.name(recheck));
        long total = 0;
        for (int i = 0; i < hits.size(); i += 500)
            total += open(sought.permit, hits.subList(i, Math.min(hits.size(), i + 500))).stream().filter(f -> Rechecks.accepts(sought.all, f)).count();
        return total;
    }

    List<Hit> hits(Sought sought, SearchSql.Order order, Optional<SearchSql.After> after, int limit) {
        return rows(SearchSql.page(sought.permit.tenant(), sought.scope, sought.shape, order, after, limit));
    }

    /// In the order of a date, walking the dates of some patients: first what has one. What belongs to several patients is little,
    /// and its dates are looked up.
    private List<Hit> dated(Sought sought, SearchSql.Order.Date order, long[] patients, Optional<SearchSql.After> after, int limit) {
        var all = new ArrayList<>(rows(SearchSql.dated(sought.scope, order, patients, after, limit)));
        var several = new SearchSql.Shape(sought.shape.driver(), Optional.of(new long[] {Standings.SEVERAL}));
        all.addAll(hits(new Sought(sought.permit, sought.all, sought.scope, several), order, after, limit));
        boolean mustHave = sought.scope.legs().stream().anyMatch(l -> l instanceof SearchSql.Leg.Range r && r.param() == order.param());
        if (all.size() < limit && !mustHave) {
            var undated = sought.scope.and(SearchSql.present(order.param(), false));
            all.addAll(hits(new Sought(sought.permit, sought.all, undated, new SearchSql.Shape(sought.shape.driver(), Optional.of(patients))), order, after, limit));
        }
        Comparator<Hit> keys = Comparator.comparingLong(Hit::key);
        all.sort((order.descending() ? keys.reversed() : keys).thenComparing(Comparator.comparingLong(Hit::oid).reversed()));
        return all.subList(0, Math.min(limit, all.size()));
    }

    private List<Hit> rows(SearchSql.Statement s) {
        return reader.read(Part.list(s.sql(), r -> new Hit(r.getLong(1), r.getLong(2), r.getLong(3), r.getObject(4, UUID.class)), s.binds().toArray()));
    }

    /// Opens hits, in their order.
    List<Found> open(Permit permit, List<Hit> hits) {
        if (hits.isEmpty()) return List.of();
        var oids = hits.stream().mapToLong(Hit::oid).toArray();
        var rids = hits.stream().mapToLong(Hit::rid).toArray();
        var sealed = new HashMap<Long, Reading.Row>();
        for (var s : reader.read(Reading.many(permit.tenant(), oids, rids))) sealed.put(s.at().oid(), s);
        // the statement found what granular scopes accept: another is a fault, not an answer
        return hits.stream().map(h -> sealed.get(h.oid).found(vault, permit).orElseThrow(() -> new SecurityException("a search found what a scope excludes"))).toList();
    }

    /// What resources refer to under a parameter, hashed; as many as `limit`.
    UUID[] referenced(int tenant, long[] oids, Param param, int limit) {
        var s = SearchSql.referenced(tenant, oids, param.id(), limit);
        return reader.read(Part.list(s.sql(), r -> r.getObject(1, UUID.class), s.binds().toArray())).toArray(UUID[]::new);
    }
}
