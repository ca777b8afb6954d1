package org.serment.demo.histories;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.serment.demo.histories.Hospital.Unit;
import tools.jackson.databind.JsonNode;

/// Decides who is in a bed today and where: about a quarter of the living. Units take turns, each takes somebody
/// whom it suits, the beds of a unit are filled in their order. Once each unit had its first turn, those of the
/// demonstration's nurses take several patients a turn, so that there is a ward to look at.
final class Stays {

    /// @param reasons codes of the conditions that brought the patient in; may be empty
    record Stay(Inhabitant patient, Hospital.Bed bed, List<JsonNode> reasons) {}

    private static final double SHARE = 0.24;
    private static final int TURNS_OF_THE_SHOWN = 3;
    private static final int FEWEST = 4;
    /// Words of conditions that a unit treats.
    private static final Map<String, List<String>> TREATED = Map.of(
            Hospital.CARDIOLOGY, List.of("heart", "cardiac", "atrial", "myocardial", "coronary", "ischemic"),
            Hospital.PNEUMOLOGY, List.of("pulmonary", "bronch", "asthma", "emphysema", "pneumonia", "sleep apnea"),
            "1050", List.of("normal pregnancy"),
            "1080", List.of("neoplasm", "carcinoma", "cancer", "leukemia"),
            "1090", List.of("stroke", "epilepsy", "seizure", "alzheimer", "dementia"),
            "1100", List.of("kidney", "renal"));

    private final Hospital hospital;
    private final LocalDate day;
    private final List<Inhabitant> waiting;
    private final Map<String, Integer> filled = new HashMap<>();
    private final List<Stay> stays = new ArrayList<>();

    private Stays(Hospital hospital, LocalDate day, List<Inhabitant> inhabitants) {
        this.hospital = hospital;
        this.day = day;
        this.waiting = new ArrayList<>(inhabitants.stream().filter(Inhabitant::living)
                .sorted(Comparator.comparing(Inhabitant::id)).toList());
    }

    static int wanted(int living) {
        return Math.min(living, Math.max(FEWEST, (int) Math.round(living * SHARE)));
    }

    static List<Stay> choose(Hospital hospital, LocalDate day, List<Inhabitant> inhabitants) {
        Stays stays = new Stays(hospital, day, inhabitants);
        int wanted = wanted(stays.waiting.size());
        for (int round = 0; stays.stays.size() < wanted; round++) {
            int before = stays.stays.size();
            for (Unit unit : hospital.units())
                for (int turn = round > 0 && shown(unit.code()) ? TURNS_OF_THE_SHOWN : 1; turn > 0; turn--)
                    if (stays.stays.size() < wanted) stays.turn(unit);
            if (stays.stays.size() == before) throw new IllegalStateException("the hospital is full");
        }
        return List.copyOf(stays.stays);
    }

    private static boolean shown(String unit) {
        return unit.equals(Hospital.CARDIOLOGY) || unit.equals(Hospital.PNEUMOLOGY);
    }

    private void turn(Unit unit) {
        int bed = filled.getOrDefault(unit.code(), 0);
        if (bed >= hospital.beds(unit.code()).size()) return;
        next(unit.code(), bed == 0).ifPresent(patient -> {
            waiting.remove(patient);
            filled.put(unit.code(), bed + 1);
            List<JsonNode> reasons = patient.suffering(TREATED.getOrDefault(unit.code(), List.of()));
            stays.add(new Stay(patient, hospital.beds(unit.code()).get(bed), reasons.stream().limit(1).toList()));
        });
    }

    /// Whom the unit suits. The first bed of the demonstration's nurses finds somebody in any case.
    private Optional<Inhabitant> next(String unit, boolean first) {
        boolean needed = first && shown(unit);
        Stream<Inhabitant> suited = waiting.stream().filter(one -> suits(one, unit));
        Stream<Inhabitant> others = waiting.stream().filter(one -> needed)
                .sorted(Comparator.comparing(one -> one.age(day) < 18));
        return Stream.concat(suited, others).findFirst();
    }

    private boolean suits(Inhabitant one, String unit) {
        int age = one.age(day);
        return switch (unit) {
            case "1030" -> age >= 75;
            case "1040" -> true;
            case "1050" -> age >= 18 && age <= 42 && one.female();
            case "1060" -> age >= 16;
            case "1070" -> age < 16;
            case String other -> age >= 16 && !one.suffering(TREATED.get(other)).isEmpty();
        };
    }
}
