package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Policy;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Role;
import org.serment.kernel.access.Rule;
import org.serment.kernel.access.Target;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Part;
import org.serment.server.gate.Address;
import org.serment.server.gate.Permit;

/// What an export reads, step by step, is what the same caller's searches find: for one who sees all, and for one whose plan is a
/// filter, under rules that let a nurse copy what she may see.
class ExtractIT {
    private static final Policy RULES = rules();
    static World world;
    static List<Hospital.Planned> plan;
    static long[] patients;

    private static Policy rules() {
        var rules = new ArrayList<>(HospitalRules.POLICY.rules());
        rules.add(new Rule("test.export", "test", Set.of(Role.NURSE), Set.of(Action.EXPORT), Set.of(Purpose.TREAT), Rule.Types.except(Set.of()), Rule.Tie.IN_CARE,
                Set.of(Rule.Guard.OPPOSITION, Rule.Guard.CLEARANCE), Set.of()));
        return new Policy(rules);
    }

    @BeforeAll
    static void hospital() {
        world = new World(Bounds.USUAL, RULES);
        plan = Hospital.plan(new Dice(5), 12, 400);
        Hospital.write(world, World.LOADER, plan);
        patients = plan.stream().filter(p -> p.type().equals("Patient") && !p.removed()).mapToLong(p -> oid("Patient", p.id())).toArray();
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(LongStream.of(patients).limit(5).toArray()));
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static long oid(String type, String id) {
        return world.test.database().read(world.record.targets().standing(new Address(1, type, id))).orElseThrow().oid();
    }

    private static String now() {
        return world.test.database().read(Part.first("select pg_snapshot_xmin(pg_current_snapshot())::text", r -> r.getString(1))).orElseThrow();
    }

    private static Extract all(Extract.Whose whose) {
        return new Extract(now(), Optional.empty(), List.of(), whose, List.of());
    }

    /// Everything, in steps of `most`.
    private static Map<String, String> extracted(Actor actor, String type, Extract what, int most) {
        var found = new TreeMap<String, String>();
        var permit = assertInstanceOf(Permit.class, world.gate.pass(World.ask(actor, Action.EXPORT, type)));
        var sink = new Extract.Sink() {
            @Override
            public void found(Target target, Found f) {
                assertTrue(permit.scope().accepts(target));
                assertEquals(null, found.put(f.id(), new String(f.body(), StandardCharsets.UTF_8)), "twice");
            }

            @Override
            public void deleted(Target target, Found last) {
                assertEquals(null, found.put(last.id(), "deleted"));
            }

            @Override
            public void unreadable(Target target) {
                throw new AssertionError();
            }
        };
        var place = Optional.of(Extract.Place.START);
        while (place.isPresent()) {
            try (var tx = world.test.database().begin()) {
                place = world.record.extract(tx, permit, what, place.get(), most, sink);
            }
        }
        return found;
    }

    private static Map<String, String> found(Actor actor, String type, String query) {
        var found = new TreeMap<String, String>();
        var page = assertInstanceOf(Record.Search.Page.class, world.search(actor, type, "_count=1000" + query, Optional.empty()));
        assertTrue(page.next().isEmpty());
        for (var f : page.found()) found.put(f.id(), new String(f.body(), StandardCharsets.UTF_8));
        return found;
    }

    @Test
    void whatSearchesFindAndNothingMore() {
        int all = 0, some = 0;
        for (var type : List.of("Patient", "Encounter", "Observation", "Condition", "Appointment", "RiskAssessment")) {
            for (int most : List.of(1_000, 7)) {
                assertEquals(found(World.LOADER, type, ""), extracted(World.LOADER, type, all(new Extract.Whose.Everything()), most), type);
                assertEquals(found(World.NURSE, type, ""), extracted(World.NURSE, type, all(new Extract.Whose.Everything()), most), type);
            }
            all += found(World.LOADER, type, "").size();
            some += found(World.NURSE, type, "").size();
        }
        assertTrue(some > 50 && some < all - 50, some + " of " + all);
    }

    @Test
    void theRecordsOfSomeAreThoseOfNobodyElse() {
        var three = LongStream.of(patients).limit(3).boxed().toList();
        for (var type : List.of("Patient", "Encounter", "Observation", "Appointment")) {
            var expected = new TreeMap<String, String>();
            Hospital.kept(world, plan).stream().filter(k -> k.type().equals(type) && !k.at().target().subjects().isEmpty() && three.containsAll(k.at().target().subjects()))
                    .forEach(k -> expected.put(k.id(), k.body()));
            for (int most : List.of(1_000, 2)) assertEquals(expected, extracted(World.LOADER, type, all(new Extract.Whose.These(three)), most), type);
        }
        // more patients than one statement walks, nearly all of them nobody
        var many = new ArrayList<>(three);
        for (long i = 0; i < 3L * Extracting.PATIENTS; i++) many.add(1_000_000_000L + i);
        assertEquals(extracted(World.LOADER, "Observation", all(new Extract.Whose.These(three)), 100), extracted(World.LOADER, "Observation", all(new Extract.Whose.These(many)), 3));
    }

    @Test
    void filtersAreSearches() {
        for (var actor : List.of(World.LOADER, World.NURSE)) {
            var expected = found(actor, "Observation", "&status=final");
            expected.putAll(found(actor, "Observation", "&subject:Patient.gender=male"));
            assertEquals(expected, extracted(actor, "Observation", new Extract(now(), Optional.empty(), List.of("status=final", "subject:Patient.gender=male"), new Extract.Whose.Everything(), List.of()), 9));
        }
    }

    @Test
    void theMomentStandsStill() {
        var before = now();
        var then = found(World.LOADER, "Encounter", "");
        var since = Instant.now();
        var patient = plan.stream().filter(p -> p.type().equals("Patient") && !p.removed()).toList().getLast().id();
        var fresh = world.created("{'resourceType':'Encounter','status':'planned','class':{'code':'A'},'subject':{'reference':'Patient/" + patient + "'}}");
        var gone = world.created("{'resourceType':'Encounter','status':'planned','class':{'code':'A'},'subject':{'reference':'Patient/" + patient + "'}}");
        world.write(World.LOADER, () -> List.of(new Change.Delete("", "Encounter", gone.id(), Optional.empty())));
        assertEquals(then, extracted(World.LOADER, "Encounter", new Extract(before, Optional.empty(), List.of(), new Extract.Whose.Everything(), List.of()), 10));
        var changed = extracted(World.LOADER, "Encounter", new Extract(now(), Optional.of(new Extract.Since(since.minusMillis(1), Optional.of(before))), List.of(), new Extract.Whose.Everything(), List.of()), 10);
        assertEquals(Set.of(fresh.id(), gone.id()), changed.keySet());
        assertEquals("deleted", changed.get(gone.id()));
    }
}
