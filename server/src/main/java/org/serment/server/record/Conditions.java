package org.serment.server.record;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.gate.Hearing;

/// The searches that changes of a request depend on (FHIR R4 http.html 3.1.0.4.3, 3.1.0.6, 3.1.0.7.1, 3.1.0.8.1): within what the
/// caller may see, so that what is hidden counts as absent. Belongs to one [Resolving].
final class Conditions {
    /// How many different conditions can be worked on at once, an establishment.
    private static final long LOCKS = 64;

    private final Tx tx;
    private final Hearing hearing;
    private final Searching searching;
    private final Hasher hasher;

    Conditions(Tx tx, Hearing hearing, Searching searching, Hasher hasher) {
        this.tx = tx;
        this.hearing = hearing;
        this.searching = searching;
        this.hasher = hasher;
    }

    /// What two spellings of one condition have in common.
    private record Meaning(String type, Set<Object> all) {}

    /// One condition with its alternatives in no order.
    private record Alternatives(int param, Set<String> terms) {}

    /// Takes the locks of all conditions under which something may be created before anything is looked up or held: a few dozen
    /// shared ones at most, in one order, so that two transactions can't wait for each other nor fill the table of locks.
    /// Conditions that have a term in common wait for each other, however they are written and whatever else they ask.
    void lock(List<Item> items) {
        var locks = new TreeSet<Long>();
        var meanings = new HashSet<Meaning>();
        for (var item : items) {
            if (item.condition().isEmpty() || !creates(item)) continue;
            if (Stream.of(Action.CREATE, item.change instanceof Change.Create ? Action.CREATE : Action.UPDATE).allMatch(a -> hearing.plan(a, item.type) instanceof Plan.None))
                throw new Refusal(Change.Cause.FORBIDDEN, item.change.place(), "forbidden", "you may not write resources of this type");
            var all = searching.condition(item.type, item.condition().get(), item.conditionPlace());
            if (!meanings.add(new Meaning(item.type, all.stream().map(Conditions::meaning).collect(Collectors.toSet()))))
                throw new Refusal(Change.Cause.INVALID, item.conditionPlace(), "duplicate", "two entries write under the same condition");
            all.stream().flatMap(Conditions::terms).forEach(term -> locks.add(Math.floorMod(hasher.token(0, item.type + '?' + term), LOCKS)));
        }
        if (!locks.isEmpty()) tx.query(Part.list("select pg_advisory_xact_lock(?, v::int) from unnest(?::bigint[]) v", _ -> true,
                hearing.actor().tenant(), locks.stream().mapToLong(Long::longValue).toArray()));
    }

    private static boolean creates(Item item) {
        return item.change instanceof Change.Create || item.change instanceof Change.Update;
    }

    private static Object meaning(Criterion c) {
        return c instanceof Criterion.Terms t ? new Alternatives(t.param().id(), Set.copyOf(t.terms())) : c;
    }

    private static Stream<String> terms(Criterion c) {
        return c instanceof Criterion.Terms t ? t.terms().stream().map(term -> t.param().code() + '=' + term) : Stream.of(c.toString());
    }

    /// Decides, by what its condition finds, which resource a change is about.
    void settle(Item item) {
        if (item.condition().isEmpty()) return;
        var found = find(item.type, item.condition().get(), item.conditionPlace());
        if (found.size() > 1) throw new Refusal(Change.Cause.PRECONDITION, item.conditionPlace(), "multiple-matches", "the search finds several resources");
        var one = found.stream().findFirst();
        one.ifPresent(f -> hearing.saw(f.subjects(), f.type() + '/' + f.id()));
        switch (item.change) {
            case Change.Create _ -> one.ifPresent(f -> keep(item, f));
            case Change.Update _ -> one.ifPresentOrElse(f -> updates(item, f), () -> unmatched(item));
            case Change.Patch p -> is(item, one.orElseThrow(() -> new Refusal(Change.Cause.NOT_FOUND, p.place(), "not-found", "no such resource for you")));
            case Change.Delete _ -> one.ifPresentOrElse(f -> is(item, f), () -> nothing(item));
        }
    }

    private void keep(Item item, Found one) {
        is(item, one);
        item.kept = true;
        item.oid = one.oid();
        item.subjects = one.subjects();
        item.done = Optional.of(new Change.Done(item.type, one.id(), one.version(), one.updated(), Change.Kind.KEPT, one.body()));
    }

    private void updates(Item item, Found one) {
        if (item.resource.has("id") && !item.resource.path("id").asString("").equals(one.id()))
            throw new Refusal(Change.Cause.INVALID, item.place() + ".id", "value", "the id is not that of the resource that the search finds");
        is(item, one);
        item.resource.put("id", one.id());
    }

    /// No match: the server creates it; with an id of the client's, as an update of that id would.
    private void unmatched(Item item) {
        var named = item.resource.path("id").asString("");
        if (named.isEmpty()) item.fresh = true;
        else item.is(named, hasher.reference(item.type + '/' + named));
    }

    /// Nothing to delete is as good as deleted, unless the caller saw something.
    private static void nothing(Item item) {
        if (item.ifMatch().isPresent())
            throw new Refusal(Change.Cause.PRECONDITION, item.change.place(), "conflict", "If-Match names a version of a resource that the search does not find");
        item.kept = true;
        item.done = Optional.of(new Change.Done(item.type, "", 0, Instant.EPOCH, Change.Kind.NOTHING, new byte[0]));
    }

    private void is(Item item, Found one) {
        item.is(one.id(), hasher.reference(item.type + '/' + one.id()));
        item.matched = Optional.of(one.version());
    }

    /// Whether, now that it is held, the condition still finds what it found: somebody may have changed it before.
    boolean still(Item item) {
        if (item.matched.isEmpty() || item.kept) return true;
        if (item.before.isPresent() && item.before.get().version() == item.matched.get()) return true;
        var found = find(item.type, item.condition().orElseThrow(), item.conditionPlace());
        return found.size() == 1 && item.before.filter(b -> b.oid() == found.getFirst().oid() && b.version() == found.getFirst().version()).isPresent();
    }

    /// Once all is written: what one entry made may satisfy the condition under which another made its own.
    void once(List<Item> items) {
        var made = items.stream().filter(i -> i.condition().isPresent() && !i.kept && i.before.isEmpty()).collect(Collectors.groupingBy(i -> i.type));
        made.values().stream().filter(same -> same.size() > 1).flatMap(List::stream).forEach(item -> {
            if (find(item.type, item.condition().get(), item.conditionPlace()).size() > 1)
                throw new Refusal(Change.Cause.INVALID, item.conditionPlace(), "duplicate", "another entry makes what this condition looks for");
        });
    }

    List<Found> find(String type, String query, String place) {
        if (hearing.plan(Action.SEARCH, type) instanceof Plan.None) return List.of();
        return searching.match(tx, hearing, type, query, 2, place);
    }
}
