package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Access;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Request;
import org.serment.kernel.access.Role;
import org.serment.kernel.access.Scope;
import org.serment.kernel.identity.Actor;

/// A search gives, over all its pages and in its order, exactly the resources that satisfy it and that the kernel permits:
/// random searches of random actors over random hospitals, against a plain evaluation of everything. Seen to fail with `ge` of
/// dates read as "begins after", with `:not` read as its contrary, and with opened keys sorted the other way round.
class SearchProperties {
    private static final Set<String> USER = Set.of("user/*.cruds");
    private static final Actor OTHER_LOADER = new Actor(2, 9, "loader", true, Set.of("system/*.cruds"));

    /// How many searches there were, found something, found a part of the type, went over several pages.
    private final int[] seen = new int[5];
    private static final int[] FEW = {0, 3, 100}, DENSE = {0, 2, 1_000, 0};
    private int worlds;
    /// Of which kinds of question how many found some of what the caller sees, and not all.
    private final TreeMap<String, Integer> parted = new TreeMap<>();
    private static final List<String> KINDS = List.of(":not=", ":in=", ":not-in=", "_has:", ".", "quantity", "probability", ":contains", "_include", "_revinclude", "_list=", "nmae", ":lke");

    /// @param content what the token's granular scopes leave of what the kernel permits
    private record Who(Actor actor, Purpose purpose, Facts facts, Predicate<Hospital.Kept> content) {
        Who(Actor actor, Purpose purpose, Facts facts) {
            this(actor, purpose, facts, k -> true);
        }
    }

    @Test
    void aSearchFindsWhatSatisfiesItAndIsPermitted() {
        Dice.check(0, 3, dice -> hospital(dice, 8, 60, 400));
        common();
    }

    @Test
    @Tag("long")
    void aSearchFindsWhatSatisfiesItAndIsPermittedAtLength() {
        Dice.check(1_000, 12, dice -> hospital(dice, 3 + dice.below(6), 40 + dice.below(120), 300));
        common();
    }

    /// The same for tokens with granular scopes: an answer holds what it would hold without them, less what their conditions exclude
    /// by plain evaluation; in chains, includes and totals too. Reads and histories give no more than searches.
    @Test
    void granularScopesLeaveWhatTheirConditionsAccept() {
        var narrowed = new int[2];
        Dice.check(50, 3, dice -> {
            try (var world = new World(new Bounds(FEW[worlds++ % FEW.length], 1_000, 5_000, 20_000, 1_000, DENSE[worlds % DENSE.length]))) {
                var plan = Hospital.plan(dice, 8, 60);
                Hospital.write(world, World.LOADER, plan);
                var kept = Hospital.kept(world, plan);
                var pool = new Asked.Pool(Hospital.ids(plan), kept.stream().map(Asked::made).toList(), true);
                for (int i = 0; i < 60; i++) {
                    var wide = who(dice, kept);
                    var who = narrowed(dice, wide, pool);
                    world.states(who.actor, who.facts);
                    for (int j = 0; j < 6; j++) search(world, kept, who, Asked.random(dice, pool), false);
                    for (var k : kept) {
                        boolean shown = world.read(who.actor, k.type(), k.id()).filter(Record.Read.Present.class::isInstance).isPresent();
                        // whoever may search may read here: the scopes have both letters
                        assertEquals(permitted(who, k), shown, () -> k.type() + " " + k.id() + " by " + who);
                        if (permitted(wide, k)) narrowed[shown ? 1 : 0]++;
                    }
                }
            }
        });
        assertTrue(narrowed[0] > 500 && narrowed[1] > 500, "scopes often exclude some and not all: " + narrowed[1] + " of " + (narrowed[0] + narrowed[1]));
    }

    private static Who narrowed(Dice dice, Who wide, Asked.Pool pool) {
        var context = wide.actor.machine() ? "system/" : "user/";
        var scopes = new TreeSet<String>();
        var conditions = new LinkedHashMap<String, List<Asked>>();
        for (var type : Hospital.TYPES) {
            if (dice.chance(15)) continue;
            var any = dice.chance(25) ? List.<Asked>of() : dice.list(1, 2, () -> Asked.granular(dice, type, pool));
            conditions.put(type, any);
            if (any.isEmpty()) scopes.add(context + type + ".rs");
            any.forEach(a -> scopes.add(context + type + ".rs?" + a.text()));
        }
        scopes.forEach(s -> assertTrue(Scope.of(s).isPresent(), s));
        var actor = new Actor(wide.actor.tenant(), wide.actor.account(), wide.actor.client(), wide.actor.machine(), scopes);
        return new Who(actor, wide.purpose, wide.facts, k -> conditions.containsKey(k.type())
                && (conditions.get(k.type()).isEmpty() || conditions.get(k.type()).stream().anyMatch(a -> a.accepts().accepts(k, List.of()))));
    }

    private void common() {
        for (var kind : KINDS) assertTrue(parted.getOrDefault(kind, 0) > 0, () -> kind + " is asked with effect: " + parted);
        assertTrue(seen[1] > seen[0] / 4, "searches that find are common: " + seen[1] + " of " + seen[0]);
        assertTrue(seen[2] > seen[0] / 8, "searches that find a part are common: " + seen[2] + " of " + seen[0]);
        assertTrue(seen[4] > seen[0] / 20, "pages that bring something along are common: " + seen[4] + " of " + seen[0]);
        assertTrue(seen[3] > seen[0] / 10, "searches of several pages are common: " + seen[3] + " of " + seen[0]);
    }

    private void hospital(Dice dice, int patients, int rest, int searches) {
        // with bounds of a few, what is many in a hospital is many here
        try (var world = new World(new Bounds(FEW[worlds % FEW.length], 1_000, 5_000, 20_000, 1_000, DENSE[worlds++ % DENSE.length]))) {
            var plan = Hospital.plan(dice, patients, rest);
            Hospital.write(world, World.LOADER, plan);
            // the same ids in another establishment, which no search may meet
            world.states(OTHER_LOADER, World.account(Role.LOADER));
            Hospital.write(world, OTHER_LOADER, plan.subList(0, Math.min(plan.size(), 30)));
            var kept = Hospital.kept(world, plan);
            var pool = new Asked.Pool(Hospital.ids(plan), kept.stream().map(Asked::made).toList(), true);
            for (int i = 0; i < searches; i++) {
                var who = who(dice, kept);
                world.states(who.actor, who.facts);
                search(world, kept, who, Asked.random(dice, pool), dice.below(2) == 0);
            }
        }
    }

    private void search(World world, List<Hospital.Kept> kept, Who who, Asked asked, boolean reads) {
        var visible = kept.stream().filter(k -> permitted(who, k)).toList();
        var expected = visible.stream().filter(k -> asked.accepts().accepts(k, visible)).sorted(asked.order()).toList();
        var bodies = new LinkedHashMap<String, String>();
        var found = new ArrayList<String>();
        var cursor = Optional.<String>empty();
        int pages = 0;
        do {
            var page = assertInstanceOf(Record.Search.Page.class, world.search(who.actor, asked.type(), asked.text(), cursor, asked.lenient()), () -> said(who, asked));
            assertTrue(page.found().size() <= asked.count(), () -> "a page is too long: " + said(who, asked));
            assertTrue(page.next().isEmpty() || page.found().size() == asked.count(), () -> "a page that is not the last is too short: " + said(who, asked));
            for (var f : page.found()) {
                found.add(f.id());
                bodies.put(f.id(), new String(f.body(), StandardCharsets.UTF_8));
            }
            var results = page.found().stream().map(f -> visible.stream().filter(k -> k.type().equals(f.type()) && k.id().equals(f.id())).findFirst().orElseThrow()).toList();
            assertEquals(asked.along(results, visible), page.included().stream().map(f -> f.type() + '/' + f.id()).collect(Collectors.toCollection(TreeSet::new)), () -> said(who, asked));
            // who may search nothing of the type is refused before anything is counted
            if (asked.total() && !page.permits().isEmpty()) assertEquals(Optional.of((long) expected.size()), page.total(), () -> said(who, asked));
            // what was left out is said on the first page
            if (asked.lenient() && pages == 0 && !page.permits().isEmpty()) assertEquals(1, page.notes().size(), () -> page.notes() + " " + said(who, asked));
            if (!page.included().isEmpty()) seen[4]++;
            cursor = page.next();
            assertTrue(++pages <= kept.size() + 1, () -> "pages without end: " + said(who, asked));
        } while (cursor.isPresent());
        assertEquals(expected.stream().map(Hospital.Kept::id).toList(), found, () -> said(who, asked));
        for (var k : expected) assertEquals(k.body(), bodies.get(k.id()));
        if (!found.isEmpty() && found.size() < visible.stream().filter(k -> k.type().equals(asked.type())).count())
            for (var kind : KINDS) if (asked.text().contains(kind)) parted.merge(kind, 1, Integer::sum);
        long ofType = kept.stream().filter(k -> k.type().equals(asked.type())).count();
        seen[0]++;
        if (!found.isEmpty()) seen[1]++;
        if (!found.isEmpty() && found.size() < ofType) seen[2]++;
        if (pages > 1) seen[3]++;
    }

    private static String said(Who who, Asked asked) {
        return asked.type() + "?" + asked.text() + " by " + who;
    }

    private static boolean permitted(Who who, Hospital.Kept k) {
        var request = new Request(who.actor, Action.SEARCH, k.type(), who.purpose, Instant.now());
        return Access.decide(request, k.at().target(), who.facts, HospitalRules.POLICY) instanceof Decision.Grant && who.content.test(k);
    }

    private static Who who(Dice dice, List<Hospital.Kept> kept) {
        var subjects = kept.stream().filter(k -> k.type().equals("Patient")).map(k -> k.at().oid()).toList();
        var labels = kept.stream().map(k -> k.at().target().labels()).distinct().sorted().toList();
        return switch (dice.below(10)) {
            case 0, 1, 2 -> new Who(World.LOADER, Purpose.HOPERAT, World.account(Role.LOADER));
            case 3 -> new Who(World.PATIENT, Purpose.PATRQT, account(Role.PATIENT, dice.some(labels, 60), Set.of()).plus(Facts.own(dice.chance(90) ? Set.of(dice.one(subjects)) : Set.of())));
            case 4 -> dice.chance(50) ? new Who(new Actor(1, 6, "ward", false, USER), Purpose.TREAT, Facts.NONE)
                    : new Who(new Actor(1, 7, "office", false, USER), Purpose.HOPERAT, World.account(Role.DPO));
            case 5 -> caring(dice, new Actor(1, 4, "desk", false, USER), Role.ADMISSIONS, subjects, labels);
            case 6 -> caring(dice, new Actor(1, 5, "ward", false, USER), Role.PHYSICIAN, subjects, labels);
            default -> caring(dice, World.NURSE, Role.NURSE, subjects, labels);
        };
    }

    private static Who caring(Dice dice, Actor actor, Role role, List<Long> subjects, List<Integer> labels) {
        var clearance = dice.some(labels, 60);
        if (dice.chance(80)) clearance.add(0);
        return new Who(actor, Purpose.TREAT, account(role, clearance, dice.some(subjects, 10))
                .plus(World.caring(dice.some(subjects, 60).stream().mapToLong(Long::longValue).toArray())));
    }

    private static Facts account(Role role, Set<Integer> clearance, Set<Long> opposed) {
        return Facts.account(new Facts.Account(role, false, Instant.now().plusSeconds(86_400), "Test " + role, Map.of(), "account/" + role))
                .plus(Facts.clearance(clearance)).plus(Facts.opposed(opposed.stream().collect(Collectors.toSet())));
    }
}
