package org.serment.server.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.serment.kernel.access.Filter;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Types;
import org.serment.server.gate.Permit;

/// The one place that writes the SQL of a search: every statement carries the plan's filter, so a row that may not be seen
/// is neither counted, sorted nor paged over.
///
/// Shape: one *driver* walks an index newest first, the other conditions are probes of the same row, the first `limit` rows
/// are kept. When the driver has several hashes, or the filter is a list of patients, the walk is made once for each
/// (`unnest ... cross join lateral`) and merged: the work is bounded by the page, not by the table.
final class SearchSql {
    /// A statement and its binds, in order.
    record Statement(String sql, List<Object> binds) {}

    /// What a criterion became once hashed.
    sealed interface Leg {
        /// @param hashes `long[]` for table `token`, `UUID[]` for table `reference`
        record Posting(String table, int param, Object hashes, int count) implements Leg {}

        /// What must not be there: an anti-join on the current row.
        record Not(Posting posting) implements Leg {}

        record Range(int param, List<Criterion.Interval> intervals) implements Leg {}

        /// Rows of `number`, `quantity` or `composite`, of which one alternative holds.
        ///
        /// @param params under which they are stored
        record Amounts(String table, int[] params, List<List<Test>> any) implements Leg {
            /// Whether an index leads to the few that match: the ends of what is asked bound where they begin.
            boolean drives() {
                return !table.equals("composite") && any.size() == 1 && (table.equals("number") || any.getFirst().getFirst() instanceof Test.Is)
                        && any.getFirst().getLast() instanceof Test.Within w && (w.amount().prefix() == Criterion.Prefix.EQ || w.amount().prefix() == Criterion.Prefix.SA);
            }
        }

        /// A reference leads to a resource of one of these.
        record To(int param, List<Scoped> any) implements Leg {}

        /// One of these refers to the resource.
        record From(int param, Scoped from) implements Leg {}

        /// All conditions of one of these hold.
        record Any(List<List<Leg>> any) implements Leg {}

        /// A condition on the current row itself, written over alias `c`.
        record Own(String sql, List<Object> binds) implements Leg {}
    }

    /// Rows of a type that a permit covers and that satisfy conditions. Made from a permit alone: no leg of a search is written
    /// without the plan of its type ([#scoped]) and the granular scopes that go with it ([Granular]).
    record Scoped(int tenant, int type, Filter plan, List<Leg> legs) {
        static Scoped of(Permit permit, List<Leg> legs, Hasher hasher) {
            var all = Stream.concat(legs.stream(), Granular.of(permit).legs(hasher).stream()).toList();
            return new Scoped(permit.tenant(), Types.number(permit.type()), permit.scope(), all);
        }

        Scoped and(Leg leg) {
            return new Scoped(tenant, type, plan, Stream.concat(legs.stream(), Stream.of(leg)).toList());
        }
    }

    /// A condition on a row of amounts; columns are names of the program's.
    sealed interface Test {
        record Is(String column, long hash) implements Test {}

        record Among(String column, long[] hashes) implements Test {}

        record Either(String column, String other, long hash) implements Test {}

        record Within(String lo, String hi, Criterion.Amount amount) implements Test {}
    }

    /// What rows are sorted by; ties are broken by `oid`, newest first.
    sealed interface Order {
        record Newest() implements Order {}

        record Updated(boolean descending) implements Order {}

        record Date(int param, boolean descending) implements Order {}

        default boolean down() {
            return switch (this) {
                case Newest _ -> true;
                case Updated u -> u.descending();
                case Date d -> d.descending();
            };
        }
    }

    /// The last row of the page before.
    record After(long key, long oid) {}

    /// @param driver index in `legs` of the leg that walks; absent: the rows of the type
    /// @param patients walk patient by patient (the filter accepts no row outside them)
    record Shape(Optional<Leg> driver, Optional<long[]> patients) {}

    /// Ends a probe. `offset 0` keeps the planner from making a join of it, or a hash table of all that has the value: it would walk
    /// rows of patients whom the caller may not see, and take longer the more there are.
    private static final String ALONE = " offset 0)";

    /// Longer than any transaction lasts: the clock of a version is at most so much older than the moment others could see it.
    private static final Duration LONGEST = Duration.ofDays(1);

    private final StringBuilder sql = new StringBuilder(1024);
    private final List<Object> binds = new ArrayList<>();
    private int aliases;

    private SearchSql() {}

    static Statement page(int tenant, Scoped scope, Shape shape, Order order, Optional<After> after, int limit) {
        var s = new SearchSql();
        boolean many = s.head("select distinct on (x.k, x.oid) x.*", shape);
        s.select(tenant, scope.type, shape, order);
        s.scoped("c", scope, shape.driver());
        after.ifPresent(a -> s.after(order, a, shape));
        s.add(" order by k ").add(order.down() ? "desc" : "asc");
        if (!(order instanceof Order.Newest)) s.add(", oid desc");
        s.add(" limit ?", limit);
        if (many) s.add(") x order by x.k ").add(order.down() ? "desc" : "asc").add(", x.oid desc limit ?", limit);
        return new Statement(s.sql.toString(), s.binds);
    }

    /// The same for what has a date, walked patient by patient in the order of the dates: no more of them than the page needs.
    /// A resource of several dates stands where the foremost one puts it.
    static Statement dated(Scoped scope, Order.Date order, long[] patients, Optional<After> after, int limit) {
        var s = new SearchSql();
        var k = order.descending ? "hi" : "lo";
        var way = order.descending ? "desc" : "asc";
        s.add("select x.* from unnest(?::bigint[]) s(v) cross join lateral (select c.oid, c.rid, m." + k + " as k, c.self_hash from moment m", (Object) patients)
                .add(" join current c on c.tenant = m.tenant and c.type = ? and c.oid = m.oid where m.tenant = ?", scope.type, scope.tenant)
                .add(" and m.subject = s.v and m.param = ?", order.param);
        after.ifPresent(a -> {
            if (order.descending) s.add(" and (m.hi, m.oid) < (?::bigint, ?::bigint)", a.key, a.oid);
            else s.add(" and m.lo >= ?", a.key).add(" and (m.lo > ? or m.oid < ?)", a.key, a.oid);
        });
        if (order.descending) s.floor(order.param, scope.legs);
        s.add(" and not exists (select 1 from moment o where o.tenant = m.tenant and o.param = m.param and o.oid = m.oid and ")
                .add(order.descending ? "(o.hi, o.lo) > (m.hi, m.lo)" : "(o.lo, o.hi) < (m.lo, m.hi)").add(ALONE);
        s.scoped("c", scope, Optional.empty());
        s.add(" order by m." + k + " " + way + ", m.oid desc limit ?) x order by x.k " + way + ", x.oid desc limit ?", limit, limit);
        return new Statement(s.sql.toString(), s.binds);
    }

    /// Where a walk down the dates may stop: what overlaps a range doesn't end before it begins.
    private void floor(int param, List<Leg> legs) {
        for (var leg : legs)
            if (leg instanceof Leg.Range r && r.param == param && r.intervals.size() == 1) {
                var q = r.intervals.getFirst();
                switch (q.prefix()) {
                    case EQ, GE, AP -> add(" and m.hi >= ?", q.lo());
                    case GT, SA -> add(" and m.hi > ?", q.hi());
                    case NE, LT, LE, EB -> {}
                }
            }
    }

    /// Whether a row has a value of a parameter: a bit of its own.
    static Leg.Own present(int param, boolean present) {
        return new Leg.Own("(c.present & ?) " + (present ? "<> 0" : "= 0"), List.of(1L << (param % 64)));
    }

    /// How many rows there are in all.
    static Statement total(int tenant, Scoped scope, Shape shape) {
        var s = new SearchSql();
        s.add("select count(distinct y.oid) from (");
        boolean many = s.head("select x.oid", shape);
        s.select(tenant, scope.type, shape, new Order.Newest());
        s.scoped("c", scope, shape.driver());
        s.add(many ? ") x) y" : ") y");
        return new Statement(s.sql.toString(), s.binds);
    }

    /// The next rows of a type for an export: of each resource the version that stood at its moment, when the plan covers both that
    /// version and what stands now. Columns: oid, rid, deleted, subject, sealed bytes.
    ///
    /// @param any      conditions, one list of which must hold; they are answered by what stands now, so only for what has not changed since.
    ///                 Granular scopes are none of them: each version is compared with those in clear ([Reading.Row#found])
    /// @param patients walk these one by one, in their order
    /// @param after    the last oid before, of the first patient
    static Statement stretch(Permit permit, Extract what, List<List<Leg>> any, Optional<long[]> patients, long after, int limit) {
        var s = new SearchSql();
        int tenant = permit.tenant(), type = Types.number(permit.type());
        patients.ifPresent(p -> s.add("select x.* from unnest(?::bigint[]) with ordinality s(v, n) cross join lateral (", (Object) p));
        s.add("select c.oid, v.rid, v.deleted, c.subject, v.octets from current c cross join lateral (select v.*, coalesce(octet_length(v.body), 0) as octets from version v"
                + " where v.tenant = c.tenant and v.oid = c.oid and v.xid < ?::text::xid8 order by v.rid desc limit 1) v where c.tenant = ?", what.before(), tenant).add(" and c.type = ?", type);
        if (patients.isPresent()) s.add(" and c.subject = s.v and c.oid > case when s.n = 1 then ? else 0 end", after);
        else s.add(" and c.oid > ?", after);
        s.plan("c", permit.scope()).plan("v", permit.scope());
        switch (what.whose()) {
            case Extract.Whose.Everything _ -> { }
            case Extract.Whose.Patients _ -> s.add(" and c.subject <> 0 and v.subject <> 0");
            case Extract.Whose.These t -> {
                var only = new Filter.PatientIs(Set.copyOf(t.subjects()));
                s.plan("c", only).plan("v", only);
            }
        }
        if (what.since().isEmpty()) s.add(" and not v.deleted");
        what.since().ifPresent(since -> {
            long rid = Numbers.floor(since.at().toEpochMilli());
            s.add(" and c.rid >= ?", since.from().isPresent() ? Numbers.floor(since.at().minus(LONGEST).toEpochMilli()) : rid).add(" and (v.rid >= ?", rid);
            since.from().ifPresent(from -> s.add(" or v.xid >= ?::text::xid8", from));
            s.add(")");
        });
        if (!any.isEmpty()) {
            s.add(" and (v.deleted or c.rid = v.rid").any("c", new Leg.Any(any));
            s.add(")");
        }
        s.add(" order by c.oid limit ?", limit);
        if (patients.isPresent()) s.add(") x order by s.n, x.oid limit ?", limit);
        return new Statement(s.sql.toString(), s.binds);
    }

    /// What some resources refer to under a parameter.
    static Statement referenced(int tenant, long[] oids, int param, int limit) {
        var s = new SearchSql();
        s.add("select distinct r.hash from unnest(?::bigint[]) o(v) join reference r on r.oid = o.v where r.tenant = ?", oids, tenant).add(" and r.param = ? limit ?", param, limit);
        return new Statement(s.sql.toString(), s.binds);
    }

    /// The one function that adds the plan: whatever row of `current` a search reads, it reads through here.
    private void scoped(String alias, Scoped scope, Optional<Leg> driver) {
        add(" and not ").add(alias).add(".deleted");
        for (var leg : scope.legs) if (driver.filter(d -> d == leg).isEmpty()) probe(alias, leg);
        plan(alias, scope.plan);
    }

    private SearchSql plan(String alias, Filter plan) {
        var access = plan.sql(alias);
        add(" and (").add(access.text()).add(")");
        binds.addAll(access.binds());
        return this;
    }

    /// How many rows a posting has among the patients who may be seen, or at all when the filter names none; counted no further than `most`.
    static Statement size(int tenant, Leg.Posting leg, Optional<long[]> patients, int most) {
        var s = new SearchSql();
        s.add("select count(*) from (select 1 from ");
        patients.ifPresent(p -> s.add("unnest(?::bigint[]) s(v) cross join lateral (select 1 from ", (Object) p));
        s.add(leg.table).add(" d where d.tenant = ?", tenant).add(" and d.param = ?", leg.param).add(" and d.hash = any(?)", leg.hashes);
        if (patients.isPresent()) s.add(" and d.subject = s.v limit ?) y", most);
        s.add(" limit ?) x", most);
        return new Statement(s.sql.toString(), s.binds);
    }

    /// How many dates lie in a range, counted no further than `most`; for callers who see every patient.
    static Statement size(int tenant, Leg.Range leg, int most) {
        var s = new SearchSql();
        s.add("select count(*) from (select 1 from moment m where m.tenant = ?", tenant).add(" and m.param = ?", leg.param).add(" and ").intervals(leg.intervals);
        s.add(" limit ?) x", most);
        return new Statement(s.sql.toString(), s.binds);
    }

    /// The same for amounts.
    static Statement size(int tenant, Leg.Amounts leg, int most) {
        var s = new SearchSql();
        s.add("select count(*) from (select 1 from ").add(leg.table).add(" v where v.tenant = ?", tenant).add(" and v.param = any(?) and ", (Object) leg.params).amounts(leg);
        s.add(" limit ?) x", most);
        return new Statement(s.sql.toString(), s.binds);
    }

    private boolean head(String select, Shape shape) {
        var sources = new ArrayList<String>();
        if (shape.driver().orElse(null) instanceof Leg.Posting p && p.count > 1) {
            sources.add(p.table.equals("token") ? "unnest(?::bigint[]) h(v)" : "unnest(?::uuid[]) h(v)");
            binds.add(p.hashes);
        }
        shape.patients().ifPresent(patients -> {
            sources.add("unnest(?::bigint[]) s(v)");
            binds.add(patients);
        });
        if (sources.isEmpty()) return false;
        add(select).add(" from ").add(String.join(" cross join ", sources)).add(" cross join lateral (");
        return true;
    }

    private void select(int tenant, int type, Shape shape, Order order) {
        add("select c.oid, c.rid, ");
        switch (order) {
            case Order.Newest _ -> add(shape.driver().isPresent() ? "d.oid" : "c.oid");
            default -> key(order);
        }
        add(" as k, c.self_hash from ");
        switch (shape.driver().orElse(null)) {
            case null -> add("current c where c.tenant = ?", tenant).add(" and c.type = ?", type);
            case Leg.Posting p -> {
                add(p.table).add(" d join current c on c.tenant = d.tenant and c.type = ?", type).add(" and c.oid = d.oid where d.tenant = ?", tenant).add(" and d.param = ?", p.param);
                if (p.count > 1) add(" and d.hash = h.v");
                else add(p.table.equals("token") ? " and d.hash = (?::bigint[])[1]" : " and d.hash = (?::uuid[])[1]", p.hashes);
            }
            case Leg.Range r -> {
                add("(select distinct m.tenant, m.oid from moment m where m.tenant = ?", tenant).add(" and m.param = ?", r.param).add(" and ").intervals(r.intervals);
                add(") d join current c on c.tenant = d.tenant and c.type = ?", type).add(" and c.oid = d.oid where true");
            }
            case Leg.Amounts a -> {
                add("(select distinct v.tenant, v.oid from ").add(a.table).add(" v where v.tenant = ?", tenant).add(" and v.param = any(?) and ", (Object) a.params).amounts(a);
                add(") d join current c on c.tenant = d.tenant and c.type = ?", type).add(" and c.oid = d.oid where true");
            }
            case Leg.Own _, Leg.Not _, Leg.To _, Leg.From _, Leg.Any _ -> throw new IllegalArgumentException("does not drive");
        }
        if (shape.patients().isPresent())
            add(shape.driver().orElse(null) instanceof Leg.Posting ? " and d.subject = s.v" : " and c.subject = s.v");
    }

    /// @param c the alias of the current row
    private void probe(String c, Leg leg) {
        switch (leg) {
            case Leg.Own o -> {
                add(" and ").add(o.sql.replace("c.", c + "."));
                binds.addAll(o.binds);
            }
            case Leg.Posting p -> add(" and ").posting(c, p);
            case Leg.Not n -> add(" and not ").posting(c, n.posting);
            case Leg.Range r -> add(" and exists (select 1 from moment m where m.tenant = " + c + ".tenant and m.param = ?", r.param)
                    .add(" and m.oid = " + c + ".oid and ").intervals(r.intervals).add(ALONE);
            case Leg.Amounts a -> add(" and exists (select 1 from ").add(a.table).add(" v where v.tenant = " + c + ".tenant and v.oid = " + c + ".oid and v.param = any(?) and ", (Object) a.params)
                    .amounts(a).add(ALONE);
            case Leg.To t -> to(c, t);
            case Leg.Any a -> any(c, a);
            case Leg.From f -> from(c, f);
        }
    }

    private void any(String c, Leg.Any leg) {
        add(" and (false");
        for (var all : leg.any) {
            add(" or (true");
            for (var one : all) probe(c, one);
            add(")");
        }
        add(")");
    }

    private SearchSql posting(String c, Leg.Posting p) {
        return add("exists (select 1 from ").add(p.table).add(" t where t.tenant = " + c + ".tenant and t.param = ?", p.param)
                .add(" and t.hash = any(?) and t.subject = " + c + ".subject and t.oid = " + c + ".oid" + ALONE, p.hashes);
    }

    /// From the row's own references, of which the caller sees all, one step to each target.
    private void to(String c, Leg.To leg) {
        var r = "r" + ++aliases;
        var x = "c" + aliases;
        add(" and exists (select 1 from reference " + r + " join current " + x + " on " + x + ".tenant = " + r + ".tenant and " + x + ".type = any(?)",
                (Object) leg.any.stream().mapToInt(Scoped::type).toArray()).add(" and " + x + ".self_hash = " + r + ".hash where " + r + ".tenant = " + c + ".tenant and " + r + ".oid = " + c + ".oid and "
                + r + ".param = ? and (false", leg.param);
        for (var scope : leg.any) {
            add(" or (" + x + ".type = ?", scope.type).scoped(x, scope, Optional.empty());
            add(")");
        }
        add(")" + ALONE);
    }

    /// The rows that refer to it: sought patient by patient when the plan names patients, so that what is hidden is not walked.
    private void from(String c, Leg.From leg) {
        var r = "r" + ++aliases;
        var x = "c" + aliases;
        add(" and exists (select 1 from reference " + r + " join current " + x + " on " + x + ".tenant = " + r + ".tenant and " + x + ".type = ?", leg.from.type)
                .add(" and " + x + ".oid = " + r + ".oid where " + r + ".tenant = " + c + ".tenant and " + r + ".hash = " + c + ".self_hash and " + r + ".param = ?", leg.param);
        Driving.patients(leg.from.plan).ifPresent(p -> add(" and " + r + ".subject = any(?)", (Object) p));
        scoped(x, leg.from, Optional.empty());
        add(ALONE);
    }

    private void after(Order order, After a, Shape shape) {
        switch (order) {
            case Order.Newest _ -> add(shape.driver().isPresent() ? " and d.oid < ?" : " and c.oid < ?", a.oid);
            default -> {
                add(" and (");
                key(order);
                add(order.down() ? " < ?" : " > ?", a.key).add(" or ");
                key(order);
                add(" = ?", a.key).add(" and c.oid < ?)", a.oid);
            }
        }
    }

    private void key(Order order) {
        switch (order) {
            case Order.Newest _ -> add("c.oid");
            case Order.Updated _ -> add("c.rid");
            case Order.Date d -> add(d.descending ? "coalesce((select max(m.hi)" : "coalesce((select min(m.lo)")
                    .add(" from moment m where m.tenant = c.tenant and m.param = ?", d.param)
                    .add(" and m.oid = c.oid), ").add(d.descending ? "-9223372036854775808)" : "9223372036854775807)");
        }
    }

    /// FHIR R4 search.html 2.21.1.4.3: the value covers [lo, hi], the question [a, b].
    private SearchSql intervals(List<Criterion.Interval> intervals) {
        for (int i = 0; i < intervals.size(); i++) {
            var q = intervals.get(i);
            add(i == 0 ? "(" : " or ");
            switch (q.prefix()) {
                case EQ -> add("(m.lo >= ?", q.lo()).add(" and m.hi <= ?)", q.hi());
                case NE -> add("not (m.lo >= ?", q.lo()).add(" and m.hi <= ?)", q.hi());
                case GT -> add("m.hi > ?", q.hi());
                case LT -> add("m.lo < ?", q.lo());
                case GE -> add("m.hi >= ?", q.lo());
                case LE -> add("m.lo <= ?", q.hi());
                case SA -> add("m.lo > ?", q.hi());
                case EB -> add("m.hi < ?", q.lo());
                case AP -> add("(m.lo <= ?", q.hi()).add(" and m.hi >= ?)", q.lo());
            }
        }
        return add(")");
    }

    private SearchSql amounts(Leg.Amounts leg) {
        for (int i = 0; i < leg.any.size(); i++) {
            add(i == 0 ? "((" : " or (");
            for (int j = 0; j < leg.any.get(i).size(); j++) {
                if (j > 0) add(" and ");
                switch (leg.any.get(i).get(j)) {
                    case Test.Is t -> add("v.").add(t.column).add(" = ?", t.hash);
                    case Test.Among t -> add("v.").add(t.column).add(" = any(?)", (Object) t.hashes);
                    case Test.Either t -> add("(v.").add(t.column).add(" = ?", t.hash).add(" or v.").add(t.other).add(" = ?)", t.hash);
                    case Test.Within t -> within("v." + t.lo, "v." + t.hi, t.amount);
                }
            }
            add(")");
        }
        return add(")");
    }

    /// FHIR R4 search.html 2.21.1.4.2; what equals an amount lies inside it, its end excluded.
    private void within(String lo, String hi, Criterion.Amount a) {
        switch (a.prefix()) {
            // the second bound of each pair says nothing new: it ends the walk of an index
            case EQ -> add("(" + lo + " >= ?", a.lo()).add(" and " + hi + " < ?", a.hi()).add(" and " + lo + " < ?)", a.hi());
            case NE -> add("not (" + lo + " >= ?", a.lo()).add(" and " + hi + " < ?)", a.hi());
            case GT -> add(hi + " > ?", a.at());
            case LT -> add(lo + " < ?", a.at());
            case GE -> add(hi + " >= ?", a.at());
            case LE -> add(lo + " <= ?", a.at());
            case SA -> add(lo + " > ?", a.at());
            case EB -> add(hi + " < ?", a.at());
            case AP -> add("(" + lo + " <= ?", a.hi()).add(" and " + hi + " >= ?)", a.lo());
        }
    }

    private SearchSql add(String text, Object... values) {
        sql.append(text);
        binds.addAll(List.of(values));
        return this;
    }
}
