package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;

/// What is hidden from somebody changes nothing for them: the same requests get the same answers in two hospitals that differ
/// only in what they may not see. Numbers that the server draws and times are compared by their place.
class NonInterferenceProperties {
    private static final Pattern DRAWN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\"lastUpdated\":\"[^\"]*\"");
    /// Patients who exist in the second hospital alone.
    private static final List<String> STRANGERS = List.of("q0", "q1");
    private static final int PATIENTS = 5;

    private final Map<String, Integer> answers = new HashMap<>();

    private record Somebody(Actor actor, Role role, Set<String> patients) {
        boolean hides(Hospital.Planned p) {
            if (HospitalRules.DIRECTORY_TYPES.contains(p.type())) return false;
            return p.patients().isEmpty() || !patients.containsAll(p.patients()) || labelled(p);
        }

        /// Nobody here is cleared for labels but a patient, whom none stops.
        boolean labelled(Hospital.Planned p) {
            return role != Role.PATIENT && p.versions().getLast().contains("'security'");
        }
    }

    @Test
    void whatIsHiddenChangesNoAnswer() {
        Dice.check(0, 4, dice -> twice(dice, 100));
        common();
    }

    @Test
    @Tag("long")
    void whatIsHiddenChangesNoAnswerAtLength() {
        Dice.check(1_000, 20, dice -> twice(dice, 250));
        common();
    }

    private void common() {
        for (var answer : List.of("present", "absent", "versions", "everything", "some", "none", "written", "kept", "NOT_FOUND", "UNPROCESSABLE"))
            assertTrue(answers.getOrDefault(answer, 0) > 1, answer + " is common: " + answers);
    }

    private void twice(Dice dice, int requests) {
        var plan = Hospital.plan(dice, PATIENTS, 30);
        var who = somebody(dice);
        var other = other(dice, plan, who);
        var programme = dice.below(Integer.MAX_VALUE);
        var first = run(plan, plan, who, programme, requests);
        var second = run(other, plan, who, programme, requests);
        for (int i = 0; i < requests; i++) {
            int at = i;
            assertEquals(first.get(i), second.get(i), () -> "request " + at + " of " + who + "\n" + plan + "\n" + other);
        }
    }

    private static Somebody somebody(Dice dice) {
        var all = IntStream.range(0, PATIENTS).mapToObj(i -> "p" + i).toList();
        return switch (dice.below(6)) {
            case 0 -> new Somebody(World.PATIENT, Role.PATIENT, Set.of(dice.one(all)));
            case 1, 2 -> new Somebody(new Actor(1, 5, "ward", false, Set.of("user/*.cruds")), Role.PHYSICIAN, dice.some(all, 50));
            default -> new Somebody(World.NURSE, Role.NURSE, dice.some(all, 60));
        };
    }

    /// The same hospital for `who`: hidden resources are gone, others, deleted or new.
    private static List<Hospital.Planned> other(Dice dice, List<Hospital.Planned> plan, Somebody who) {
        // what a List holds can't be missing: whoever sees the List would have had it refused
        var listed = plan.stream().filter(p -> p.type().equals("List")).flatMap(p -> p.versions().stream()).collect(Collectors.joining());
        Predicate<Hospital.Planned> held = p -> listed.contains("'" + p.reference() + "'");
        var needed = plan.stream().filter(held).flatMap(p -> p.patients().stream()).collect(Collectors.toSet());
        var gone = dice.some(plan.stream().filter(p -> p.type().equals("Patient") && !who.patients.contains(p.id()) && !needed.contains(p.id())).map(Hospital.Planned::id).toList(), 40);
        var other = new ArrayList<Hospital.Planned>();
        for (var p : plan) {
            boolean theirs = who.patients.containsAll(p.patients());
            boolean leaf = Set.of("Observation", "Condition", "Appointment", "RiskAssessment").contains(p.type());
            if (p.patients().stream().anyMatch(gone::contains) || who.hides(p) && leaf && !held.test(p) && dice.chance(40)) continue;
            if (!who.hides(p) || theirs && !p.patients().isEmpty() || dice.chance(40)) other.add(p);
            else other.add(new Hospital.Planned(p.type(), p.id(), p.patients(), dice.list(1, 3, () -> Hospital.other(dice, PATIENTS, p)), dice.chance(20)));
        }
        var strangers = new ArrayList<Hospital.Planned>();
        for (var s : STRANGERS) {
            strangers.add(stranger(dice, "Patient", s, s));
            for (int i = 0; i < 8; i++) strangers.add(stranger(dice, dice.one("Observation", "Condition", "Encounter", "Appointment", "RiskAssessment"), s + "-" + i, s));
        }
        other.addAll(6, strangers);
        return other;
    }

    private static Hospital.Planned stranger(Dice dice, String type, String id, String patient) {
        var empty = new Hospital.Planned(type, id, List.of(patient), List.of(), false);
        return new Hospital.Planned(type, id, List.of(patient), List.of(Hospital.other(dice, PATIENTS, empty)), false);
    }

    private List<String> run(List<Hospital.Planned> plan, List<Hospital.Planned> known, Somebody who, int programme, int requests) {
        try (var world = new World(programme % 2 == 0 ? Bounds.USUAL : new Bounds(2, 1_000, 5_000, 20_000, 1_000, 0))) {
            Hospital.write(world, World.LOADER, plan);
            var subjects = who.patients.stream().collect(Collectors.toMap(p -> p, world::subject));
            world.states(who.actor, World.account(who.role), who.role == Role.PATIENT ? Facts.own(new HashSet<>(subjects.values()))
                    : World.caring(subjects.values().stream().mapToLong(Long::longValue).toArray()));
            var drawn = new HashMap<String, String>();
            var dice = new Dice(programme);
            var pool = new Asked.Pool(Stream.concat(Hospital.ids(known).stream(), STRANGERS.stream()).toList(), List.of(), false);
            var said = new ArrayList<String>();
            for (int i = 0; i < requests; i++) said.add(same(request(world, dice, known, pool, who), drawn));
            return said;
        }
    }

    /// Without times, and with what the server drew numbered in order of appearance.
    private static String same(String answer, Map<String, String> drawn) {
        return DRAWN.matcher(TIME.matcher(answer).replaceAll("")).replaceAll(m -> drawn.computeIfAbsent(m.group(), d -> "drawn-" + drawn.size()));
    }

    private String request(World world, Dice dice, List<Hospital.Planned> known, Asked.Pool pool, Somebody who) {
        return switch (dice.below(10)) {
            case 8 -> {
                var type = dice.one("Patient", "Observation", "Condition", "Practitioner");
                yield dice.chance(50) ? "history of " + type + ": " + histories(world, who.actor, type) : "history of all: " + histories(world, who.actor, "Patient", "Observation", "Condition", "Encounter", "Organization");
            }
            case 9 -> {
                var patient = dice.chance(80) ? "p" + dice.below(PATIENTS) : dice.one("q0", "q1", "nobody");
                yield "everything of " + patient + ": " + everything(world, who.actor, patient);
            }
            case 0, 1 -> {
                var p = somewhere(dice, known);
                yield "read " + p.reference() + ": " + read(world, who.actor, p);
            }
            case 2 -> {
                var p = somewhere(dice, known);
                yield "history " + p.reference() + ": " + history(world, who.actor, p);
            }
            case 3, 4, 5 -> {
                var asked = Asked.random(dice, pool);
                yield "search " + asked.type() + "?" + asked.text() + ": " + search(world, who.actor, asked);
            }
            default -> {
                // the dice fall once, whatever the record does with the changes
                var changes = dice.list(1, dice.chance(70) ? 1 : 3, () -> change(dice, known, pool));
                yield "write " + changes.stream().map(Supplier::get).toList() + ": " + write(world, who.actor, changes);
            }
        };
    }

    /// A resource of the first hospital, of the second alone, or of none.
    private static Hospital.Planned somewhere(Dice dice, List<Hospital.Planned> known) {
        if (dice.chance(80)) return dice.one(known);
        var nobody = dice.one("q0", "q1", "nobody");
        return dice.chance(50) ? new Hospital.Planned("Patient", nobody, List.of(nobody), List.of(), false)
                : new Hospital.Planned(dice.one("Observation", "Condition"), nobody + "-" + dice.below(9), List.of(nobody), List.of(), false);
    }

    private String read(World world, Actor actor, Hospital.Planned p) {
        var read = world.read(actor, p.type(), p.id());
        count(read.isPresent() ? "present" : "absent");
        return read.map(r -> r instanceof Record.Read.Present present ? text(present.found()) : r.toString()).orElse("refused");
    }

    private String history(World world, Actor actor, Hospital.Planned p) {
        return switch (world.pass(actor, Action.HISTORY, p.type(), p.id())) {
            case Permit permit -> histories(world, List.of(permit));
            case Passage.Refused _ -> "refused";
        };
    }

    /// Of a type or of several, over all pages.
    private String histories(World world, Actor actor, String... types) {
        var permits = Stream.of(types).map(t -> world.gate.pass(World.ask(actor, Action.HISTORY, t))).filter(Permit.class::isInstance).map(Permit.class::cast).toList();
        if (permits.isEmpty()) return "refused";
        return histories(world, types.length == 1 ? permits : Stream.concat(Stream.of(permits.getFirst()), Stream.of(types).filter(t -> !t.equals(permits.getFirst().type()))
                .flatMap(t -> permits.getFirst().also(Action.HISTORY, t).stream())).toList());
    }

    private String histories(World world, List<Permit> permits) {
        var all = new ArrayList<String>();
        var cursor = Optional.<String>empty();
        do {
            var page = (Histories.Result.Page) world.record.history(permits, "_count=3", cursor);
            page.versions().forEach(v -> all.add(v.type() + "/" + v.id() + " " + v.version() + " " + v.found().map(NonInterferenceProperties::text).orElse("deleted")));
            all.add(page.next().isPresent() ? "next" : "end");
            cursor = page.next();
        } while (cursor.isPresent());
        if (all.size() > 4) count("versions");
        return all.toString();
    }

    private String everything(World world, Actor actor, String patient) {
        return switch (world.pass(actor, Action.SEARCH, "Patient", patient)) {
            case Passage.Refused _ -> "refused";
            case Permit permit when permit.standing().orElseThrow().deleted() -> "gone";
            case Permit permit -> {
                var all = new ArrayList<String>();
                var cursor = Optional.<String>empty();
                do {
                    var page = (Record.Search.Page) world.record.everything(permit, "_count=4", cursor);
                    page.all().forEach(f -> all.add(text(f)));
                    cursor = page.next();
                } while (cursor.isPresent());
                if (all.size() > 1) count("everything");
                yield all.toString();
            }
        };
    }

    private String search(World world, Actor actor, Asked asked) {
        var all = new ArrayList<String>();
        var cursor = Optional.<String>empty();
        do {
            switch (world.search(actor, asked.type(), asked.text(), cursor, asked.lenient())) {
                case Record.Search.Page page -> {
                    page.found().forEach(f -> all.add(text(f)));
                    page.included().forEach(f -> all.add("with " + text(f)));
                    all.add("total " + page.total() + (page.next().isPresent() ? " next" : " end"));
                    cursor = page.next();
                }
                case Record.Search.Refused refused -> throw new AssertionError(asked.text() + " " + refused);
            }
        } while (cursor.isPresent());
        count(all.size() > 1 ? "some" : "none");
        return all.toString();
    }

    private static Supplier<Change> change(Dice dice, List<Hospital.Planned> known, Asked.Pool pool) {
        var p = somewhere(dice, known);
        var type = dice.one("Observation", "Condition", "Appointment");
        var named = dice.chance(80) ? List.of(dice.one(pool.ids().stream().filter(id -> id.matches("[pq][0-9]|nobody")).toList())) : List.of("p0", "p" + dice.below(PATIENTS));
        var fresh = Hospital.other(dice, PATIENTS, new Hospital.Planned(type, "fresh", named, List.of(), false));
        var content = Hospital.other(dice, PATIENTS, p);
        var match = dice.chance(30) ? Optional.of(1 + dice.below(3)) : Optional.<Integer>empty();
        var same = known.stream().filter(k -> k.type().equals(type)).map(Hospital.Planned::id).toList();
        var asked = same.isEmpty() || dice.chance(40) ? condition(dice, pool, type) : "_id=" + dice.one(same);
        var once = dice.chance(75) ? Optional.of(asked) : Optional.<String>empty();
        return switch (dice.below(5)) {
            case 0, 1 -> () -> new Change.Create("", World.json(fresh), Optional.empty(), once);
            case 2, 3 -> () -> new Change.Update("", p.type(), p.id(), World.json(content), Optional.empty(), match);
            default -> () -> new Change.Delete("", p.type(), p.id(), match);
        };
    }

    /// A search of that type, as a condition of a create.
    private static String condition(Dice dice, Asked.Pool pool, String type) {
        while (true) {
            var asked = Asked.random(dice, pool);
            if (asked.type().equals(type)) return asked.text();
        }
    }

    private String write(World world, Actor actor, List<Supplier<Change>> changes) {
        return switch (world.write(actor, () -> changes.stream().map(Supplier::get).toList())) {
            case Change.Result.Written w -> {
                w.done().forEach(d -> count(d.kind() == Change.Kind.KEPT ? "kept" : "written"));
                yield w.done().stream().map(d -> d.kind() + " " + d.type() + "/" + d.id() + " " + d.version() + " " + new String(d.body(), StandardCharsets.UTF_8)).toList().toString();
            }
            case Change.Result.Rejected r -> {
                count(r.cause().name());
                yield r.cause() + " " + r.problems();
            }
        };
    }

    private void count(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    private static String text(Found found) {
        return found.type() + "/" + found.id() + " " + found.version() + " " + new String(found.body(), StandardCharsets.UTF_8);
    }
}
