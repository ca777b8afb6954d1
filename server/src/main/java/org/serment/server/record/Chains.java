package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.gate.Permit;

/// Chained and reverse chained conditions (FHIR R4 search.html 2.21.1.5.6, 2.21.1.5.7). Each leg is a search of its own type
/// under the permit of that type; without one it finds nothing, exactly as if nothing were there.
///
/// When a leg finds few resources, they are named and drive the search; when it finds many, each candidate is probed instead.
/// Which it is depends on what the caller may see and on nothing else.
final class Chains {
    private static final SearchSql.Leg NONE = new SearchSql.Leg.Own("false", List.of());

    private final Finder finder;

    Chains(Finder finder) {
        this.finder = finder;
    }

    /// @param named all of them, when they are few
    private record Targets(SearchSql.Scoped scope, Optional<List<Finder.Hit>> named) {}

    SearchSql.Leg leg(Criterion.Chain chain) {
        var all = chain.any().stream().map(to -> targets(to.type(), to.inner(), chain.param().code())).flatMap(Optional::stream).toList();
        int sum = all.stream().mapToInt(t -> t.named.map(List::size).orElse(0)).sum();
        if (sum > finder.bounds.few() || all.stream().anyMatch(t -> t.named.isEmpty()))
            return new SearchSql.Leg.To(chain.param().id(), all.stream().map(Targets::scope).toList());
        var hashes = all.stream().flatMap(t -> t.named.orElseThrow().stream()).map(Finder.Hit::self).distinct().toArray(UUID[]::new);
        return hashes.length == 0 ? NONE : new SearchSql.Leg.Posting("reference", chain.param().id(), hashes, hashes.length);
    }

    SearchSql.Leg leg(Criterion.Has has) {
        var targets = targets(has.param().type(), has.inner(), "_has");
        if (targets.isEmpty() || targets.get().named.filter(List::isEmpty).isPresent()) return NONE;
        var scope = targets.get().scope;
        if (targets.get().named.filter(n -> n.size() <= finder.bounds.few()).isPresent()) {
            var oids = targets.get().named.get().stream().mapToLong(Finder.Hit::oid).toArray();
            var hashes = finder.referenced(scope.tenant(), oids, has.param(), finder.bounds.linked() + 1);
            if (hashes.length <= finder.bounds.linked()) return hashes.length == 0 ? NONE : own(hashes);
        }
        return new SearchSql.Leg.From(has.param().id(), scope);
    }

    /// Empty when the caller may search no resource of the type.
    private Optional<Targets> targets(String type, Criterion inner, String name) {
        return finder.permits.of(type).map(permit -> {
            var sought = finder.seek(permit, List.of(inner));
            if (inner.recheck()) return opened(permit, sought, name);
            var hits = finder.hits(sought, new SearchSql.Order.Newest(), Optional.empty(), finder.bounds.few() + 1);
            return new Targets(sought.scope(), hits.size() <= finder.bounds.few() ? Optional.of(hits) : Optional.empty());
        });
    }

    /// What an index can't tell is opened and compared; the resources that remain are named.
    private Targets opened(Permit permit, Finder.Sought sought, String name) {
        var hits = finder.hits(sought, new SearchSql.Order.Newest(), Optional.empty(), finder.bounds.rechecked() + 1);
        if (hits.size() > finder.bounds.rechecked()) throw new Costly(name);
        var kept = new ArrayList<Finder.Hit>();
        for (int i = 0; i < hits.size(); i += 500) {
            var some = hits.subList(i, Math.min(hits.size(), i + 500));
            var found = finder.open(permit, some);
            for (int j = 0; j < some.size(); j++) if (Rechecks.accepts(sought.all(), found.get(j))) kept.add(some.get(j));
        }
        if (kept.size() > finder.bounds.linked()) throw new Costly(name);
        return new Targets(SearchSql.Scoped.of(permit, List.of(own(kept.stream().map(Finder.Hit::self).toArray(UUID[]::new))), finder.hasher()), Optional.of(kept));
    }

    private static SearchSql.Leg.Own own(UUID[] hashes) {
        return new SearchSql.Leg.Own("c.self_hash = any(?)", List.of((Object) hashes));
    }
}
