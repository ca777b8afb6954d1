package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;

/// Many at once: nothing is made twice, nothing is lost, and every answer is a proper one.
class ConcurrencyIT {
    private static final int THREADS = 32;
    private static final World world = new World();

    private record Stored(long oid, int version) {}

    @AfterAll
    static void end() {
        world.close();
    }

    @Test
    void oneConditionalCreateOfManyCreates() {
        for (int round = 0; round < 8; round++) {
            var key = "once-" + round;
            var results = atOnce(n -> create(Organizations.named(key), "identifier=urn:once|" + key));
            var done = results.stream().map(ConcurrencyIT::written).map(List::getFirst).toList();
            assertEquals(1, done.stream().filter(d -> d.kind() == Change.Kind.CREATED).count(), key);
            assertEquals(THREADS - 1, done.stream().filter(d -> d.kind() == Change.Kind.KEPT).count(), key);
            assertEquals(1, done.stream().map(Change.Done::id).distinct().count(), key);
            assertEquals(List.of(done.getFirst().id()), world.found(World.LOADER, "Organization", "identifier=urn:once|" + key));
        }
        gapless();
    }

    /// Two conditional creates a request, half of the requests in the other order: none waits for ever, and each is made once.
    @Test
    void conditionalCreatesInTwoOrders() {
        for (int round = 0; round < 4; round++) {
            var a = "left-" + round;
            var b = "right-" + round;
            var results = atOnce(n -> write(() -> {
                var both = new ArrayList<Change>(List.of(once(a), once(b)));
                return n % 2 == 0 ? both : both.reversed();
            }));
            results.forEach(ConcurrencyIT::written);
            assertEquals(1, world.found(World.LOADER, "Organization", "identifier=urn:once|" + a).size());
            assertEquals(1, world.found(World.LOADER, "Organization", "identifier=urn:once|" + b).size());
        }
        gapless();
    }

    @Test
    void ofManyUpdatesOfOneVersionOneIsWritten() {
        var id = world.created(Organizations.named("matched")).id();
        for (int version = 1; version <= 8; version++) {
            int seen = version;
            var results = atOnce(n -> update("Organization", id, Organizations.with(id, "by-" + seen + "-" + n), Optional.of(seen)));
            proper(results, EnumSet.of(Change.Cause.PRECONDITION));
            var winners = IntStream.range(0, THREADS).filter(n -> results.get(n) instanceof Change.Result.Written).boxed().toList();
            assertEquals(1, winners.size(), "version " + version);
            assertEquals(version + 1, written(results.get(winners.getFirst())).getFirst().version());
            assertTrue(body("Organization", id).contains("by-" + seen + "-" + winners.getFirst()));
        }
        gapless();
    }

    /// What a reader saw and If-Match guards: a counter that each thread raises until its turn comes.
    @Test
    void aCounterGuardedByIfMatchLosesNothing() {
        var id = world.created(Organizations.named("count-0")).id();
        atOnce(n -> {
            for (int done = 0; done < 3; ) {
                var read = assertInstanceOf(Record.Read.Present.class, world.read(World.LOADER, "Organization", id).orElseThrow()).found();
                int count = count(new String(read.body(), StandardCharsets.UTF_8));
                var result = update("Organization", id, Organizations.with(id, "count-" + (count + 1)), Optional.of(read.version()));
                proper(List.of(result), EnumSet.of(Change.Cause.PRECONDITION));
                if (result instanceof Change.Result.Written) done++;
            }
            return n;
        });
        assertEquals(3 * THREADS, count(body("Organization", id)));
        assertEquals(3 * THREADS + 1, versions(id).size());
        gapless();
    }

    @Test
    void updatesWithoutIfMatchAllLandOneAfterTheOther() {
        var id = world.created(Organizations.named("free")).id();
        var results = atOnce(n -> update("Organization", id, Organizations.with(id, "free-" + n), Optional.empty()));
        var numbers = results.stream().map(ConcurrencyIT::written).map(done -> done.getFirst().version()).sorted().toList();
        assertEquals(IntStream.rangeClosed(2, THREADS + 1).boxed().toList(), numbers);
        int last = IntStream.range(0, THREADS).filter(n -> written(results.get(n)).getFirst().version() == THREADS + 1).findFirst().orElseThrow();
        // the index rows are those of the last version alone
        for (int n = 0; n < THREADS; n++) assertEquals(n == last ? List.of(id) : List.of(), world.found(World.LOADER, "Organization", "identifier=urn:once|free-" + n));
        gapless();
    }

    /// A loader names the id itself: of many at once one creates, the others update.
    @Test
    void manyPutsOfANewIdMakeOneResource() {
        for (int round = 0; round < 4; round++) {
            var id = "chosen-" + round;
            var results = atOnce(n -> update("Organization", id, Organizations.with(id, "chosen"), Optional.empty()));
            proper(results, EnumSet.of(Change.Cause.CONFLICT));
            var done = results.stream().filter(Change.Result.Written.class::isInstance).map(r -> written(r).getFirst()).toList();
            assertEquals(1, done.stream().filter(d -> d.kind() == Change.Kind.CREATED).count());
            assertEquals(IntStream.rangeClosed(1, done.size()).boxed().toList(), done.stream().map(Change.Done::version).sorted().toList());
            assertEquals(done.size(), versions(id).size());
        }
        gapless();
    }

    /// Transactions over the same rows in random orders, with new resources between, some of them deleting: whole or not at all.
    @Test
    void transactionsOverTheSameRowsLandWhole() {
        var ids = IntStream.range(0, 5).mapToObj(i -> world.created(Organizations.named("shared-" + i)).id()).toList();
        var whole = Collections.synchronizedSet(new HashSet<String>());
        var lost = Collections.synchronizedSet(new HashSet<String>());
        var writes = Collections.synchronizedList(new ArrayList<Change.Done>());
        atOnce(n -> {
            Dice.again(n, dice -> {
                for (int i = 0; i < 6; i++) {
                    var mark = "tx-" + n + "-" + i;
                    var order = new ArrayList<>(ids);
                    Collections.shuffle(order, new java.util.Random(dice.below(1000)));
                    var some = order.subList(0, 2 + dice.below(3));
                    var match = dice.chance(25) ? Optional.of(1 + dice.below(20)) : Optional.<Integer>empty();
                    boolean deletes = dice.chance(15);
                    var result = write(() -> {
                        var all = new ArrayList<Change>();
                        for (var id : some) all.add(new Change.Update("", "Organization", id, World.json(Organizations.with(id, mark)), Optional.empty(), id.equals(some.getLast()) ? match : Optional.empty()));
                        if (deletes) all.set(0, new Change.Delete("", "Organization", some.getFirst(), Optional.empty()));
                        all.add(dice.below(all.size()), new Change.Create("", World.json(Organizations.named(mark + "-new")), Optional.empty(), Optional.empty()));
                        return all;
                    });
                    proper(List.of(result), EnumSet.of(Change.Cause.PRECONDITION, Change.Cause.CONFLICT));
                    if (result instanceof Change.Result.Written w) {
                        whole.add(mark);
                        writes.addAll(w.done());
                    } else lost.add(mark);
                }
            });
            return n;
        });
        assertTrue(whole.size() > 20 && !lost.isEmpty(), whole.size() + " written, " + lost.size() + " refused");
        for (var mark : whole) assertEquals(1, world.found(World.LOADER, "Organization", "identifier=urn:once|" + mark + "-new").size(), mark);
        for (var mark : lost) assertEquals(0, world.found(World.LOADER, "Organization", "identifier=urn:once|" + mark + "-new").size(), mark);
        for (var id : ids) {
            // each version was answered to exactly one; a second deletion of what is gone makes none
            var answered = writes.stream().filter(d -> d.id().equals(id) && d.kind() != Change.Kind.DELETED).map(Change.Done::version).sorted().toList();
            assertEquals(answered.size(), new HashSet<>(answered).size(), "two requests were told the same version");
            assertTrue(versions(id).containsAll(answered));
        }
        gapless();
    }

    /// Conditional creates, conditional updates, patches, updates with If-Match and transactions of them, by 32 clients on the same few
    /// resources: each key has one resource, each version was answered to one client, and a patch stands on the version before it.
    /// Seen to fail with the lock of [Conditions#lock] taken away (several resources of one key), and with `for update` taken out of
    /// [Standings#keyed] (conflicts).
    @Test
    void allKindsOfWritesOnTheSameResources() {
        var keys = IntStream.range(0, 6).mapToObj(i -> "all-" + i).toList();
        var answered = Collections.synchronizedList(new ArrayList<Change.Done>());
        var patched = Collections.synchronizedList(new ArrayList<Change.Done>());
        long seed = Long.getLong("serment.seed", 7);
        atOnce(n -> {
            Dice.again(seed * 1_000 + n, dice -> {
                for (int i = 0; i < 12; i++) {
                    var key = dice.one(keys);
                    var mark = "mark-" + n + "-" + i;
                    int kind = dice.below(5);
                    var result = switch (kind) {
                        case 0 -> write(() -> List.of(once(key)));
                        case 1 -> write(() -> List.of(matching(key, mark)));
                        case 2 -> write(() -> List.of(counting(key)));
                        case 3 -> world.found(World.LOADER, "Organization", "identifier=urn:once|" + key).stream().findFirst()
                                .map(id -> update("Organization", id, Organizations.marked(key, mark).replace("'Organization',", "'Organization','id':'" + id + "',"), Optional.of(1 + dice.below(40))))
                                .orElseGet(() -> write(() -> List.of(once(key))));
                        default -> {
                            var two = dice.some(keys, 40);
                            yield write(() -> two.stream().<Change>map(k -> k.hashCode() % 2 == 0 ? once(k) : matching(k, mark)).toList());
                        }
                    };
                    // a patch may come before its resource, and a version may be past: nothing else is refused
                    proper(List.of(result), kind == 2 ? EnumSet.of(Change.Cause.NOT_FOUND) : kind == 3 ? EnumSet.of(Change.Cause.PRECONDITION) : EnumSet.noneOf(Change.Cause.class), "seed " + seed);
                    if (result instanceof Change.Result.Written w) {
                        w.done().stream().filter(d -> d.kind() != Change.Kind.KEPT).forEach(answered::add);
                        if (kind == 2) patched.addAll(w.done());
                    }
                }
            });
            return n;
        });
        int versions = 0;
        for (var key : keys) {
            var ids = world.found(World.LOADER, "Organization", "identifier=urn:once|" + key);
            assertEquals(1, ids.size(), key + " has one resource, seed " + seed);
            var told = answered.stream().filter(d -> d.id().equals(ids.getFirst())).map(Change.Done::version).sorted().toList();
            assertEquals(IntStream.rangeClosed(1, versions(ids.getFirst()).size()).boxed().toList(), told, "each version was answered once, seed " + seed);
            versions += told.size();
        }
        assertTrue(versions > 60 && patched.size() > 20, versions + " versions, " + patched.size() + " patches");
        for (var p : patched) assertEquals(alias(version(p.id(), p.version() - 1)) + 1, alias(version(p.id(), p.version())), "nothing came between a patch and what it was made from, seed " + seed);
        gapless();
    }

    private static Change matching(String key, String mark) {
        return new Change.Update("", "Organization", new Change.Which.Matching("identifier=urn:once|" + key), World.json(Organizations.marked(key, mark)), Optional.empty(), Optional.empty());
    }

    /// Raises the number that stands as the alias.
    private static Change counting(String key) {
        return new Change.Patch("", "Organization", new Change.Which.Matching("identifier=urn:once|" + key), current -> {
            int raised = Integer.parseInt(current.path("alias").path(0).asString("0")) + 1;
            current.putArray("alias").add(Integer.toString(raised));
            return new Change.Edited.Ok(current);
        }, Optional.empty(), Optional.empty());
    }

    private static int alias(String body) {
        var found = java.util.regex.Pattern.compile("\"alias\":\\[\"(\\d+)\"]").matcher(body);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static String version(String id, int version) {
        var permit = assertInstanceOf(Permit.class, world.pass(World.LOADER, Action.VREAD, "Organization", id));
        return new String(assertInstanceOf(Record.Read.Present.class, world.record.version(permit, version)).found().body(), StandardCharsets.UTF_8);
    }

    private static Change.Result write(Supplier<List<Change>> changes) {
        return world.write(World.LOADER, changes);
    }

    private static Change.Result update(String type, String id, String json, Optional<Integer> ifMatch) {
        return write(() -> List.of(new Change.Update("", type, id, World.json(json), Optional.empty(), ifMatch)));
    }

    private static Change once(String key) {
        return new Change.Create("", World.json(Organizations.named(key)), Optional.empty(), Optional.of("identifier=urn:once|" + key));
    }

    private static Change.Result create(String json, String ifNoneExist) {
        return write(() -> List.of(new Change.Create("", World.json(json), Optional.empty(), Optional.of(ifNoneExist))));
    }

    private static List<Change.Done> written(Change.Result result) {
        return assertInstanceOf(Change.Result.Written.class, result, result::toString).done();
    }

    private static void proper(List<Change.Result> results, Set<Change.Cause> causes) {
        proper(results, causes, "");
    }

    private static void proper(List<Change.Result> results, Set<Change.Cause> causes, String hint) {
        for (var result : results)
            if (result instanceof Change.Result.Rejected r) assertTrue(causes.contains(r.cause()), () -> r + " " + hint);
    }

    private static String body(String type, String id) {
        return new String(assertInstanceOf(Record.Read.Present.class, world.read(World.LOADER, type, id).orElseThrow()).found().body(), StandardCharsets.UTF_8);
    }

    private static int count(String body) {
        int from = body.indexOf("count-") + 6;
        return Integer.parseInt(body.substring(from, body.indexOf('"', from)));
    }

    private static Set<Integer> versions(String id) {
        var hash = world.vault.index(1).hasher().reference("Organization/" + id);
        return new HashSet<>(world.test.database().read(Part.list("select version from version where tenant = 1 and self_hash = ?", r -> r.getInt(1), hash)));
    }

    /// Every resource has the versions 1, 2, 3 ..., each once, later ones with a higher number, and `current` stands on the last.
    private static void gapless() {
        var wrong = world.test.database().read(Part.list("""
                select v.oid, v.version from (
                  select oid, version, rid, row_number() over (partition by tenant, self_hash order by rid) as place, count(*) over (partition by tenant, self_hash) as all_of,
                         count(*) over (partition by tenant, oid) as of_oid from version) v
                left join current c on c.oid = v.oid and c.rid = v.rid and c.version = v.version
                where v.version <> v.place or v.all_of <> v.of_oid or (v.place = v.all_of) <> (c.oid is not null)""", r -> new Stored(r.getLong(1), r.getInt(2))));
        assertEquals(List.of(), wrong);
    }

    /// Runs it on all threads, which start together; gives the results in the order of the threads.
    private static <T> List<T> atOnce(IntFunction<T> what) {
        var start = new CyclicBarrier(THREADS);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var all = IntStream.range(0, THREADS).<Callable<T>>mapToObj(n -> () -> {
                start.await();
                return what.apply(n);
            }).map(threads::submit).toList();
            var results = new ArrayList<T>();
            for (Future<T> f : all) results.add(f.get());
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Organizations {
        static String named(String value) {
            return "{'resourceType':'Organization','identifier':[{'system':'urn:once','value':'" + value + "'}],'name':'" + value + "'}";
        }

        static String marked(String key, String mark) {
            return named(key).replace("'name':'" + key + "'", "'name':'" + mark + "'");
        }

        static String with(String id, String value) {
            return named(value).replace("'Organization',", "'Organization','id':'" + id + "',");
        }
    }
}
