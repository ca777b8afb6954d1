package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.serment.r4.Param;
import org.serment.r4.Value;

/// Resources that come along with a page (`_include`, `_revinclude`): each read under the permit of its own type, up to a cap that
/// the answer speaks of. What the caller may not search is not there.
final class Including {
    /// How many steps `:iterate` makes.
    private static final int STEPS = 10;

    private final Finder finder;
    private final List<Query.Include> includes;
    private final Set<String> there = new HashSet<>();
    private final List<Found> included = new ArrayList<>();
    private boolean cut;

    /// @param cut whether more would have come along
    record Result(List<Found> included, boolean cut) {}

    private Including(Finder finder, List<Query.Include> includes) {
        this.finder = finder;
        this.includes = includes;
    }

    static Result of(Finder finder, List<Query.Include> includes, List<Found> page) {
        if (includes.isEmpty() || page.isEmpty()) return new Result(List.of(), false);
        var work = new Including(finder, includes);
        page.forEach(f -> work.there.add(name(f)));
        var frontier = page;
        for (int step = 0; !frontier.isEmpty() && !work.cut; step++) {
            int from = work.included.size();
            for (var i : includes) if (step == 0 || i.iterate()) work.follow(i, frontier);
            frontier = List.copyOf(work.included.subList(from, work.included.size()));
            boolean further = !frontier.isEmpty() && includes.stream().anyMatch(Query.Include::iterate);
            if (!further) break;
            work.cut |= step + 1 == STEPS;
        }
        return new Result(work.included, work.cut);
    }

    private static String name(Found f) {
        return f.type() + '/' + f.id();
    }

    private void follow(Query.Include include, List<Found> frontier) {
        if (include.reverse()) referring(include, frontier);
        else referred(include, frontier);
    }

    private void referred(Query.Include include, List<Found> frontier) {
        var wanted = new TreeMap<String, Set<String>>();
        for (var f : frontier) {
            if (!include.source().equals("*") && !include.source().equals(f.type())) continue;
            for (var v : Rechecks.values(f))
                if (v instanceof Value.Ref r && include.param().map(Param::id).filter(id -> id != r.param()).isEmpty() && Refs.of(r.target()) instanceof Refs.Local l
                        && include.target().filter(t -> !t.equals(l.type())).isEmpty() && !there.contains(l.reference()))
                    wanted.computeIfAbsent(l.type(), t -> new TreeSet<>()).add(l.reference());
        }
        for (Map.Entry<String, Set<String>> e : wanted.entrySet()) add(e.getKey(), new SearchSql.Leg.Own("c.self_hash = any(?)", List.of((Object) hashes(e.getValue()))));
    }

    private void referring(Query.Include include, List<Found> frontier) {
        var param = include.param().orElseThrow();
        var names = new TreeSet<String>();
        for (var f : frontier)
            if (param.targets().contains(f.type()) && include.target().filter(t -> !t.equals(f.type())).isEmpty()) names.add(name(f));
        var hashes = hashes(names);
        if (hashes.length > 0) add(param.type(), new SearchSql.Leg.Posting("reference", param.id(), hashes, hashes.length));
    }

    private UUID[] hashes(Set<String> references) {
        return references.stream().map(finder.hasher()::reference).toArray(UUID[]::new);
    }

    /// Rows of a type that satisfy a leg, under the permit of the type, as far as the cap lets.
    private void add(String type, SearchSql.Leg leg) {
        var permit = finder.permits.of(type);
        if (permit.isEmpty() || cut) return;
        int most = finder.bounds.included() - included.size();
        // what is there already may be among them
        var hits = finder.hits(finder.seek(permit.get(), List.of(leg), List.of()), new SearchSql.Order.Newest(), Optional.empty(), most + there.size() + 1);
        for (int i = 0; i < hits.size(); i += 500)
            for (var f : finder.open(permit.get(), hits.subList(i, Math.min(hits.size(), i + 500)))) {
                if (!there.contains(name(f)) && included.size() == finder.bounds.included()) cut = true;
                else if (there.add(name(f))) included.add(f);
            }
    }
}
