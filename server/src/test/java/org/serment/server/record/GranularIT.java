package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;

/// A token for laboratory results only, in the hands of a physician who may do all of it with any result.
class GranularIT {
    private static final String LABORATORY = "category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory";
    private static final Actor APP = new Actor(1, 4, "app", false, Set.of("user/Observation.cruds?" + LABORATORY, "user/Patient.rs", "user/DiagnosticReport.cruds"));
    private static final Actor PERSON = new Actor(1, 5, "pages", false, Set.of("user/*.cruds"));
    private static World world;
    private static String patient;

    @BeforeAll
    static void hospital() {
        world = new World();
        patient = world.created("{'resourceType':'Patient','name':[{'family':'Morel'}]}").id();
        for (var actor : List.of(APP, PERSON)) world.states(actor, World.account(Role.PHYSICIAN), World.caring(world.subject(patient)));
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static String observation(String category, String more) {
        return "{'resourceType':'Observation'," + more + "'status':'final','category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'"
                + category + "'}]}],'code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'}}";
    }

    private static Change.Cause refused(Change.Result result) {
        return assertInstanceOf(Change.Result.Rejected.class, result).cause();
    }

    @Test
    void everyVersionIsLookedAtByItself() {
        var id = world.created(observation("laboratory", "")).id();
        world.update(World.LOADER, "Observation", id, observation("vital-signs", "'id':'" + id + "',"), Optional.empty());
        assertInstanceOf(Record.Read.Absent.class, world.read(APP, "Observation", id).orElseThrow());
        assertInstanceOf(Record.Read.Present.class, version(APP, id, 1));
        assertInstanceOf(Record.Read.Absent.class, version(APP, id, 2));
        assertEquals(List.of(1), history(APP, id));
        assertEquals(List.of(2, 1), history(PERSON, id));
        world.write(World.LOADER, () -> List.of(new Change.Delete("", "Observation", id, Optional.empty())));
        assertInstanceOf(Record.Read.Absent.class, world.read(APP, "Observation", id).orElseThrow(), "that it was deleted is not said either");
        assertInstanceOf(Record.Read.Gone.class, world.read(PERSON, "Observation", id).orElseThrow());
        assertEquals(List.of(1), history(APP, id));
    }

    @Test
    void whatIsWrittenAndWhatIsReplacedBelong() {
        assertEquals(Change.Cause.FORBIDDEN, refused(world.create(APP, observation("vital-signs", ""))));
        var mine = assertInstanceOf(Change.Result.Written.class, world.create(APP, observation("laboratory", ""))).done().getFirst().id();
        var other = world.created(observation("vital-signs", "")).id();
        assertEquals(Change.Cause.FORBIDDEN, refused(world.update(APP, "Observation", mine, observation("vital-signs", "'id':'" + mine + "',"), Optional.empty())), "out of the scope");
        assertEquals(Change.Cause.NOT_FOUND, refused(world.update(APP, "Observation", other, observation("laboratory", "'id':'" + other + "',"), Optional.empty())), "into it");
        assertEquals(refused(world.update(APP, "Observation", "nothing", observation("laboratory", "'id':'nothing',"), Optional.empty())), Change.Cause.NOT_FOUND, "as what isn't there");
        assertEquals(Change.Cause.NOT_FOUND, refused(delete(APP, other)));
        assertInstanceOf(Change.Result.Written.class, world.update(APP, "Observation", mine, observation("laboratory", "'id':'" + mine + "','issued':'2026-01-01T00:00:00Z',"), Optional.empty()));
        assertInstanceOf(Change.Result.Written.class, delete(APP, mine));
        assertEquals(Change.Cause.NOT_FOUND, refused(delete(APP, mine)), "what is gone has no content that belongs");
    }

    @Test
    void aReferenceTellsNothing() {
        var hidden = world.created(observation("vital-signs", "")).id();
        var shown = world.created(observation("laboratory", "")).id();
        var report = "{'resourceType':'DiagnosticReport','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'},'result':[{'reference':'Observation/%s'}]}";
        assertEquals(Change.Cause.UNPROCESSABLE, refused(world.create(APP, report.formatted(hidden))));
        assertEquals(Change.Cause.UNPROCESSABLE, refused(world.create(APP, report.formatted("nothing"))));
        assertInstanceOf(Change.Result.Written.class, world.create(APP, report.formatted(shown)));
        assertInstanceOf(Change.Result.Written.class, world.create(PERSON, report.formatted(hidden)));
        assertEquals(List.of(), world.found(APP, "Patient", "_has:Observation:patient:_id=" + hidden));
        assertEquals(List.of(patient), world.found(PERSON, "Patient", "_has:Observation:patient:_id=" + hidden));
    }

    @Test
    void conditionsThatCantBeKeptAreNotUnderstood() {
        assertTrue(Granular.understood("Observation", LABORATORY));
        assertTrue(Granular.understood("Observation", "code=http://loinc.org|8867-4&status=final&date=ge2026"));
        for (var wrong : List.of("nothing=x", "code:wrong=x", "subject.name=dupont", "_has:Observation:patient:code=x", "value-quantity=5", "_sort=date", "_include=*", "_count=5", "%", "_lastUpdated=2026", "date=tomorrow", "&"))
            assertFalse(Granular.understood("Observation", wrong), wrong);
        assertFalse(Granular.understood("Patient", "family=du"));
        assertFalse(Granular.understood("Patient", "name:contains=dupont"));
        assertFalse(Granular.understood("AuditEvent", "type=x"));
        var odd = new Actor(1, 5, "pages", false, Set.of("user/Observation.rs?nothing=x"));
        assertEquals(List.of(), world.found(odd, "Observation", ""), "what no longer is understood is satisfied by nothing");
    }

    private static Change.Result delete(Actor actor, String id) {
        return world.write(actor, () -> List.of(new Change.Delete("", "Observation", id, Optional.empty())));
    }

    private static Record.Read version(Actor actor, String id, int version) {
        return world.record.version(permit(actor, Action.VREAD, id), version);
    }

    private static List<Integer> history(Actor actor, String id) {
        return ((Histories.Result.Page) world.record.history(List.of(permit(actor, Action.HISTORY, id)), "_count=10", Optional.empty())).versions().stream().map(Histories.Version::version).toList();
    }

    private static Permit permit(Actor actor, Action action, String id) {
        return switch (world.pass(actor, action, "Observation", id)) {
            case Permit p -> p;
            case Passage.Refused r -> throw new AssertionError(r.reasons().toString());
        };
    }
}
