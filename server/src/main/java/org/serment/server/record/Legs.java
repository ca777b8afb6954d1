package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.kernel.seal.BlindIndex.Hasher;

/// The conditions of a search, hashed: what [SearchSql] can walk or probe.
final class Legs {
    private Legs() {}

    static List<SearchSql.Leg> of(List<Criterion> all, Hasher hasher, Chains chains) {
        return all.stream().flatMap(c -> of(c, hasher, chains).stream()).toList();
    }

    /// Those of conditions that lead to no other type.
    static List<SearchSql.Leg> plain(List<Criterion> all, Hasher hasher) {
        return all.stream().map(c -> switch (c) {
            case Criterion.Chain _, Criterion.Has _ -> throw new IllegalArgumentException("leads to other types");
            case Criterion other -> one(other, hasher, Optional.empty());
        }).toList();
    }

    private static List<SearchSql.Leg> of(Criterion criterion, Hasher hasher, Chains chains) {
        // a combination is found by its first part's own posting, and compared then
        if (criterion instanceof Criterion.Combinations c) return List.of(terms(c.first(), hasher), AmountLegs.of(c, hasher));
        return List.of(one(criterion, hasher, Optional.of(chains)));
    }

    private static SearchSql.Leg one(Criterion criterion, Hasher hasher, Optional<Chains> chains) {
        return switch (criterion) {
            case Criterion.Terms t -> terms(t, hasher);
            case Criterion.Not n -> new SearchSql.Leg.Not(terms(n.terms(), hasher));
            case Criterion.Containing x -> SearchSql.present(x.param().id(), true);
            case Criterion.Below b -> SearchSql.present(b.param().id(), true);
            case Criterion.Fixed f -> new SearchSql.Leg.Own(String.valueOf(f.holds()), List.of());
            case Criterion.Beginnings b -> tokens(b.param().id(), b.values().stream().map(Terms::beginning).toList(), hasher);
            case Criterion.References r -> new SearchSql.Leg.Posting("reference", r.param().id(),
                    r.references().stream().map(hasher::reference).distinct().toArray(UUID[]::new), r.references().size());
            case Criterion.Moments m -> new SearchSql.Leg.Range(m.param().id(), m.intervals());
            case Criterion.Ids i -> new SearchSql.Leg.Own("c.self_hash = any(?)", List.of((Object) i.references().stream().map(hasher::reference).toArray(UUID[]::new)));
            case Criterion.Missing m -> SearchSql.present(m.param().id(), !m.missing());
            case Criterion.Updated u -> updated(u);
            case Criterion.Numbers n -> AmountLegs.of(n);
            case Criterion.Quantities q -> AmountLegs.of(q, hasher);
            case Criterion.Combinations x -> AmountLegs.of(x, hasher);
            case Criterion.Chain x -> chains.orElseThrow().leg(x);
            case Criterion.Has x -> chains.orElseThrow().leg(x);
        };
    }

    private static SearchSql.Leg.Posting terms(Criterion.Terms terms, Hasher hasher) {
        return switch (terms) {
            case Criterion.Terms64 t -> tokens(t.param().id(), t.terms(), hasher);
            case Criterion.Terms128 t -> {
                var hashes = t.terms().stream().map(v -> hasher.exact(t.param().id(), v)).distinct().toArray(UUID[]::new);
                yield new SearchSql.Leg.Posting("reference", t.param().id(), hashes, hashes.length);
            }
        };
    }

    private static SearchSql.Leg.Posting tokens(int param, List<String> terms, Hasher hasher) {
        var hashes = terms.stream().mapToLong(t -> hasher.token(param, t)).distinct().toArray();
        return new SearchSql.Leg.Posting("token", param, hashes, hashes.length);
    }

    private static SearchSql.Leg.Own updated(Criterion.Updated u) {
        var texts = new ArrayList<String>();
        var binds = new ArrayList<>();
        for (var i : u.intervals()) {
            long lo = Numbers.floor(Math.floorDiv(i.lo(), 1000)), end = Numbers.floor(Math.floorDiv(i.hi(), 1000) + 1);
            switch (i.prefix()) {
                case EQ, AP -> bound(texts, binds, "c.rid >= ? and c.rid < ?", lo, end);
                case NE -> bound(texts, binds, "(c.rid < ? or c.rid >= ?)", lo, end);
                case GT, SA -> bound(texts, binds, "c.rid >= ?", end);
                case LT, EB -> bound(texts, binds, "c.rid < ?", lo);
                case GE -> bound(texts, binds, "c.rid >= ?", lo);
                case LE -> bound(texts, binds, "c.rid < ?", end);
            }
        }
        return new SearchSql.Leg.Own("(" + String.join(" or ", texts) + ")", binds);
    }

    private static void bound(List<String> texts, List<Object> binds, String text, Object... values) {
        texts.add(text);
        binds.addAll(List.of(values));
    }
}
