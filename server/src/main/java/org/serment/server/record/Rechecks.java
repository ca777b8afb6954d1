package org.serment.server.record;

import java.util.Collections;
import java.util.List;
import org.serment.r4.Normal;
import org.serment.r4.Param;
import org.serment.r4.Value;
import org.serment.r4.Values;

/// Conditions compared again in an opened resource, where hashes say too little.
final class Rechecks {
    private Rechecks() {}

    static String name(Criterion recheck) {
        return switch (recheck) {
            case Criterion.Containing c -> c.param().code() + ":contains";
            case Criterion.Below b -> b.param().code() + ":below";
            case Criterion.Beginnings b -> b.param().code() + ", longer than " + Terms.LONGEST + " letters";
            default -> throw new IllegalArgumentException("is not rechecked");
        };
    }

    /// The conditions that hashes stand for, compared again in clear.
    static boolean accepts(List<Criterion> all, Found found) {
        var values = values(found);
        return all.stream().allMatch(c -> switch (c) {
            case Criterion.Beginnings b -> values.stream().anyMatch(v -> v instanceof Value.Text t && t.param() == b.param().id()
                    && b.values().stream().anyMatch(Normal.of(t.raw())::startsWith));
            case Criterion.Containing x -> values.stream().anyMatch(v -> v instanceof Value.Text t && t.param() == x.param().id()
                    && x.values().stream().anyMatch(Normal.of(t.raw())::contains));
            case Criterion.Below b -> values.stream().anyMatch(v -> v instanceof Value.Uri u && u.param() == b.param().id()
                    && b.uris().stream().anyMatch(above -> Uris.below(u.uri(), above)));
            case Criterion.Terms t -> has(values, t.param(), t.terms());
            case Criterion.Not n -> !has(values, n.terms().param(), n.terms().terms());
            case Criterion.References _, Criterion.Fixed _, Criterion.Moments _, Criterion.Updated _, Criterion.Ids _, Criterion.Missing _,
                 Criterion.Numbers _, Criterion.Quantities _, Criterion.Combinations _, Criterion.Chain _, Criterion.Has _ -> true;
        });
    }

    static boolean has(List<Value> values, Param param, List<String> terms) {
        return values.stream().anyMatch(v -> v.param() == param.id() && !Collections.disjoint(Postings.terms(v, param), terms));
    }

    static List<Value> values(Found found) {
        return Values.of(found.resource());
    }
}
