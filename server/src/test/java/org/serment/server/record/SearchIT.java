package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;

/// What a search brings along, counts and shows; its bounds are small, so that they are met.
class SearchIT {
    static World world;
    static String mine, other, stay;
    static List<String> observations;

    @BeforeAll
    static void hospital() {
        world = new World(new Bounds(1, 2, 3, 4, 2, 3));
        mine = world.created("{'resourceType':'Patient','name':[{'family':'Compagnon'}],'gender':'female','birthDate':'1970-01-01','text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>x</div>'}}".replace("\\'", "\\\"")).id();
        other = world.created("{'resourceType':'Patient','name':[{'family':'Compagnie'}]}").id();
        stay = world.created("{'resourceType':'Encounter','status':'finished','class':{'code':'IMP'},'subject':{'reference':'Patient/" + mine + "'}}").id();
        observations = java.util.stream.IntStream.range(0, 5).mapToObj(i -> world.created("{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'urn:c','code':'c" + i % 2 + "'}]},"
                + "'subject':{'reference':'Patient/" + mine + "'},'encounter':{'reference':'Encounter/" + stay + "'},'valueQuantity':{'value':" + i + "}}").id()).toList();
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static Record.Search.Page page(Actor actor, String type, String query) {
        return assertInstanceOf(Record.Search.Page.class, world.search(actor, type, query, Optional.empty()), query);
    }

    private static String refused(String type, String query) {
        return assertInstanceOf(Record.Search.Refused.class, world.search(World.LOADER, type, query, Optional.empty()), query).problem().code();
    }

    private static String text(Found f) {
        return new String(f.body(), StandardCharsets.UTF_8);
    }

    @Test
    void whatComesAlongIsCappedAndSaid() {
        var page = page(World.LOADER, "Observation", "_id=" + observations.getFirst() + "&_include=Observation:subject&_include=Observation:encounter");
        assertEquals(2, page.included().size());
        assertEquals(List.of(), page.notes());
        var more = page(World.LOADER, "Patient", "_id=" + mine + "&_revinclude=Observation:subject");
        assertEquals(2, more.included().size());
        assertEquals("incomplete", more.notes().getFirst().code());
        assertEquals(Set.of("Observation"), new java.util.HashSet<>(more.included().stream().map(Found::type).toList()));
    }

    @Test
    void whatComesAlongIsInTheJournalOfItsPatient() {
        var page = page(World.LOADER, "Observation", "_id=" + observations.getFirst() + "&_include=Observation:subject");
        assertEquals(List.of("Observation/" + observations.getFirst(), "Patient/" + mine), Record.touched(page).getFirst().what());
        assertEquals(List.of("Observation", "Patient"), page.permits().stream().map(Permit::type).toList());
    }

    @Test
    void nothingComesAlongThatItsTypeWouldNotShow() {
        var desk = new Actor(1, 45, "desk", false, Set.of("user/*.cruds"));
        world.states(desk, World.account(Role.ADMISSIONS));
        assertEquals(List.of(), page(desk, "Patient", "_id=" + mine + "&_revinclude=Observation:subject").included());
        assertEquals(List.of("Encounter"), page(desk, "Patient", "_id=" + mine + "&_revinclude=Encounter:subject").included().stream().map(Found::type).toList());
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(other)));
        assertEquals(List.of(), page(World.NURSE, "Patient", "_revinclude=Observation:subject&_revinclude=Encounter:subject").included());
    }

    @Test
    void totalsAreExactOrTooCostly() {
        assertEquals(Optional.of(3L), page(World.LOADER, "Observation", "code=c0&_total=accurate&_count=1").total());
        assertEquals(Optional.empty(), page(World.LOADER, "Observation", "code=c0&_count=1").total());
        var count = page(World.LOADER, "Observation", "subject=Patient/" + mine + "&_summary=count");
        assertEquals(Optional.of(5L), count.total());
        assertEquals(List.of(), count.found());
        assertEquals(Set.of(world.subject(mine)), count.asked());
        assertEquals(Optional.of(2L), page(World.LOADER, "Observation", "code=c1&_count=0").total());
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(other)));
        assertEquals(Optional.of(0L), page(World.NURSE, "Observation", "_summary=count").total());
        assertEquals(Optional.of(1L), page(World.LOADER, "Patient", "family:contains=gnon&_total=accurate&_count=1").total());
    }

    @Test
    void boundsAreRefusedAndNeverCut() {
        assertEquals("too-costly", refused("Observation", "_sort=code"));
        assertEquals("too-costly", refused("Observation", "_sort=code,status,category,date,method,subject"));
        assertEquals(3, page(World.LOADER, "Observation", "code=c0&_sort=-value-quantity,date").found().size());
        // five resources would have to be opened for the leg, three are allowed
        for (int i = 0; i < 5; i++) world.created("{'resourceType':'Location','name':'Salle " + i + "','description':'x'}");
        world.created("{'resourceType':'HealthcareService','location':[{'reference':'Location/" + world.found(World.LOADER, "Location", "name=salle").getFirst() + "'}]}");
        assertEquals("too-costly", refused("HealthcareService", "location.name:contains=alle"));
    }

    @Test
    void partsOfResourcesAreMarked() {
        var summary = text(page(World.LOADER, "Patient", "_id=" + mine + "&_summary=true").found().getFirst());
        assertTrue(summary.contains("SUBSETTED") && summary.contains("Compagnon") && !summary.contains("<div"), summary);
        var data = text(page(World.LOADER, "Patient", "_id=" + mine + "&_summary=data").found().getFirst());
        assertTrue(data.contains("Compagnon") && !data.contains("<div"), data);
        var narrative = text(page(World.LOADER, "Patient", "_id=" + mine + "&_summary=text").found().getFirst());
        assertTrue(narrative.contains("<div") && !narrative.contains("Compagnon"), narrative);
        var elements = text(page(World.LOADER, "Observation", "_id=" + observations.getFirst() + "&_elements=value").found().getFirst());
        assertTrue(elements.contains("valueQuantity") && elements.contains("\"status\"") && elements.contains("SUBSETTED") && !elements.contains("subject"), elements);
        assertFalse(text(page(World.LOADER, "Patient", "_id=" + mine + "&_summary=false").found().getFirst()).contains("SUBSETTED"));
    }

    @Test
    void controlsThatMeanNothingAreRefusedByName() {
        for (var query : List.of("_total=yes", "_summary=maybe", "_elements=famly", "_elements=name&_summary=true", "_include=Patient", "_include=Patient:name", "_include=Patient:general-practitioner:Nothing",
                "_revinclude=*", "_include:recurse=*", "_count=-1", "_sort=famly", "_sort=_text", "_sort=name&_sort=family", "_summary=text&_include=*", "_contained=true", "_filter=x"))
            refused("Patient", query);
    }

    /// With more targets than are named, candidates are probed: each probe carries the plan of its own type.
    @Test
    void aProbeSeesNothingThatIsHidden() {
        var label = "'meta':{'security':[{'system':'urn:label','code':'R'}]},";
        var patients = java.util.stream.IntStream.range(0, 4).mapToObj(i -> world.created("{'resourceType':'Patient','name':[{'family':'Sondage'}]}").id()).toList();
        for (int i = 0; i < 4; i++) {
            // the first patient's stay and measure are labelled, of the third the nurse takes no care
            var hidden = i == 0 ? label : "";
            var within = world.created("{'resourceType':'Encounter'," + hidden + "'status':'onleave','class':{'code':'IMP'},'subject':{'reference':'Patient/" + patients.get(i) + "'}}").id();
            world.created("{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patients.get(i) + "'},'encounter':{'reference':'Encounter/" + within + "'}}");
            world.created("{'resourceType':'Observation'," + hidden + "'status':'amended','code':{'text':'x'},'subject':{'reference':'Patient/" + patients.get(i) + "'}}");
        }
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(patients.get(0)), world.subject(patients.get(1)), world.subject(patients.get(3))));
        assertEquals(Set.of(patients.get(1), patients.get(3)), Set.copyOf(world.found(World.NURSE, "Patient", "_has:Observation:patient:status=amended")));
        assertEquals(Set.of(patients.get(1), patients.get(3)), Set.copyOf(world.found(World.NURSE, "Patient", "_has:Encounter:patient:status=onleave")));
        assertEquals(2, world.found(World.NURSE, "Observation", "encounter:Encounter.status=onleave").size());
        assertEquals(4, world.found(World.LOADER, "Observation", "encounter:Encounter.status=onleave").size());
        // a deleted target is none, not even of a condition that asks for what is not there
        var left = world.created("{'resourceType':'Encounter','status':'cancelled','class':{'code':'AMB'},'subject':{'reference':'Patient/" + patients.get(3) + "'}}").id();
        world.created("{'resourceType':'Condition','subject':{'reference':'Patient/" + patients.get(3) + "'},'encounter':{'reference':'Encounter/" + left + "'}}");
        assertEquals(1, world.found(World.LOADER, "Condition", "encounter.type:missing=true").size());
        world.write(World.LOADER, () -> List.of(new Change.Delete("", "Encounter", left, Optional.empty())));
        assertEquals(List.of(), world.found(World.LOADER, "Condition", "encounter.type:missing=true"));
    }

    @Test
    void identifiersAreFoundByTheirType() {
        var made = world.created("{'resourceType':'Patient','identifier':[{'system':'urn:h','value':'4|2','type':{'coding':[{'system':'urn:t','code':'MR'}]}}]}").id();
        assertEquals(List.of(made), world.found(World.LOADER, "Patient", "identifier:of-type=urn:t|MR|4\\|2"));
        assertEquals(List.of(), world.found(World.LOADER, "Patient", "identifier:of-type=urn:t|SS|4\\|2"));
        assertEquals(List.of(made), world.found(World.LOADER, "Patient", "identifier=urn:h|4\\|2"));
    }

    /// PostgreSQL makes no join and no table of a probe: either would read what the caller may not see.
    @Test
    void aProbeIsALookUp() {
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(mine)));
        for (var query : List.of("Observation?code:not=c1", "Observation?status=final&code=c0", "Observation?encounter:Encounter.status:not=planned", "Patient?_has:Observation:patient:code:not=nothing",
                "Observation?code-value-quantity=c0$2&date:missing=true", "Observation?value-quantity=gt1", "Observation?date=ge2000&_lastUpdated=ge2000")) {
            for (var who : List.of(World.LOADER, World.NURSE)) {
                var type = query.substring(0, query.indexOf('?'));
                var permit = (Permit) world.gate.pass(World.ask(who, Action.SEARCH, type));
                var understood = assertInstanceOf(QueryReader.Result.Understood.class, QueryReader.read(type, query.substring(type.length() + 1)));
                var reader = new Searching.Reader() {
                    @Override
                    public <T> T read(Part<T> part) {
                        return world.test.database().read(part);
                    }
                };
                var finder = new Finder(world.vault, reader, new Permits(permit), world.vault.index(1).hasher(), new Bounds(0, 2, 3, 4, 2, 0));
                var sought = finder.seek(permit, understood.query().all());
                var s = SearchSql.page(1, sought.scope(), sought.shape(), new SearchSql.Order.Newest(), Optional.empty(), 20);
                var plan = String.join("\n", reader.read(Part.list("explain " + s.sql(), r -> r.getString(1), s.binds().toArray())));
                for (var sign : List.of("hashed", "Semi Join", "Anti Join", "Hash Join", "Merge Join", "Seq Scan", "Materialize")) assertFalse(plan.contains(sign), () -> query + "\n" + plan);
            }
        }
    }
}
