package org.serment.server.clinic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Message;
import org.serment.kernel.identity.Actor;
import org.serment.server.care.Care;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.record.Record;
import org.serment.server.web.Format;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// `GET /patients`: the bed map of my units, who left, and the search among the patients whom I may see.
final class WardPage implements Page {
    static final String PRESENT = "arrived,triaged,in-progress,onleave";
    /// How long who left is listed: as long as the care relationship lasts.
    private static final Duration LATELY = Care.DEFAULT_GRACE;
    /// The alternatives that one search takes.
    private static final int MOST = 200;
    private static final int HITS = 30;

    private final Gate gate;
    private final Record record;
    private final Me me;
    private final Refused refused;
    private final Codes codes;
    private final InstantSource clock;

    WardPage(Gate gate, Record record, Me me, Refused refused, Codes codes, InstantSource clock) {
        this.gate = gate;
        this.record = record;
        this.me = me;
        this.refused = refused;
        this.codes = codes;
        this.clock = clock;
    }

    @Override
    public Reply reply(Visit visit) {
        if (!visit.signedIn().role().carer()) return Reply.otherRole();
        return switch (gate.pass(visit.ask(Action.SEARCH, "Encounter"))) {
            case Passage.Refused r when r.reasons().stream().allMatch(reason -> reason.message() == Message.NOT_IN_CARE) -> empty(visit);
            case Passage.Refused r -> refused.type(visit, r);
            case Permit permit -> page(visit, permit);
        };
    }

    /// Nobody is in my care: the beds are free, and the directory says which ones there are.
    private Reply empty(Visit visit) {
        return switch (gate.pass(visit.ask(Action.SEARCH, "Location"))) {
            case Passage.Refused r -> refused.type(visit, r);
            case Permit permit -> page(visit, permit);
        };
    }

    private Reply page(Visit visit, Permit permit) {
        var opening = new Opening(gate, record, permit);
        var words = Words.of(visit, codes);
        var ward = visit.parameter("q").map(typed -> searched(opening, words, visit, typed)).orElseGet(() -> ward(opening, words, visit.signedIn().actor()));
        return Reply.html(opening.release(), 200, "clinic/ward", ward);
    }

    private Ward ward(Opening opening, Words words, Actor actor) {
        var now = clock.instant();
        var mine = me.units(actor, now);
        var units = units(opening, actor, mine);
        if (units.isEmpty()) return new Ward(!mine.isEmpty(), List.of(), List.of(), Optional.empty());
        var organizations = Asking.references("Organization", units.keySet());
        var present = opening.search("Encounter", Asking.query("service-provider", organizations, "status", PRESENT, "_sort", "-date", "_count", "500")).all();
        var finished = opening.search("Encounter", Asking.query("service-provider", organizations, "status", "finished", "date", "ge" + now.minus(LATELY), "_sort", "-date", "_count", "100")).all();
        var locations = opening.search("Location", Asking.query("organization", organizations, "_count", "1000")).all();
        var here = ids(present.stream());
        var left = finished.stream().filter(e -> ended(e, now)).filter(e -> e.leadsTo("Patient", "subject").filter(id -> !here.contains(id)).isPresent()).toList();
        var ids = ids(Stream.concat(present.stream(), left.stream()));
        var making = about(opening, words, now, List.copyOf(ids).subList(0, Math.min(MOST, ids.size())));
        var shown = units.entrySet().stream().map(u -> making.unit(u.getValue(), of(present, u.getKey(), "serviceProvider"), of(locations, u.getKey(), "managingOrganization"))).toList();
        var seen = new LinkedHashSet<String>();
        return new Ward(true, shown, left.stream().filter(e -> seen.add(e.leadsTo("Patient", "subject").orElse(""))).filter(making::knows).map(making::left).toList(), Optional.empty());
    }

    private static boolean ended(Resource stay, Instant now) {
        return stay.when("period").last().filter(end -> end.isAfter(now.minus(LATELY)) && !end.isAfter(now)).isPresent();
    }

    private Ward.Making about(Opening opening, Words words, Instant now, List<String> ids) {
        if (ids.isEmpty()) return new Ward.Making(words, now, List.of(), Opening.Shelf.NOTHING, Opening.Shelf.NOTHING);
        var patients = opening.search("Patient", Asking.query("_id", String.join(",", ids), "_count", "1000")).all();
        var named = Asking.references("Patient", ids);
        var allergies = opening.search("AllergyIntolerance", Asking.query("patient", named, "_count", "1000"));
        var flags = opening.search("Flag", Asking.query("patient", named, "_count", "1000"));
        return new Ward.Making(words, now, patients, allergies, flags);
    }

    /// My units that the directory knows: their names by the ids of their Organizations.
    private Map<String, String> units(Opening opening, Actor actor, Map<Integer, String> mine) {
        if (mine.isEmpty()) return Map.of();
        var named = opening.search("Organization", Asking.query("name:exact", Asking.anyOf(mine.values().stream().distinct().toList()), "_count", "200")).all();
        var numbers = record.units(actor.tenant(), named.stream().map(o -> "Organization/" + o.id()).toList());
        var units = new HashMap<String, String>();
        for (var o : named) if (Optional.ofNullable(numbers.get("Organization/" + o.id())).filter(mine::containsKey).isPresent()) units.put(o.id(), o.text("name"));
        var sorted = new TreeMap<String, String>(Comparator.comparing((String id) -> units.get(id)).thenComparing(Comparator.naturalOrder()));
        sorted.putAll(units);
        return sorted;
    }

    private static List<Resource> of(List<Resource> all, String organization, String member) {
        return all.stream().filter(r -> r.leadsTo("Organization", member).filter(organization::equals).isPresent()).toList();
    }

    private static LinkedHashSet<String> ids(Stream<Resource> stays) {
        var ids = new LinkedHashSet<String>();
        stays.map(s -> s.leadsTo("Patient", "subject")).flatMap(Optional::stream).forEach(ids::add);
        return ids;
    }

    // ---- searching

    private Ward searched(Opening opening, Words words, Visit visit, String typed) {
        var now = clock.instant();
        if (typed.length() > 100) return with(typed, "clinic.search.long");
        var query = Asking.patients(typed, now.atZone(Format.ZONE).toLocalDate());
        if (query.isEmpty()) return with(typed, "clinic.search.empty");
        return switch (opening.ask("Patient", query + "&" + Asking.query("_count", Integer.toString(HITS)))) {
            case Opening.Answer.Refused r -> with(typed, r.problem().code().equals("too-short") ? "clinic.search.short" : "clinic.search.odd");
            case Opening.Answer.Found f -> new Ward(true, List.of(), List.of(), Optional.of(new Ward.Search(typed, "", hits(opening, words, f.shelf(), now), f.shelf().more())));
        };
    }

    private static Ward with(String typed, String problem) {
        return new Ward(true, List.of(), List.of(), Optional.of(new Ward.Search(typed, problem, List.of(), false)));
    }

    private static List<Ward.Search.Hit> hits(Opening opening, Words words, Opening.Shelf found, Instant now) {
        if (found.all().isEmpty()) return List.of();
        var ids = found.all().stream().map(Resource::id).toList();
        var places = new HashMap<String, String>();
        for (var stay : opening.search("Encounter", Asking.query("patient", Asking.references("Patient", ids), "status", PRESENT, "_sort", "date", "_count", "200")).all())
            stay.leadsTo("Patient", "subject").ifPresent(id -> places.put(id, place(stay)));
        return found.all().stream().map(Names::of).sorted(Comparator.comparing(Names::listed)).map(n -> new Ward.Search.Hit(n.id(), n.listed(), n.bornAs().orElse(""), words.sex(n.gender()),
                words.format().fhir(n.birthDate()), n.dead() ? "" : Words.age(n.birthDate(), now, words.texts()).orElse(""), n.record(), places.getOrDefault(n.id(), ""), n.dead())).toList();
    }

    /// Unit and bed in one line.
    static String place(Resource stay) {
        var parts = new ArrayList<String>();
        parts.add(stay.text("serviceProvider", "display"));
        if (Ward.bed(stay).isPresent()) parts.add(stay.all("location").getLast().text("location", "display"));
        return String.join(", ", parts.stream().filter(p -> !p.isEmpty()).toList());
    }
}
