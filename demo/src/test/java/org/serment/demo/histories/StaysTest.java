package org.serment.demo.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.serment.kernel.identity.PatientTraits.Sex;
import tools.jackson.databind.JsonNode;

class StaysTest {

    private static final LocalDate DAY = LocalDate.of(2025, 1, 1);
    private static final List<String> CONDITIONS = List.of("Chronic congestive heart failure (disorder)", "Asthma (disorder)",
            "Normal pregnancy", "Malignant neoplasm of breast (disorder)", "Seizure disorder", "Chronic kidney disease stage 3 (disorder)");

    private final People people = new People(3, Lists.read());

    @Test
    void aboutAQuarterOfTheLivingLieInBedsOfTheirOwn() {
        for (int count : new int[] {2, 5, 20, 100, 1_000}) {
            List<Inhabitant> inhabitants = inhabitants(count);
            long living = inhabitants.stream().filter(Inhabitant::living).count();
            List<Stays.Stay> stays = Stays.choose(hospital(count), DAY, inhabitants);
            assertEquals(Stays.wanted((int) living), stays.size());
            assertEquals(stays.size(), stays.stream().map(stay -> stay.bed().number()).distinct().count());
            assertEquals(stays.size(), stays.stream().map(stay -> stay.patient().id()).distinct().count());
            assertTrue(stays.stream().allMatch(stay -> stay.patient().living()));
            Set<String> units = stays.stream().map(stay -> stay.bed().unit().code()).collect(Collectors.toSet());
            assertTrue(units.containsAll(Set.of(Hospital.CARDIOLOGY, Hospital.PNEUMOLOGY)), count + ": " + units);
        }
        assertTrue(Stays.wanted(100) >= 20);
    }

    @Test
    void unitsTakeWhomTheySuit() {
        List<Stays.Stay> stays = Stays.choose(hospital(200), DAY, inhabitants(200));
        Set<String> units = new HashSet<>();
        for (Stays.Stay stay : stays) {
            int age = stay.patient().age(DAY);
            String unit = stay.bed().unit().name();
            units.add(unit);
            switch (unit) {
                case "Gériatrie" -> assertTrue(age >= 75);
                case "Pédiatrie" -> assertTrue(age < 16);
                case "Maternité" -> assertTrue(stay.patient().female() && age < 43);
                case "Cardiologie" -> assertTrue(stay.reasons().getFirst().path("text").asString().contains("heart"));
                case String other -> { }
            }
        }
        assertEquals(10, units.size(), units.toString());
    }

    private static Hospital hospital(int patients) {
        return Hospital.of(3, patients);
    }

    private List<Inhabitant> inhabitants(int count) {
        List<Inhabitant> inhabitants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Draw draw = Draw.of(5, count + "/" + i);
            Person person = people.person(count + "/" + i, i % 2 == 0 ? Sex.FEMALE : Sex.MALE,
                    DAY.minusDays(draw.below(92 * 365)), false);
            List<JsonNode> conditions = draw.chance(0.5) ? List.of(Tree.object("text", draw.from(CONDITIONS))) : List.of();
            inhabitants.add(new Inhabitant("p" + i, person, count < 10 || draw.chance(0.9), conditions, false));
        }
        return inhabitants;
    }
}
