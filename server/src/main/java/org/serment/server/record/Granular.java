package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Scope;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Value;
import org.serment.r4.Values;
import org.serment.server.gate.Permit;
import tools.jackson.databind.node.ObjectNode;

/// Granular scopes (SMART App Launch 2.2, "Finer-grained resource constraints using search parameters"): a permit may ask that
/// a resource satisfy one of some searches. In a search they are further conditions of each leg ([SearchSql.Scoped]); whatever is
/// opened or written is compared with them in clear. A search that isn't understood is satisfied by nothing.
public final class Granular {
    private final Optional<List<List<Criterion>>> any;

    private Granular(Optional<List<List<Criterion>>> any) {
        this.any = any;
    }

    static Granular of(Permit permit) {
        return of(permit.type(), permit.within());
    }

    /// The same conditions for other uses than scopes.
    ///
    /// @param within searches of the type, one of which must be satisfied; none: everything is accepted
    public static Granular of(String type, List<String> within) {
        if (within.isEmpty()) return new Granular(Optional.empty());
        return new Granular(Optional.of(within.stream().map(query -> read(type, query)).flatMap(Optional::stream).toList()));
    }

    /// Whether a scope can hold this search of a type: conditions on codes, references, whole texts, dates, ids and on what is missing,
    /// which an index and an opened resource answer alike.
    public static boolean understood(String type, String query) {
        return read(type, query).isPresent();
    }

    /// Whether a scope can be given: its search, if it has one, can be held.
    public static boolean understood(Scope scope) {
        return scope.query().isEmpty() || understood(scope.type(), scope.query());
    }

    private static Optional<List<Criterion>> read(String type, String query) {
        if (type.equals("AuditEvent")) return Optional.empty();
        return switch (QueryReader.read(type, query)) {
            case QueryReader.Result.Misunderstood _ -> Optional.empty();
            case QueryReader.Result.Understood u -> Optional.of(u.query()).filter(q -> plain(q) && !q.all().isEmpty() && q.all().stream().allMatch(Granular::plain)).map(Query::all);
        };
    }

    /// Conditions and nothing else.
    private static boolean plain(Query q) {
        return q.equals(Query.of(q.type(), q.all(), Query.USUAL));
    }

    private static boolean plain(Criterion c) {
        return switch (c) {
            case Criterion.Terms _, Criterion.Not _, Criterion.References _, Criterion.Moments _, Criterion.Ids _, Criterion.Missing _ -> true;
            case Criterion.Beginnings _, Criterion.Containing _, Criterion.Below _, Criterion.Numbers _, Criterion.Quantities _, Criterion.Combinations _,
                 Criterion.Updated _, Criterion.Chain _, Criterion.Has _, Criterion.Fixed _ -> false;
        };
    }

    boolean narrows() {
        return any.isPresent();
    }

    /// The further conditions of a search.
    List<SearchSql.Leg> legs(Hasher hasher) {
        if (any.isEmpty()) return List.of();
        var all = any.get().stream().map(c -> Legs.plain(c, hasher)).toList();
        // a single one can drive
        return all.size() == 1 ? all.getFirst() : List.of(new SearchSql.Leg.Any(all));
    }

    /// Whether an opened resource satisfies one of them.
    public boolean accepts(ObjectNode resource) {
        if (any.isEmpty()) return true;
        var values = Values.of(resource);
        var reference = resource.path("resourceType").asString("") + '/' + resource.path("id").asString("");
        return any.get().stream().anyMatch(all -> all.stream().allMatch(c -> accepts(c, reference, values)));
    }

    private static boolean accepts(Criterion c, String reference, List<Value> values) {
        return switch (c) {
            case Criterion.Terms t -> Rechecks.has(values, t.param(), t.terms());
            case Criterion.Not n -> !Rechecks.has(values, n.terms().param(), n.terms().terms());
            case Criterion.References r -> values.stream().anyMatch(v -> v instanceof Value.Ref to && to.param() == r.param().id() && r.references().contains(to.target()));
            case Criterion.Moments m -> values.stream().anyMatch(v -> v instanceof Value.Moment at && at.param() == m.param().id() && m.intervals().stream()
                    .anyMatch(i -> i.holds(Postings.micros(at.lo()), Postings.micros(at.hi()))));
            case Criterion.Ids i -> i.references().contains(reference);
            case Criterion.Missing m -> values.stream().noneMatch(v -> v.param() == m.param().id()) == m.missing();
            case Criterion.Beginnings _, Criterion.Containing _, Criterion.Below _, Criterion.Numbers _, Criterion.Quantities _, Criterion.Combinations _,
                 Criterion.Updated _, Criterion.Chain _, Criterion.Has _, Criterion.Fixed _ -> throw new IllegalStateException("no condition of a scope");
        };
    }
}
