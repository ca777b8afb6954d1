package org.serment.demo.histories;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Decides who is in a bed today and where: about 15% of the living, in units that suit them, the beds of
/// a unit filled in their order.
final class Stays {

    /// @param reasons codes of the conditions that brought the patient in; may be empty
    record Stay(Inhabitant patient, Hospital.Bed bed, List<JsonNode> reasons) {}

    private static final double SHARE = 0.15;
    private static final Map<String, List<String>> SUFFERINGS = sufferings();

    private final long seed;
    private final Hospital hospital;
    private final LocalDate day;
    private final Map<String, Integer> filled = new HashMap<>();
    private final List<Stay> stays = new ArrayList<>();

    private Stays(long seed, Hospital hospital, LocalDate day) {
        this.seed = seed;
        this.hospital = hospital;
        this.day = day;
    }

    static int wanted(int living) {
        return Math.min(living, Math.max(4, (int) Math.round(living * SHARE)));
    }

    /// The two units of the demonstration's nurses come first, so that each has patients however few there are.
    static List<Stay> choose(long seed, Hospital hospital, LocalDate day, List<Inhabitant> inhabitants) {
        Stays stays = new Stays(seed, hospital, day);
        List<Inhabitant> waiting = new ArrayList<>(inhabitants.stream().filter(Inhabitant::living)
                .sorted(Comparator.comparing(Inhabitant::id)).toList());
        int wanted = wanted(waiting.size());
        for (int turn = 0; turn < 2; turn++) {
            stays.admit(waiting, Hospital.CARDIOLOGY);
            stays.admit(waiting, Hospital.PNEUMOLOGY);
        }
        Draw draw = Draw.of(seed, "stays");
        while (stays.stays.size() < wanted) {
            Inhabitant next = waiting.remove(draw.below(waiting.size()));
            stays.admit(next, stays.unit(next));
        }
        return List.copyOf(stays.stays);
    }

    /// The first adult whom the unit suits, else any adult, else anybody.
    private void admit(List<Inhabitant> waiting, String unit) {
        Predicate<Inhabitant> adult = one -> one.age(day) >= 18;
        Predicate<Inhabitant> suited = adult.and(one -> !one.suffering(SUFFERINGS.get(unit)).isEmpty());
        Stream.of(suited, adult, (Predicate<Inhabitant>) one -> true)
                .flatMap(wish -> waiting.stream().filter(wish)).findFirst()
                .ifPresent(next -> {
                    waiting.remove(next);
                    admit(next, unit);
                });
    }

    private void admit(Inhabitant patient, String unit) {
        String place = free(unit) ? unit : hospital.units().stream().filter(each -> !each.office())
                .map(Hospital.Unit::code).filter(this::free).findFirst().orElseThrow();
        int bed = filled.merge(place, 1, Integer::sum) - 1;
        List<JsonNode> reasons =
                patient.suffering(SUFFERINGS.getOrDefault(place, List.of())).stream().limit(1).toList();
        stays.add(new Stay(patient, hospital.beds(place).get(bed), reasons));
    }

    private boolean free(String unit) {
        return filled.getOrDefault(unit, 0) < hospital.beds(unit).size();
    }

    private String unit(Inhabitant patient) {
        int age = patient.age(day);
        if (age < 16) return "1070";
        for (Map.Entry<String, List<String>> unit : SUFFERINGS.entrySet())
            if (!patient.suffering(unit.getValue()).isEmpty()) return unit.getKey();
        if (age >= 75) return "1030";
        Draw draw = Draw.of(seed, "unit/" + patient.id());
        if (patient.female() && age >= 20 && age <= 42 && draw.chance(0.4)) return "1050";
        return draw.chance(0.5) ? "1060" : "1040";
    }

    private static Map<String, List<String>> sufferings() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("1050", List.of("normal pregnancy"));
        words.put("1080", List.of("neoplasm", "carcinoma", "cancer", "leukemia"));
        words.put("1010", List.of("heart", "cardiac", "atrial", "myocardial", "coronary", "ischemic"));
        words.put("1090", List.of("stroke", "epilepsy", "seizure", "alzheimer", "dementia"));
        words.put("1020", List.of("pulmonary", "bronch", "asthma", "emphysema", "pneumonia"));
        words.put("1100", List.of("kidney", "renal"));
        return words;
    }
}
