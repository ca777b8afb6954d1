package org.serment.server.record;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Normal;
import org.serment.r4.Value;
import org.serment.r4.units.Units;

/// Orders by several keys, or by what lies only in the sealed bodies: opens all that satisfies the search, up to a cap.
final class Sorting {
    private Sorting() {}

    /// @param keys one for each key of the search; empty where the resource has no value
    record Keyed(Found found, long oid, List<Optional<Key>> keys) {}

    /// What a resource is sorted by: a text, or a number.
    record Key(String text, BigDecimal number) implements Comparable<Key> {
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

    /// All that satisfies the search, in its order. Throws [Costly].
    static List<Keyed> all(Finder finder, Finder.Sought sought, List<Query.Sort> sorts) {
        var hits = finder.hits(sought, new SearchSql.Order.Newest(), Optional.empty(), finder.bounds.sorted() + 1);
        if (hits.size() > finder.bounds.sorted()) throw new Costly("_sort");
        var all = new ArrayList<Keyed>(hits.size());
        for (int i = 0; i < hits.size(); i += 500) {
            var some = hits.subList(i, Math.min(hits.size(), i + 500));
            var found = finder.open(sought.permit(), some);
            for (int j = 0; j < some.size(); j++)
                if (Rechecks.accepts(sought.all(), found.get(j))) all.add(keyed(found.get(j), some.get(j), sorts));
        }
        var order = Comparator.comparing(Keyed::oid, Comparator.reverseOrder());
        for (int i = sorts.size() - 1; i >= 0; i--) order = by(i, sorts.get(i).descending()).thenComparing(order);
        all.sort(order);
        return all;
    }

    /// What has no value comes last.
    private static Comparator<Keyed> by(int key, boolean descending) {
        Comparator<Key> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(k -> k.keys.get(key), (a, b) -> a.isEmpty() || b.isEmpty() ? Boolean.compare(a.isEmpty(), b.isEmpty()) : order.compare(a.get(), b.get()));
    }

    private static Keyed keyed(Found found, Finder.Hit hit, List<Query.Sort> sorts) {
        var values = Rechecks.values(found);
        return new Keyed(found, hit.oid(), sorts.stream().map(s -> key(found, hit, values, s)).toList());
    }

    private static Optional<Key> key(Found found, Finder.Hit hit, List<Value> values, Query.Sort sort) {
        Comparator<Key> order = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return switch (sort) {
            case Query.Sort.Updated _ -> Optional.of(Key.of(BigDecimal.valueOf(hit.rid())));
            case Query.Sort.Opened o when o.param() == 0 -> Optional.of(Key.of(found.id()));
            case Query.Sort.Opened o -> values.stream().filter(v -> v.param() == o.param()).map(Sorting::key).flatMap(Optional::stream).min(order);
            case Query.Sort.ByDate d -> values.stream().filter(v -> v.param() == d.param() && v instanceof Value.Moment).map(Value.Moment.class::cast)
                    .map(m -> Key.of(BigDecimal.valueOf(Postings.micros(d.descending() ? m.hi() : m.lo())))).min(order);
        };
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
