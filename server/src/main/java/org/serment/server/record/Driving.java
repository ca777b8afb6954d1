package org.serment.server.record;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.serment.kernel.access.Filter;
import org.serment.r4.Owner;
import org.serment.r4.Params;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;

/// Chooses what a search walks, from counts that stop early: the program decides, not the planner of the database.
final class Driving {
    /// A posting list of up to this many rows is worth walking first.
    private static final int PROBE = 1_000;
    /// Up to this many patients are walked one by one.
    private static final int PATIENTS = 2_000;
    /// As many patients whom a search names are looked up.
    private static final int NAMED = 20;

    private Driving() {}

    /// The posting with the fewest rows drives; dates only for who sees every patient, when they are few; otherwise the type's
    /// own rows. A filter that names its patients is walked patient by patient: the work never depends on what is hidden.
    /// Of several conditions one may name the patients: then no others are walked.
    static SearchSql.Shape shape(Searching.Reader reader, Permit permit, List<SearchSql.Leg> legs) {
        var patients = patients(permit.scope());
        if (legs.stream().anyMatch(l -> l instanceof SearchSql.Leg.Own o && o.sql().startsWith("c.self_hash"))) return new SearchSql.Shape(Optional.empty(), Optional.empty());
        var postings = legs.stream().filter(SearchSql.Leg.Posting.class::isInstance).map(SearchSql.Leg.Posting.class::cast).toList();
        if (postings.size() == 1) return new SearchSql.Shape(Optional.of(postings.getFirst()), patients);
        if (!postings.isEmpty()) {
            var narrow = narrowed(reader, permit, postings, patients);
            return new SearchSql.Shape(Optional.of(fewest(reader, permit, postings, narrow)), narrow);
        }
        if (patients.isPresent()) return new SearchSql.Shape(Optional.empty(), patients);
        return new SearchSql.Shape(legs.stream().filter(l -> size(permit.tenant(), l).filter(s -> count(reader, s) < PROBE).isPresent()).findFirst(), patients);
    }

    /// The patients in whose dates a search sorted by one walks: when what drives has many rows, and the plan or the search names
    /// its patients. Otherwise the date of each row that drives is looked up.
    static Optional<long[]> dated(Searching.Reader reader, Permit permit, List<SearchSql.Leg> legs, SearchSql.Shape shape, int dense) {
        var postings = legs.stream().filter(SearchSql.Leg.Posting.class::isInstance).map(SearchSql.Leg.Posting.class::cast).toList();
        return switch (shape.driver().orElse(null)) {
            case null -> shape.patients().map(Driving::each);
            case SearchSql.Leg.Posting p when count(reader, SearchSql.size(permit.tenant(), p, shape.patients(), dense)) < dense -> Optional.empty();
            case SearchSql.Leg.Posting _ -> narrowed(reader, permit, postings, shape.patients()).map(Driving::each);
            case SearchSql.Leg.Range _, SearchSql.Leg.Amounts _, SearchSql.Leg.Not _, SearchSql.Leg.Own _, SearchSql.Leg.To _, SearchSql.Leg.From _,
                 SearchSql.Leg.Any _ -> Optional.empty();
        };
    }

    private static long[] each(long[] patients) {
        return Arrays.stream(patients).filter(p -> p != Standings.SEVERAL).toArray();
    }

    /// The patients whom the search names, where a reference to a patient makes a resource theirs; within those of the plan.
    private static Optional<long[]> narrowed(Searching.Reader reader, Permit permit, List<SearchSql.Leg.Posting> postings, Optional<long[]> patients) {
        var named = postings.stream().filter(p -> p.count() <= NAMED && p.hashes() instanceof UUID[] && Owner.named(Params.get(p.param()))).findFirst();
        if (named.isEmpty()) return patients;
        var oids = reader.read(Standings.patients(permit.tenant(), (UUID[]) named.get().hashes()));
        // something else than a patient is named too: its resources are nobody's
        if (oids.size() < named.get().count()) return patients;
        var all = new TreeSet<>(oids);
        patients.ifPresent(p -> all.removeIf(oid -> Arrays.binarySearch(p, oid) < 0));
        all.add(Standings.SEVERAL);
        return Optional.of(all.stream().mapToLong(Long::longValue).toArray());
    }

    /// How many rows a leg in clear would walk, when it can.
    private static Optional<SearchSql.Statement> size(int tenant, SearchSql.Leg leg) {
        return switch (leg) {
            case SearchSql.Leg.Range r -> Optional.of(SearchSql.size(tenant, r, PROBE));
            case SearchSql.Leg.Amounts a -> a.drives() ? Optional.of(SearchSql.size(tenant, a, PROBE)) : Optional.empty();
            case SearchSql.Leg.Posting _, SearchSql.Leg.Not _, SearchSql.Leg.Own _, SearchSql.Leg.To _, SearchSql.Leg.From _, SearchSql.Leg.Any _ -> Optional.empty();
        };
    }

    private static SearchSql.Leg.Posting fewest(Searching.Reader reader, Permit permit, List<SearchSql.Leg.Posting> postings, Optional<long[]> patients) {
        var best = postings.getFirst();
        long least = Long.MAX_VALUE;
        for (var p : postings) {
            long size = count(reader, SearchSql.size(permit.tenant(), p, patients, PROBE));
            if (size < least) best = p;
            least = Math.min(least, size);
            if (least < 50) break;
        }
        return best;
    }

    private static long count(Searching.Reader reader, SearchSql.Statement s) {
        return reader.read(Part.first(s.sql(), r -> r.getLong(1), s.binds().toArray())).orElse(0L);
    }

    /// The patients outside whom the filter accepts nothing, when it names them; those of several patients are walked as -1.
    static Optional<long[]> patients(Filter filter) {
        return bound(filter).filter(s -> s.size() <= PATIENTS).map(subjects -> {
            var all = new TreeSet<>(subjects);
            all.add(Standings.SEVERAL);
            return all.stream().mapToLong(Long::longValue).toArray();
        });
    }

    private static Optional<TreeSet<Long>> bound(Filter filter) {
        return switch (filter) {
            case Filter.PatientIs p -> Optional.of(new TreeSet<>(p.subjects()));
            case Filter.InCare c -> Optional.of(new TreeSet<>(c.subjects()));
            case Filter.And a -> a.all().stream().map(Driving::bound).flatMap(Optional::stream).min(Comparator.comparingInt(TreeSet::size));
            case Filter.Or o -> {
                var all = new TreeSet<Long>();
                boolean every = true;
                for (var f : o.any()) {
                    var one = bound(f);
                    every &= one.isPresent();
                    one.ifPresent(all::addAll);
                }
                yield every ? Optional.of(all) : Optional.empty();
            }
            case Filter.Tenant _, Filter.NotOpposed _, Filter.LabelWithin _, Filter.UnitWithin _, Filter.AuthorIs _, Filter.NoSubject _,
                 Filter.Validity _, Filter.UseCaseOpen _ -> Optional.empty();
        };
    }
}
