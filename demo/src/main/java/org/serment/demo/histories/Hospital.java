package org.serment.demo.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.identity.PatientTraits.Sex;

/// The fictional hospital: its units, its beds, the professionals posted in them.
///
/// @param finess nine digits of no real establishment
public record Hospital(String finess, List<Unit> units, List<Bed> beds, List<Professional> staff) {

    public static final String NAME = "Centre hospitalier de Valbrune";
    public static final String CARDIOLOGY = "1010";
    public static final String PNEUMOLOGY = "1020";
    static final String ADMISSIONS = "9010";

    /// A medical unit (UF): a code of four digits. An office has no beds.
    public record Unit(String code, String name, String building, boolean office) {}

    /// @param number building, room and place: `A103-P`
    public record Bed(String number, String room, Unit unit) {}

    public enum Post { PHYSICIAN, MIDWIFE, NURSE, CLERK }

    /// @param rpps 11 digits; empty for a clerk, who has none
    public record Professional(Optional<String> rpps, String given, String family, Sex sex, Post post, Unit unit) {
        public String display() {
            return (post == Post.PHYSICIAN ? "Dr " : "") + given + " " + family;
        }
    }

    private static final List<Unit> UNITS = List.of(
            new Unit(CARDIOLOGY, "Cardiologie", "A", false),
            new Unit(PNEUMOLOGY, "Pneumologie", "A", false),
            new Unit("1030", "Gériatrie", "B", false),
            new Unit("1040", "Urgences - hospitalisation de courte durée", "C", false),
            new Unit("1050", "Maternité", "D", false),
            new Unit("1060", "Chirurgie générale", "C", false),
            new Unit("1070", "Pédiatrie", "D", false),
            new Unit("1080", "Oncologie", "B", false),
            new Unit("1090", "Neurologie", "A", false),
            new Unit("1100", "Néphrologie et hémodialyse", "B", false),
            new Unit(ADMISSIONS, "Bureau des admissions", "C", true));

    /// @param bedsEach beds of each unit
    static Hospital build(long seed, People people, int bedsEach) {
        List<Bed> beds = new ArrayList<>();
        List<Professional> staff = new ArrayList<>();
        for (Unit unit : UNITS) {
            if (!unit.office) beds.addAll(beds(unit, bedsEach));
            staff.addAll(staff(unit, people));
        }
        return new Hospital(Numbers.finess(Draw.of(seed, "hospital")), UNITS, List.copyOf(beds), List.copyOf(staff));
    }

    /// The hospital that the histories of so many patients are told of.
    public static Hospital of(long seed, int patients) {
        return build(seed, new People(seed, Lists.read()), Making.bedsEach(patients));
    }

    public static Unit unit(String code) {
        return UNITS.stream().filter(unit -> unit.code.equals(code)).findFirst().orElseThrow();
    }

    /// A search that finds a unit's Organization.
    public static String search(Unit unit) {
        return Sids.reference("Organization", Sids.UNIT, unit.code);
    }

    /// The first clerk of the admissions office.
    public Professional clerk() {
        return staff(ADMISSIONS, Post.CLERK).getFirst();
    }

    public List<Bed> beds(String unit) {
        return beds.stream().filter(bed -> bed.unit.code.equals(unit)).toList();
    }

    public List<Professional> staff(String unit, Post post) {
        return staff.stream().filter(one -> one.unit.code.equals(unit) && one.post == post).toList();
    }

    /// Rooms of two and rooms of one by turns; the places of a room of two are at the door (P) and the window (F).
    private static List<Bed> beds(Unit unit, int wanted) {
        List<Bed> beds = new ArrayList<>();
        for (int room = 1; beds.size() < wanted; room++) {
            String number = "%s%d%02d".formatted(unit.building, Integer.parseInt(unit.code.substring(1, 3)), room);
            beds.add(new Bed(number + "-P", number, unit));
            if (room % 2 == 0) beds.add(new Bed(number + "-F", number, unit));
        }
        return beds;
    }

    private static List<Professional> staff(Unit unit, People people) {
        List<Professional> staff = new ArrayList<>();
        if (unit.office) {
            staff.add(professional(unit, Post.CLERK, 1, people));
            staff.add(professional(unit, Post.CLERK, 2, people));
            return staff;
        }
        for (int i = 1; i <= 3; i++) staff.add(professional(unit, Post.PHYSICIAN, i, people));
        for (int i = 1; i <= 5; i++) staff.add(professional(unit, Post.NURSE, i, people));
        if (unit.name.equals("Maternité"))
            for (int i = 1; i <= 3; i++) staff.add(professional(unit, Post.MIDWIFE, i, people));
        return staff;
    }

    private static Professional professional(Unit unit, Post post, int number, People people) {
        Sex sex = (number + Integer.parseInt(unit.code) / 10) % 3 == 0 ? Sex.MALE : Sex.FEMALE;
        People.Name name = people.professional(unit.code + "/" + post + "/" + number, sex);
        Optional<String> rpps = post == Post.CLERK ? Optional.empty() : Optional.of(name.rpps());
        return new Professional(rpps, name.given(), name.family(), sex, post, unit);
    }
}
