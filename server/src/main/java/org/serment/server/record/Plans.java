package org.serment.server.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serment.kernel.access.Filter;
import org.serment.r4.Types;
import org.serment.server.gate.Permit;

/// The plans of several types as one condition: what a statement that meets many types puts over each row it reads.
final class Plans {
    private final Map<Filter, List<Integer>> types = new LinkedHashMap<>();

    /// Types under one plan.
    record Group(int[] types, Filter plan) {}

    Plans(Collection<Permit> permits) {
        for (var p : permits) types.computeIfAbsent(p.scope(), f -> new ArrayList<>()).add(Types.number(p.type()));
    }

    List<Group> groups() {
        return types.entrySet().stream().map(e -> new Group(e.getValue().stream().mapToInt(Integer::intValue).toArray(), e.getKey())).toList();
    }

    /// Adds to a statement that a row of one of the types satisfies the plan of its type.
    void add(StringBuilder sql, List<Object> binds, String alias) {
        sql.append(" and (false");
        for (var g : groups()) {
            sql.append(" or ").append(alias).append(".type = any(?) and (");
            binds.add(g.types);
            plan(sql, binds, alias, g.plan);
            sql.append(')');
        }
        sql.append(')');
    }

    static void plan(StringBuilder sql, List<Object> binds, String alias, Filter plan) {
        var access = plan.sql(alias);
        sql.append('(').append(access.text()).append(')');
        binds.addAll(access.binds());
    }
}
