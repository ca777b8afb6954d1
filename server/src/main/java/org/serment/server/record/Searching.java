package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.r4.Types;
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
    /// @param total   over all pages, when it was asked for
    /// @param permits of all types that the search met
    record Page(List<Found> found, Optional<SearchSql.After> next, Optional<Long> total, Including.Result included, List<Permit> permits) {}

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
        var q = Query.of(type, condition(type, query, place), most);
        return switch (run(reader, hearing.permit(Action.SEARCH, type), q, Optional.empty())) {
            case Result.TooCostly _ -> throw new Refusal(Change.Cause.PRECONDITION, place, "too-costly", "the search is too costly");
            case Result.Answered a -> a.page.found.stream().filter(f -> Rechecks.accepts(q.all(), f)).toList();
        };
    }

    /// Reads a search that a change or a reference depends on. One that asks nothing would find everything: it is refused.
    List<Criterion> condition(String type, String query, String place) {
        return switch (QueryReader.read(type, query)) {
            case QueryReader.Result.Misunderstood m -> throw new Refusal(Change.Cause.INVALID, place, m.problem().code(), m.problem().message());
            case QueryReader.Result.Understood u when u.query().all().isEmpty() -> throw new Refusal(Change.Cause.INVALID, place, "required", "a condition names at least one search parameter");
            case QueryReader.Result.Understood u -> u.query().all();
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
        for (var standing : database.read(Standings.many(permit.tenant(), named)).values())
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
            if (query.count() == 0) return new Result.Answered(new Page(List.of(), Optional.empty(), Optional.of(finder.total(sought)), new Including.Result(List.of(), false), finder.permits.all()));
            var rows = walked(query).map(order -> walk(finder, sought, query, order, after)).orElseGet(() -> sorted(finder, sought, query, after));
            // a first page that is the last one has been counted
            boolean counted = after.isEmpty() && rows.next.isEmpty();
            var total = !query.total() ? Optional.<Long>empty() : Optional.of(counted ? rows.found.size() : finder.total(sought));
            var included = Including.of(finder, query.includes(), rows.found);
            return new Result.Answered(new Page(rows.found, rows.next, total, included, finder.permits.all()));
        } catch (Costly c) {
            return new Result.TooCostly(c.parameter);
        }
    }

    /// The order that an index walks, when one does.
    private static Optional<SearchSql.Order> walked(Query query) {
        if (query.sort().isEmpty()) return Optional.of(new SearchSql.Order.Newest());
        if (query.sort().size() > 1) return Optional.empty();
        return switch (query.sort().getFirst()) {
            case Query.Sort.Updated u -> Optional.of(new SearchSql.Order.Updated(u.descending()));
            case Query.Sort.ByDate d -> Optional.of(new SearchSql.Order.Date(d.param(), d.descending()));
            case Query.Sort.Opened _ -> Optional.empty();
        };
    }

    private record Rows(List<Found> found, Optional<SearchSql.After> next) {}

    private Rows walk(Finder finder, Finder.Sought sought, Query query, SearchSql.Order order, Optional<SearchSql.After> from) {
        var found = new ArrayList<Found>();
        var after = from;
        int opened = 0;
        // 64 bits suffice for a search; only what the index can't tell is compared again
        var recheck = sought.recheck();
        var walk = finder.walk(sought, order);
        while (true) {
            int wanted = query.count() - found.size();
            var hits = walk.hits(after, wanted + 1);
            var taken = hits.subList(0, Math.min(wanted, hits.size()));
            for (var f : finder.open(sought.permit(), taken)) if (recheck.isEmpty() || Rechecks.accepts(query.all(), f)) found.add(f);
            boolean more = hits.size() > wanted;
            if (!taken.isEmpty()) after = Optional.of(new SearchSql.After(taken.getLast().key(), taken.getLast().oid()));
            if (!more) return new Rows(found, Optional.empty());
            if (found.size() == query.count()) return new Rows(found, after);
            opened += taken.size();
            if (opened > bounds.rechecked()) throw new Costly(recheck.map(Rechecks::name).orElse("the whole search"));
        }
    }

    /// The next page begins after a place in the order.
    private static Rows sorted(Finder finder, Finder.Sought sought, Query query, Optional<SearchSql.After> after) {
        var all = Sorting.all(finder, sought, query.sort());
        int start = after.map(a -> position(all, a) + 1).orElse(0);
        var page = all.subList(start, Math.min(all.size(), start + query.count()));
        var next = start + page.size() < all.size() ? Optional.of(new SearchSql.After(start + page.size() - 1, page.getLast().oid())) : Optional.<SearchSql.After>empty();
        return new Rows(page.stream().map(Sorting.Keyed::found).toList(), next);
    }

    /// Where the last row of the page before is now; where it was, when it has gone.
    private static int position(List<Sorting.Keyed> all, SearchSql.After after) {
        for (int i = 0; i < all.size(); i++) if (all.get(i).oid() == after.oid()) return i;
        return Math.min((int) after.key(), all.size()) - 1;
    }
}
