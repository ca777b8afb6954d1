package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Role;

class RecordIT {
    static final World world = new World();

    @AfterAll
    static void end() {
        world.close();
    }

    static String patient(String family) {
        return "{'resourceType':'Patient','name':[{'family':'" + family + "','given':['Léa']}],'birthDate':'1980-05-17','gender':'female',"
                + "'identifier':[{'system':'urn:oid:1.2','value':'" + family + "-1'}]}";
    }

    static String observation(String patient, String code, String at) {
        return "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'" + code + "'}]},"
                + "'subject':{'reference':'Patient/" + patient + "'},'effectiveDateTime':'" + at + "','valueQuantity':{'value':37.50,'unit':'Cel'}}";
    }

    @Test
    void aResourceIsCreatedReadChangedAndDeleted() {
        var made = world.created(patient("Moreau"));
        assertEquals(1, made.version());
        var read = assertInstanceOf(Record.Read.Present.class, world.read(World.LOADER, "Patient", made.id()).orElseThrow());
        var text = new String(read.found().body(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("{\"resourceType\":\"Patient\",\"id\":\"" + made.id() + "\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\""), text);
        assertEquals(made.id(), read.found().id());

        var stale = world.update(World.LOADER, "Patient", made.id(), patient("Morel").replace("'Patient',", "'Patient','id':'" + made.id() + "',"), Optional.of(7));
        assertEquals(Change.Cause.PRECONDITION, assertInstanceOf(Change.Result.Rejected.class, stale).cause());
        var changed = world.update(World.LOADER, "Patient", made.id(), patient("Morel").replace("'Patient',", "'Patient','id':'" + made.id() + "',"), Optional.of(1));
        assertEquals(2, assertInstanceOf(Change.Result.Written.class, changed).done().getFirst().version());
        assertEquals(List.of(), world.found(World.LOADER, "Patient", "family=moreau"));
        assertEquals(List.of(made.id()), world.found(World.LOADER, "Patient", "family=MOREL&birthdate=1980"));

        var gone = world.write(World.LOADER, () -> List.of(new Change.Delete("", "Patient", made.id(), Optional.empty())));
        assertEquals(3, assertInstanceOf(Change.Result.Written.class, gone).done().getFirst().version());
        assertInstanceOf(Record.Read.Gone.class, world.read(World.LOADER, "Patient", made.id()).orElseThrow());
        assertEquals(List.of(), world.found(World.LOADER, "Patient", "family=morel"));
        var history = (Histories.Result.Page) world.record.history(List.of((org.serment.server.gate.Permit) world.pass(World.LOADER, Action.HISTORY, "Patient", made.id())), "_count=10", Optional.empty());
        assertEquals(List.of(3, 2, 1), history.versions().stream().map(Histories.Version::version).toList());
        assertTrue(history.versions().getFirst().found().isEmpty());
    }

    /// Small bodies come with their standing, large ones after it; where nothing is, what was read in its place isn't shown.
    @Test
    void bodiesOfAnySizeAreReadAndWhatIsAbsentIsNot() {
        var dice = new Random(5);
        for (int size : new int[] {10, 5_000, 40_000}) {
            var text = Stream.generate(() -> Integer.toString(dice.nextInt(), 36)).limit(size / 6 + 1).collect(Collectors.joining());
            var made = world.created("{'resourceType':'Organization','name':'" + text + "'}");
            var read = assertInstanceOf(Record.Read.Present.class, world.read(World.LOADER, "Organization", made.id()).orElseThrow());
            assertEquals(text, read.found().resource().path("name").stringValue());
            assertEquals(Optional.empty(), world.read(World.LOADER, "Organization", "absent-" + size));
        }
    }

    @Test
    void aTransactionResolvesItsOwnReferencesAndLandsWholeOrNotAtAll() {
        var practitioner = world.created("{'resourceType':'Practitioner','identifier':[{'system':'urn:x','value':'rpps-77'}]}");
        var result = world.write(World.LOADER, () -> List.of(
                new Change.Create("Bundle.entry[0]", World.json(patient("Lefevre")), Optional.of("urn:uuid:p"), Optional.empty()),
                new Change.Create("Bundle.entry[1]", World.json("{'resourceType':'Encounter','status':'finished','class':{'code':'IMP'},'subject':{'reference':'urn:uuid:p'},"
                        + "'participant':[{'individual':{'reference':'Practitioner?identifier=urn:x|rpps-77'}}]}"), Optional.of("urn:uuid:e"), Optional.empty()),
                new Change.Create("Bundle.entry[2]", World.json(observation("x", "8310-5", "2024-01-02T10:00:00Z").replace("Patient/x", "urn:uuid:p")), Optional.empty(), Optional.empty())));
        var done = assertInstanceOf(Change.Result.Written.class, result, result::toString).done();
        var id = done.getFirst().id();
        assertEquals(List.of(done.get(1).id()), world.found(World.LOADER, "Encounter", "patient=" + id));
        assertEquals(List.of(done.get(1).id()), world.found(World.LOADER, "Encounter", "participant=Practitioner/" + practitioner.id()));
        assertEquals(List.of(done.get(2).id()), world.found(World.LOADER, "Observation", "subject=Patient/" + id + "&code=http://loinc.org|8310-5"));

        var before = world.found(World.LOADER, "Patient", "family=Perdu").size();
        var broken = world.write(World.LOADER, () -> List.of(
                new Change.Create("Bundle.entry[0]", World.json(patient("Perdu")), Optional.of("urn:uuid:p"), Optional.empty()),
                new Change.Create("Bundle.entry[1]", World.json(observation("x", "8310-5", "2024-01-02").replace("Patient/x", "urn:uuid:nobody")), Optional.empty(), Optional.empty())));
        var rejected = assertInstanceOf(Change.Result.Rejected.class, broken);
        assertEquals(Change.Cause.INVALID, rejected.cause());
        assertEquals("Bundle.entry[1].resource", rejected.problems().getFirst().path());
        assertEquals(before, world.found(World.LOADER, "Patient", "family=Perdu").size());
    }

    @Test
    void aNurseSeesHerPatientsAndNoOthersByAnyWay() {
        var mine = world.created(patient("Garnier"));
        var other = world.created(patient("Garnierot"));
        var seen = world.created(observation(mine.id(), "8867-4", "2024-03-01"));
        var hidden = world.created(observation(other.id(), "8867-4", "2024-03-02"));
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(mine.id())));
        assertInstanceOf(Record.Read.Present.class, world.read(World.NURSE, "Observation", seen.id()).orElseThrow());
        assertEquals(Optional.empty(), world.read(World.NURSE, "Observation", hidden.id()));
        assertEquals(Optional.empty(), world.read(World.NURSE, "Observation", "no-such"));
        assertEquals(List.of(mine.id()), world.found(World.NURSE, "Patient", "family=garnier"));
        assertEquals(List.of(mine.id()), world.found(World.NURSE, "Patient", ""));
        assertEquals(List.of(seen.id()), world.found(World.NURSE, "Observation", "code=8867-4"));
        assertEquals(List.of(seen.id()), world.found(World.NURSE, "Observation", "date=ge2024&_sort=-date"));
        assertEquals(List.of(), world.found(World.NURSE, "Observation", "patient=" + other.id()));
        assertEquals(List.of(), world.found(World.NURSE, "Observation", "_id=" + hidden.id()));

        var written = world.create(World.NURSE, observation(mine.id(), "8310-5", "2024-04-01"));
        assertInstanceOf(Change.Result.Written.class, written);
        var hiddenReference = world.create(World.NURSE, observation(other.id(), "8310-5", "2024-04-01"));
        var absentReference = world.create(World.NURSE, observation("no-such", "8310-5", "2024-04-01"));
        assertEquals(((Change.Result.Rejected) hiddenReference).problems(), ((Change.Result.Rejected) absentReference).problems());
        assertEquals(Change.Cause.NOT_FOUND, ((Change.Result.Rejected) world.update(World.NURSE, "Patient", "made-up", patient("X").replace("'Patient',", "'Patient','id':'made-up',"), Optional.empty())).cause());
        assertEquals(Change.Cause.NOT_FOUND, ((Change.Result.Rejected) world.update(World.NURSE, "Patient", other.id(), patient("X").replace("'Patient',", "'Patient','id':'" + other.id() + "',"), Optional.empty())).cause());
    }

    @Test
    void aResourceOfSeveralPatientsNeedsAllOfThemInCare() {
        var a = world.created(patient("Premier"));
        var b = world.created(patient("Second"));
        var shared = world.created("{'resourceType':'Appointment','status':'booked','participant':["
                + "{'actor':{'reference':'Patient/" + a.id() + "'},'status':'accepted'},{'actor':{'reference':'Patient/" + b.id() + "'},'status':'accepted'}]}");
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(a.id())));
        assertEquals(Optional.empty(), world.read(World.NURSE, "Appointment", shared.id()));
        assertEquals(List.of(), world.found(World.NURSE, "Appointment", "status=booked"));
        assertEquals(List.of(), world.found(World.NURSE, "Appointment", "patient=" + a.id()));
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(a.id()), world.subject(b.id())));
        assertInstanceOf(Record.Read.Present.class, world.read(World.NURSE, "Appointment", shared.id()).orElseThrow());
        assertEquals(List.of(shared.id()), world.found(World.NURSE, "Appointment", "status=booked"));
        assertEquals(List.of(shared.id()), world.found(World.NURSE, "Appointment", "patient=" + a.id()));
    }

    @Test
    void pagesHoldEveryResourceOnceInEveryOrder() {
        var p = world.created(patient("Pagenot"));
        var ids = IntStream.range(0, 57).mapToObj(i -> world.created(observation(p.id(), "8480-6", "2023-01-%02d".formatted(1 + i % 28))).id()).toList();
        for (var sort : List.of("", "&_sort=date", "&_sort=-date", "&_sort=_lastUpdated", "&_sort=-_lastUpdated", "&_sort=_id", "&_sort=-code")) {
            var seen = new ArrayList<String>();
            Optional<String> cursor = Optional.empty();
            do {
                var page = assertInstanceOf(Record.Search.Page.class, world.search(World.LOADER, "Observation", "patient=" + p.id() + "&_count=10" + sort, cursor));
                page.found().forEach(f -> seen.add(f.id()));
                cursor = page.next();
            } while (cursor.isPresent());
            assertEquals(57, seen.size(), sort);
            assertEquals(new HashSet<>(ids), new HashSet<>(seen), sort);
        }
        var oldestFirst = world.found(World.LOADER, "Observation", "patient=" + p.id() + "&_sort=_lastUpdated&_count=3");
        assertEquals(ids.subList(0, 3), oldestFirst);
    }

    @Test
    void aLargeTransactionIsFoundLikeSmallOnes() {
        var a = world.created(patient("Grandin"));
        var b = world.created(patient("Grandet"));
        var place = world.created("{'resourceType':'Location','name':'Salle basse'}");
        var written = world.write(World.LOADER, () -> {
            var changes = new ArrayList<Change>();
            for (int i = 0; i < 150; i++)
                changes.add(new Change.Create("Bundle.entry[" + i + "]", World.json(observation(a.id(), "2708-6", "2022-02-%02d".formatted(1 + i % 28))), Optional.empty(), Optional.empty()));
            changes.add(new Change.Create("Bundle.entry[150]", World.json("{'resourceType':'Appointment','status':'fulfilled','participant':["
                    + "{'actor':{'reference':'Patient/" + a.id() + "'},'status':'accepted'},{'actor':{'reference':'Patient/" + b.id() + "'},'status':'accepted'}]}"), Optional.empty(), Optional.empty()));
            changes.add(new Change.Update("Bundle.entry[151]", "Location", place.id(), World.json("{'resourceType':'Location','id':'" + place.id() + "','name':'Salle haute'}"), Optional.empty(), Optional.of(1)));
            return changes;
        });
        var done = assertInstanceOf(Change.Result.Written.class, written, written::toString).done();
        assertEquals(150, world.found(World.LOADER, "Observation", "subject=Patient/" + a.id() + "&code=2708-6&date=2022-02&_count=200").size());
        assertEquals(List.of(done.get(150).id()), world.found(World.LOADER, "Appointment", "patient=" + b.id() + "&status=fulfilled"));
        assertEquals(List.of(place.id()), world.found(World.LOADER, "Location", "name=salle haute"));
        assertEquals(List.of(), world.found(World.LOADER, "Location", "name=salle basse"));
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(a.id())));
        assertEquals(150, world.found(World.NURSE, "Observation", "code=2708-6&_count=200").size());
        assertEquals(List.of(), world.found(World.NURSE, "Appointment", "status=fulfilled"));
    }

    @Test
    void timesFarAwayAreOrdinaryTimes() {
        var made = world.created("{'resourceType':'Basic','code':{'text':'x'}}");
        for (var query : List.of("le2040-01-01", "le9999", "ge1900-01-01", "gt0001", "ne1850"))
            assertTrue(world.found(World.LOADER, "Basic", "_lastUpdated=" + query).contains(made.id()), query);
        for (var query : List.of("ge2040-01-01", "lt1900", "eq1850"))
            assertEquals(List.of(), world.found(World.LOADER, "Basic", "_lastUpdated=" + query), query);
    }

    @Test
    void unknownParametersAreRefusedByName() {
        var refused = assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, "Patient", "famly=x", Optional.empty()));
        assertTrue(refused.problem().message().contains("famly"));
        assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, "Patient", "family:containing=abc", Optional.empty()));
        assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, "Patient", "family=ab", Optional.empty()));
        assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, "Patient", "birthdate=yesterday", Optional.empty()));
    }

    @Test
    void whatALenientCallerAsksAndIsNotKnownIsLeftOutAndSaid() {
        var made = world.created(patient("Souplesse"));
        var permit = (org.serment.server.gate.Permit) world.gate.pass(World.ask(World.LOADER, Action.SEARCH, "Patient"));
        var page = assertInstanceOf(Record.Search.Page.class, world.record.search(permit, "family=souplesse&famly=x&gender:in=urn:v&_count=1", Optional.empty(), true));
        assertEquals(List.of(made.id()), page.found().stream().map(Found::id).toList());
        assertEquals("family=souplesse&_count=1", page.query());
        assertEquals(2, page.notes().size());
        assertTrue(page.notes().getFirst().message().contains("famly"));
        // a value that is none is no question of leniency
        assertInstanceOf(Record.Search.Refused.class, world.record.search(permit, "birthdate=yesterday", Optional.empty(), true));
    }

    @Test
    void modifiersThatAreNotKnownAreRefusedByName() {
        for (var query : List.of("gender:in=http://x", "gender:text=male", "gender:above=x", "family:below=x", "_profile:contains=x", "birthdate:not=2000", "identifier:of-type=a|b", "identifier=a|b|c",
                "name:missing=maybe", "general-practitioner:Patient=x", "_text=x", "_content=x"))
            assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, "Patient", query, Optional.empty()), query);
        assertEquals(List.of(), world.found(World.LOADER, "Patient", "_id:missing=true"));
    }

    @Test
    void chainsGoNoFurtherThanTheCallerSees() {
        var mine = world.created(patient("Chainier"));
        var other = world.created(patient("Chaineux"));
        var seen = world.created(observation(mine.id(), "3141-9", "2024-03-01"));
        world.created(observation(other.id(), "3141-9", "2024-03-02"));
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(mine.id())));
        assertEquals(List.of(seen.id()), world.found(World.NURSE, "Observation", "code=3141-9&patient.family=chainier"));
        assertEquals(List.of(), world.found(World.NURSE, "Observation", "code=3141-9&subject:Patient.family=chaineux"));
        assertEquals(List.of(mine.id()), world.found(World.NURSE, "Patient", "_has:Observation:patient:code=3141-9"));
        assertEquals(2, world.found(World.LOADER, "Patient", "_has:Observation:patient:code=3141-9").size());
        // the admissions desk sees patients and no observations
        var desk = new org.serment.kernel.identity.Actor(1, 44, "desk", false, Set.of("user/*.cruds"));
        world.states(desk, World.account(Role.ADMISSIONS));
        assertEquals(List.of(other.id()), world.found(desk, "Patient", "family=chaineux"));
        assertEquals(List.of(), world.found(desk, "Patient", "family=chaineux&_has:Observation:patient:code=3141-9"));
        assertEquals(List.of(), world.found(desk, "Patient", "family=chaineux&_has:Observation:patient:code=nothing"));
    }

    @Test
    void aListHoldsWhatItNames() {
        var a = world.created(patient("Listier"));
        world.created(patient("Listeux"));
        var list = world.created("{'resourceType':'List','status':'current','mode':'working','subject':{'reference':'Patient/" + a.id() + "'},'entry':[{'item':{'reference':'Patient/" + a.id() + "'}}]}");
        assertEquals(List.of(a.id()), world.found(World.LOADER, "Patient", "family=list&_list=" + list.id()));
        assertEquals(List.of(), world.found(World.LOADER, "Patient", "family=list&_list=none"));
    }

    @Test
    void chainsThatMeanNothingAreRefusedByName() {
        for (var query : List.of("subject:Patient.famly=x", "status.code=x", "subject:Practitioner.name=x", "focus.name=x", "_has:Observation:code:status=x", "_has:Nothing:a:b=x", "_has:Observation=x",
                "encounter.subject:Patient.general-practitioner:Practitioner._has:Encounter:practitioner:status=x", "_list=$current-problems", "subject:Patient.=x"))
            assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, "Observation", query, Optional.empty()), query);
        assertEquals(List.of(), world.found(World.LOADER, "Observation", "encounter.subject:Patient.general-practitioner:Practitioner.name=nobody"));
    }
}
