package org.serment.kernel.access;

import java.util.List;

/// The answer for a whole type: which of its resources are permitted. It accepts exactly those that
/// [Access#decide] grants.
public sealed interface Plan {

    record None(List<Reason> reasons) implements Plan {
        public None {
            reasons = List.copyOf(reasons);
        }
    }

    /// Every resource of the establishment.
    record All(int tenant, Decision.Terms terms) implements Plan {}

    record Filtered(Filter filter, Decision.Terms terms) implements Plan {}

    /// The whole condition, tenant included.
    default Filter condition() {
        return switch (this) {
            case None _ -> Filter.NEVER;
            case All(int tenant, Decision.Terms _) -> new Filter.Tenant(tenant);
            case Filtered(Filter filter, Decision.Terms _) -> filter;
        };
    }

    default boolean accepts(Target target) {
        return condition().accepts(target);
    }

    default Sql sql(String alias) {
        return condition().sql(alias);
    }
}
