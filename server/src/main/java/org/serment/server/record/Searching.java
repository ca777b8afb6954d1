package org.serment.server.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.r4.Normal;
import org.serment.r4.Types;
import org.serment.r4.Value;
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
    /// Runs SELECTs: on the read pool, or inside a transaction.
    interface Reader {
        <T> T read(Part<T> part);
    }

    /// A page of results.
    ///
    /// @param next    where the next page begins, when there is one
    /// @param permits of all types that the search met
    record Page(List<Found> found, Optional<SearchSql.After> next, List<Permit> permits) {}

    /// What came of a search.
    sealed interface Result {
        record Answered(Page page) implements Result {}

        record TooCostly(String parameter) implements Result {}
    }

    private final Vault vault;
    private final Database database;
    private final Bounds bounds;

    Searching(Vault vault, Database database, Bounds bounds) {
        this.vault = vault;
        this.database = database;
        this.bounds = bounds;
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
                    case Result.Answered a -> a.page.found.stream().filter(f -> Rechecks.accepts(q.all(), f)).toList();
                };
            }
        };
    }

    /// Patients whom the query names and the permit covers, and of whom the page holds nothing.
    Set<Long> without(Permit permit, Query query, List<Found> found) {
        var named = new HashMap<UUID, Integer>();
        var hasher = vault.index(permit.tenant()).hasher();
        for (var c : query.all())
            for (var reference : named(c))
                if (reference.startsWith("Patient/")) named.put(hasher.reference(reference), Types.number("Patient"));
        var held = found.stream().flatMap(f -> f.subjects().stream()).collect(Collectors.toCollection(TreeSet::new));
        if (named.size() <= held.size()) return Set.of();
        var left = new TreeSet<Long>();
        for (var standing : database.read(Standings.many(permit.tenant(), named, false)).values())
            if (permit.scope().accepts(standing.target())) left.addAll(standing.target().subjects());
        left.removeAll(held);
        return left;
    }

    private static List<String> named(Criterion c) {
        return switch (c) {
            case Criterion.References r -> r.references();
            case Criterion.Chain x -> x.any().stream().flatMap(to -> to.inner() instanceof Criterion.Ids i ? i.references().stream() : Stream.of()).toList();
            default -> List.of();
        };
    }

    private Result run(Reader reader, Permit permit, Query query, Optional<SearchSql.After> after) {
        var finder = new Finder(vault, reader, new Permits(permit), vault.index(permit.tenant()).hasher(), bounds);
        try {
            var sought = finder.seek(permit, query.all());
            return switch (query.sort()) {
                case Query.Sort.Newest _ -> walk(finder, sought, query, new SearchSql.Order.Newest(), after);
                case Query.Sort.Updated u -> walk(finder, sought, query, new SearchSql.Order.Updated(u.descending()), after);
                case Query.Sort.ByDate d -> walk(finder, sought, query, new SearchSql.Order.Date(d.param(), d.descending()), after);
                case Query.Sort.Opened o -> opened(finder, sought, query, o, after);
            };
        } catch (Costly c) {
            return new Result.TooCostly(c.parameter);
        }
    }

    // ---- rows

    private Result walk(Finder finder, Finder.Sought sought, Query query, SearchSql.Order order, Optional<SearchSql.After> from) {
        var found = new ArrayList<Found>();
        var after = from;
        int opened = 0;
        // 64 bits suffice for a search; only what the index can't tell is compared again
        var recheck = sought.recheck();
        while (true) {
            int wanted = query.count() - found.size();
            var hits = finder.hits(sought, order, after, wanted + 1);
            var taken = hits.subList(0, Math.min(wanted, hits.size()));
            for (var f : finder.open(sought.permit(), taken)) if (recheck.isEmpty() || Rechecks.accepts(query.all(), f)) found.add(f);
            boolean more = hits.size() > wanted;
            if (!taken.isEmpty()) after = Optional.of(new SearchSql.After(taken.getLast().key(), taken.getLast().oid()));
            if (!more) return new Result.Answered(new Page(found, Optional.empty(), finder.permits.all()));
            if (found.size() == query.count()) return new Result.Answered(new Page(found, after, finder.permits.all()));
            opened += taken.size();
            if (opened > bounds.rechecked()) return new Result.TooCostly(recheck.map(Rechecks::name).orElse("the whole search"));
        }
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
    private Result opened(Finder finder, Finder.Sought sought, Query query, Query.Sort.Opened sort, Optional<SearchSql.After> after) {
        var hits = finder.hits(sought, new SearchSql.Order.Newest(), Optional.empty(), bounds.sorted() + 1);
        if (hits.size() > bounds.sorted()) return new Result.TooCostly("_sort");
        var all = new ArrayList<Keyed>(hits.size());
        for (int i = 0; i < hits.size(); i += 500) {
            var some = hits.subList(i, Math.min(hits.size(), i + 500));
            var found = finder.open(sought.permit(), some);
            for (int j = 0; j < some.size(); j++)
                if (Rechecks.accepts(query.all(), found.get(j))) all.add(new Keyed(found.get(j), some.get(j).oid(), key(found.get(j), sort)));
        }
        Comparator<Key> byKey = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        all.sort(Comparator.comparing(Keyed::key, (a, b) -> a.isEmpty() || b.isEmpty() ? Boolean.compare(a.isEmpty(), b.isEmpty()) : byKey.compare(a.get(), b.get()))
                .thenComparing(Keyed::oid, Comparator.reverseOrder()));
        int start = after.map(a -> position(all, a) + 1).orElse(0);
        var page = all.subList(start, Math.min(all.size(), start + query.count()));
        var next = start + page.size() < all.size() ? Optional.of(new SearchSql.After(start + page.size() - 1, page.getLast().oid)) : Optional.<SearchSql.After>empty();
        return new Result.Answered(new Page(page.stream().map(Keyed::found).toList(), next, finder.permits.all()));
    }

    /// Where the last row of the page before is now; where it was, when it has gone.
    private static int position(List<Keyed> all, SearchSql.After after) {
        for (int i = 0; i < all.size(); i++) if (all.get(i).oid == after.oid()) return i;
        return Math.min((int) after.key(), all.size()) - 1;
    }

    private static Optional<Key> key(Found found, Query.Sort.Opened sort) {
        if (sort.param() == 0) return Optional.of(Key.of(found.id()));
        Comparator<Key> order = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Rechecks.values(found).stream().filter(v -> v.param() == sort.param()).map(Searching::key).flatMap(Optional::stream).min(order);
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
