package org.serment.server.clinic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// My units now: who lies where, and who has left.
///
/// @param posted whether the account works in any unit
/// @param left   who left a short while ago and is still in my care
record Ward(boolean posted, List<Unit> units, List<Lying> left, Optional<Search> search) {
    /// @param rooms     in the order of their names
    /// @param elsewhere present without a bed
    record Unit(String name, List<Room> rooms, List<Lying> elsewhere) {
        long occupied() {
            return beds().filter(b -> b.lying().isPresent()).count();
        }

        long free() {
            return beds().filter(b -> b.lying().isEmpty()).count();
        }

        private Stream<Bed> beds() {
            return rooms.stream().flatMap(r -> r.beds().stream());
        }
    }

    record Room(String name, List<Bed> beds) {}

    record Bed(String name, Optional<Lying> lying) {}

    /// Somebody of mine.
    ///
    /// @param when since when there, or when left
    /// @param away on leave for a while
    record Lying(String id, String name, String bornAs, String sex, String age, String when, String unit, Alert.Known allergies, List<Alert> known, Alert.Flags alerts, boolean away) {}

    /// What was searched for, and what was found.
    ///
    /// @param problem key of a text that says why nothing was searched; empty when it was
    record Search(String typed, String problem, List<Hit> hits, boolean more) {
        record Hit(String id, String name, String bornAs, String sex, String birth, String age, String record, String place, boolean dead) {}
    }

    /// Puts the ward together from what was read, by ids.
    static final class Making {
        private final Words words;
        private final Instant now;
        private final Map<String, Names> names = new HashMap<>();
        private final Map<String, List<Resource>> allergies = new HashMap<>();
        private final Map<String, List<Resource>> flags = new HashMap<>();
        private final boolean allergiesClosed;
        private final boolean flagsClosed;

        Making(Words words, Instant now, List<Resource> patients, Opening.Shelf allergies, Opening.Shelf flags) {
            this.words = words;
            this.now = now;
            for (var p : patients) names.put(p.id(), Names.of(p));
            sort(allergies.all(), "patient", this.allergies);
            sort(flags.all(), "subject", this.flags);
            allergiesClosed = allergies.closed();
            flagsClosed = flags.closed();
        }

        private static void sort(List<Resource> all, String member, Map<String, List<Resource>> by) {
            for (var each : all) each.leadsTo("Patient", member).ifPresent(id -> by.computeIfAbsent(id, _ -> new ArrayList<>()).add(each));
        }

        /// @param stays     of this unit, newest first
        /// @param locations of this unit: wards, rooms and beds
        Unit unit(String name, List<Resource> stays, List<Resource> locations) {
            var beds = new LinkedHashMap<String, Lying>();
            var elsewhere = new ArrayList<Lying>();
            var seen = new HashSet<String>();
            var known = new HashSet<String>();
            for (var l : locations) if (kind(l, "bd")) known.add(l.id());
            for (var stay : stays) {
                var patient = stay.leadsTo("Patient", "subject").filter(names::containsKey);
                if (patient.isEmpty() || !seen.add(patient.get())) continue;
                var lying = lying(patient.get(), stay, name, stay.when("period").from().isEmpty() ? "" : words.lately(stay.when("period"), now));
                var bed = bed(stay).filter(known::contains).filter(b -> !beds.containsKey(b));
                if (bed.isPresent()) beds.put(bed.get(), lying);
                else elsewhere.add(lying);
            }
            return new Unit(name, rooms(locations, beds), elsewhere.stream().sorted(Comparator.comparing(Lying::name)).toList());
        }

        boolean knows(Resource stay) {
            return stay.leadsTo("Patient", "subject").filter(names::containsKey).isPresent();
        }

        Lying left(Resource stay) {
            var patient = stay.leadsTo("Patient", "subject").orElse("");
            return lying(patient, stay, stay.text("serviceProvider", "display"), words.t("clinic.left-on", words.format().fhirDay(stay.text("period", "end"))));
        }

        private Lying lying(String id, Resource stay, String unit, String when) {
            var n = names.get(id);
            var a = allergiesClosed ? Alert.Allergies.CLOSED : Alert.Allergies.of(allergies.getOrDefault(id, List.of()), words);
            return new Lying(id, n.listed(), n.bornAs().orElse(""), words.sex(n.gender()), Words.age(n.birthDate(), now, words.texts()).orElse(""), when, unit, a.known(), a.few(words),
                    flagsClosed ? Alert.Flags.CLOSED : Alert.Flags.of(flags.getOrDefault(id, List.of()), words), stay.text("status").equals("onleave"));
        }

        private static List<Room> rooms(List<Resource> locations, Map<String, Lying> lying) {
            var names = new HashMap<String, String>();
            for (var l : locations) names.put(l.id(), l.text("name"));
            var rooms = new TreeMap<String, List<Bed>>();
            for (var bed : locations) {
                if (!kind(bed, "bd") || bed.text("status").equals("inactive")) continue;
                var room = bed.leadsTo("Location", "partOf").map(names::get).orElse(bed.text("partOf", "display"));
                rooms.computeIfAbsent(room, _ -> new ArrayList<>()).add(new Bed(bed.text("name"), Optional.ofNullable(lying.get(bed.id()))));
            }
            return rooms.entrySet().stream().map(e -> new Room(e.getKey(), e.getValue().stream().sorted(Comparator.comparing(Bed::name)).toList())).toList();
        }

        private static boolean kind(Resource location, String code) {
            return location.concept("physicalType").has(code);
        }
    }

    /// The bed of a stay now.
    static Optional<String> bed(Resource stay) {
        var places = stay.all("location").stream().filter(l -> !Set.of("planned", "reserved", "completed").contains(l.text("status"))).filter(l -> l.text("period", "end").isEmpty()).toList();
        return places.isEmpty() ? Optional.empty() : places.getLast().leadsTo("Location", "location");
    }
}
