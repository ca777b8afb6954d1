package org.serment.server.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.serment.kernel.access.Action;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Normal;
import org.serment.r4.Param;
import org.serment.r4.Parsed;
import org.serment.r4.Types;
import org.serment.r4.Value;
import org.serment.r4.Values;
import org.serment.r4.units.Units;
import org.serment.server.db.Database;
import org.serment.server.db.Fault;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Permit;
import org.serment.server.vault.Vault;

/// Answers a [Query]: hashes its conditions, chooses what drives, runs the statement of [SearchSql] and opens one page.
final class Searching {
    /// Beyond these a search is refused as too costly rather than answered in part.
    static final int MOST_SORTED = 20_000, MOST_RECHECKED = 5_000;

    /// A row that satisfies the search, not opened yet.
    private record Hit(long oid, long rid, long key) {}

    /// Runs SELECTs: on the read pool, or inside a transaction.
    interface Reader {
        <T> T read(Part<T> part);
    }

    /// A page of results.
    ///
    /// @param next where the next page begins, when there is one
    record Page(List<Found> found, Optional<SearchSql.After> next) {}

    /// What came of a search.
    sealed interface Result {
        record Answered(Page page) implements Result {}

        record TooCostly(String parameter) implements Result {}
    }

    private final Vault vault;
    private final Database database;

    Searching(Vault vault, Database database) {
        this.vault = vault;
        this.database = database;
    }

    Result page(Permit permit, Query query, Optional<SearchSql.After> after) {
        Reader reader = new Reader() {
            @Override
            public <T> T read(Part<T> part) {
                return database.read(part);
            }
        };
        try {
            return run(reader, permit, query, after);
        } catch (Fault e) {
            if (e.timeout()) return new Result.TooCostly("the whole search");
            throw e;
        }
    }

    /// Finds inside a transaction, within what the caller may see: for conditional creates and references. Rechecked after opening.
    List<Found> match(Tx tx, Hearing hearing, String type, String query, int most, String place) {
        Reader reader = new Reader() {
            @Override
            public <T> T read(Part<T> part) {
                return tx.query(part);
            }
        };
        return switch (QueryReader.read(type, query)) {
            case QueryReader.Result.Misunderstood m -> throw new Refusal(Change.Cause.INVALID, place, m.problem().code(), m.problem().message());
            case QueryReader.Result.Understood u -> {
                var q = new Query(type, u.query().all(), new Query.Sort.Newest(), most);
                yield switch (run(reader, hearing.permit(Action.SEARCH, type), q, Optional.empty())) {
                    case Result.TooCostly t -> throw new Refusal(Change.Cause.PRECONDITION, place, "too-costly", "the search is too costly");
                    case Result.Answered a -> a.page.found.stream().filter(f -> accepts(q, f)).toList();
                };
            }
        };
    }

    /// Patients whom the query names and the permit covers, and of whom the page holds nothing.
    Set<Long> without(Permit permit, Query query, List<Found> found) {
        var named = new HashMap<UUID, Integer>();
        var hasher = vault.index(permit.tenant()).hasher();
        for (var c : query.all())
            if (c instanceof Criterion.References r) for (var reference : r.references())
                if (reference.startsWith("Patient/")) named.put(hasher.reference(reference), Types.number("Patient"));
        var held = found.stream().flatMap(f -> f.subjects().stream()).collect(Collectors.toCollection(TreeSet::new));
        if (named.size() <= held.size()) return Set.of();
        var left = new TreeSet<Long>();
        for (var standing : database.read(Standings.many(permit.tenant(), named, false)).values())
            if (permit.scope().accepts(standing.target())) left.addAll(standing.target().subjects());
        left.removeAll(held);
        return left;
    }

    private Result run(Reader reader, Permit permit, Query query, Optional<SearchSql.After> after) {
        var hasher = vault.index(permit.tenant()).hasher();
        var legs = Legs.of(query, hasher);
        var shape = Driving.shape(reader, permit, legs);
        return switch (query.sort()) {
            case Query.Sort.Newest _ -> walk(reader, permit, query, legs, shape, new SearchSql.Order.Newest(), after);
            case Query.Sort.Updated u -> walk(reader, permit, query, legs, shape, new SearchSql.Order.Updated(u.descending()), after);
            case Query.Sort.ByDate d -> walk(reader, permit, query, legs, shape, new SearchSql.Order.Date(d.param(), d.descending()), after);
            case Query.Sort.Opened o -> opened(reader, permit, query, legs, shape, o, after);
        };
    }

    // ---- rows

    private Result walk(Reader reader, Permit permit, Query query, List<SearchSql.Leg> legs, SearchSql.Shape shape, SearchSql.Order order, Optional<SearchSql.After> from) {
        var found = new ArrayList<Found>();
        var after = from;
        int opened = 0;
        // 64 bits suffice for a search; only what is longer than its index is compared again
        var recheck = query.all().stream().filter(Criterion::recheck).findFirst();
        while (true) {
            int wanted = query.count() - found.size();
            var hits = hits(reader, permit, query, legs, shape, order, after, wanted + 1);
            var taken = hits.subList(0, Math.min(wanted, hits.size()));
            for (var f : open(reader, permit, taken)) if (recheck.isEmpty() || accepts(query, f)) found.add(f);
            boolean more = hits.size() > wanted;
            if (!taken.isEmpty()) after = Optional.of(new SearchSql.After(taken.getLast().key, taken.getLast().oid));
            if (!more) return new Result.Answered(new Page(found, Optional.empty()));
            if (found.size() == query.count()) return new Result.Answered(new Page(found, after));
            opened += taken.size();
            if (opened > MOST_RECHECKED) return new Result.TooCostly(recheck.map(Searching::name).orElse("the whole search"));
        }
    }

    private List<Hit> hits(Reader reader, Permit permit, Query query, List<SearchSql.Leg> legs, SearchSql.Shape shape, SearchSql.Order order, Optional<SearchSql.After> after, int limit) {
        var s = SearchSql.page(permit.tenant(), Types.number(query.type()), legs, permit.scope(), shape, order, after, limit);
        return reader.read(Part.list(s.sql(), r -> new Hit(r.getLong(1), r.getLong(2), r.getLong(3)), s.binds().toArray()));
    }

    /// Opens hits, in their order.
    private List<Found> open(Reader reader, Permit permit, List<Hit> hits) {
        if (hits.isEmpty()) return List.of();
        var oids = hits.stream().mapToLong(Hit::oid).toArray();
        var rids = hits.stream().mapToLong(Hit::rid).toArray();
        var sealed = new HashMap<Long, Reading.Row>();
        for (var s : reader.read(Reading.many(permit.tenant(), oids, rids))) sealed.put(s.at().oid(), s);
        return hits.stream().map(h -> sealed.get(h.oid).found(vault, permit, permit.action())).toList();
    }

    private static String name(Criterion recheck) {
        return switch (recheck) {
            case Criterion.Containing c -> c.param().code() + ":contains";
            case Criterion.Below b -> b.param().code() + ":below";
            case Criterion.Beginnings b -> b.param().code() + ", longer than " + Terms.LONGEST + " letters";
            default -> throw new IllegalArgumentException("is not rechecked");
        };
    }

    /// The conditions that hashes stand for, compared again in clear.
    private static boolean accepts(Query query, Found found) {
        var values = values(found);
        return query.all().stream().allMatch(c -> switch (c) {
            case Criterion.Beginnings b -> values.stream().anyMatch(v -> v instanceof Value.Text t && t.param() == b.param().id()
                    && b.values().stream().anyMatch(Normal.of(t.raw())::startsWith));
            case Criterion.Containing x -> values.stream().anyMatch(v -> v instanceof Value.Text t && t.param() == x.param().id()
                    && x.values().stream().anyMatch(Normal.of(t.raw())::contains));
            case Criterion.Below b -> values.stream().anyMatch(v -> v instanceof Value.Uri u && u.param() == b.param().id()
                    && b.uris().stream().anyMatch(above -> Uris.below(u.uri(), above)));
            case Criterion.Terms t -> has(values, t.param(), t.terms());
            case Criterion.Not n -> !has(values, n.terms().param(), n.terms().terms());
            case Criterion.References _, Criterion.Fixed _, Criterion.Moments _, Criterion.Updated _, Criterion.Ids _, Criterion.Missing _,
                 Criterion.Numbers _, Criterion.Quantities _, Criterion.Combinations _ -> true;
        });
    }

    private static boolean has(List<Value> values, Param param, List<String> terms) {
        return values.stream().anyMatch(v -> v.param() == param.id() && !Collections.disjoint(Postings.terms(v, param), terms));
    }

    private static List<Value> values(Found found) {
        return switch (Json.parse(found.body(), Limits.DEFAULT)) {
            case Parsed.Ok ok -> Values.of(ok.resource());
            case Parsed.Rejected _ -> throw new IllegalStateException("a stored body no longer reads as a resource");
        };
    }

    // ---- sorting by what is sealed

    private record Keyed(Found found, long oid, Optional<Key> key) {}

    /// What a resource is sorted by: a text, or a number.
    private record Key(String text, BigDecimal number) implements Comparable<Key> {
        static Key of(String text) {
            return new Key(text, BigDecimal.ZERO);
        }

        static Key of(BigDecimal number) {
            return new Key("", number);
        }

        @Override
        public int compareTo(Key other) {
            int texts = text.compareTo(other.text);
            return texts != 0 ? texts : number.compareTo(other.number);
        }
    }

    /// Opens all that satisfies the search, up to a cap, and sorts by a value of the bodies. The next page begins after a place in that order.
    private Result opened(Reader reader, Permit permit, Query query, List<SearchSql.Leg> legs, SearchSql.Shape shape, Query.Sort.Opened sort, Optional<SearchSql.After> after) {
        var hits = hits(reader, permit, query, legs, shape, new SearchSql.Order.Newest(), Optional.empty(), MOST_SORTED + 1);
        if (hits.size() > MOST_SORTED) return new Result.TooCostly("_sort");
        var all = new ArrayList<Keyed>(hits.size());
        for (int i = 0; i < hits.size(); i += 500) {
            var some = hits.subList(i, Math.min(hits.size(), i + 500));
            var found = open(reader, permit, some);
            for (int j = 0; j < some.size(); j++)
                if (accepts(query, found.get(j))) all.add(new Keyed(found.get(j), some.get(j).oid, key(found.get(j), sort)));
        }
        Comparator<Key> byKey = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        all.sort(Comparator.comparing(Keyed::key, (a, b) -> a.isEmpty() || b.isEmpty() ? Boolean.compare(a.isEmpty(), b.isEmpty()) : byKey.compare(a.get(), b.get()))
                .thenComparing(Keyed::oid, Comparator.reverseOrder()));
        int start = after.map(a -> position(all, a) + 1).orElse(0);
        var page = all.subList(start, Math.min(all.size(), start + query.count()));
        var next = start + page.size() < all.size() ? Optional.of(new SearchSql.After(start + page.size() - 1, page.getLast().oid)) : Optional.<SearchSql.After>empty();
        return new Result.Answered(new Page(page.stream().map(Keyed::found).toList(), next));
    }

    /// Where the last row of the page before is now; where it was, when it has gone.
    private static int position(List<Keyed> all, SearchSql.After after) {
        for (int i = 0; i < all.size(); i++) if (all.get(i).oid == after.oid()) return i;
        return Math.min((int) after.key(), all.size()) - 1;
    }

    private static Optional<Key> key(Found found, Query.Sort.Opened sort) {
        if (sort.param() == 0) return Optional.of(Key.of(found.id()));
        Comparator<Key> order = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return values(found).stream().filter(v -> v.param() == sort.param()).map(Searching::key).flatMap(Optional::stream).min(order);
    }

    private static Optional<Key> key(Value value) {
        return switch (value) {
            case Value.Text t -> Optional.of(Key.of(Normal.of(t.raw())));
            case Value.Token t -> Optional.of(Key.of(t.code().isEmpty() ? t.text() : t.code()));
            case Value.Uri u -> Optional.of(Key.of(u.uri()));
            case Value.Ref r -> Optional.of(Key.of(r.target()));
            case Value.Moment m -> Optional.of(Key.of(m.lo().toString()));
            case Value.Num n -> Optional.of(Key.of(n.lo()));
            case Value.Qty q -> Optional.of(Key.of(comparable(q)));
            case Value.Composite _ -> Optional.empty();
        };
    }

    /// The beginning in base units when the unit is known, otherwise as written.
    private static BigDecimal comparable(Value.Qty q) {
        var base = q.system().equals(Units.UCUM) && !q.lo().equals(Value.LEAST) ? Units.canonical(q.lo(), q.code()) : Optional.<Units.Canonical>empty();
        return base.map(Units.Canonical::value).orElse(q.lo());
    }
}
