package org.serment.demo.histories;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.identity.Ins;
import org.serment.kernel.identity.NirKey;
import org.serment.kernel.identity.PatientTraits;
import org.serment.kernel.identity.PatientTraits.Sex;
import tools.jackson.databind.node.ObjectNode;

/// Makes fictional people. Numbers are unique within one instance.
final class People {

    private final long seed;
    private final Lists lists;
    private final List<Place> near;
    private final Set<String> taken = new HashSet<>();

    People(long seed, Lists lists) {
        this.seed = seed;
        this.lists = lists;
        this.near = lists.communesNear();
    }

    /// @param key what the person is drawn for: the history's own identifier
    Person person(String key, Sex sex, LocalDate birth, boolean married) {
        Draw draw = Draw.of(seed, "person/" + key);
        String family = draw.from(lists.familyNames());
        List<String> given = givenNames(draw, sex, birth.getYear());
        Optional<String> used = married ? Optional.of(other(draw, family)) : Optional.empty();
        Place birthplace = draw.chance(0.08) ? draw.from(lists.countries()) : draw.from(lists.communes());
        PatientTraits traits = new PatientTraits(plain(family), given.stream().map(People::plain).toList(),
                birth, sex, birthplace.insee(), used.map(People::plain), Optional.empty());
        return new Person(traits, ins(draw, traits), family, given.getFirst(), used, birthplace,
                unique(() -> "26" + draw.digits(7)), address(draw), Numbers.landline(draw), Numbers.mobile(draw));
    }

    Name professional(String key, Sex sex) {
        Draw draw = Draw.of(seed, "professional/" + key);
        int birth = draw.between(1964, 1994);
        return new Name(draw.from(lists.givenNames(sex, birth)).text(), draw.from(lists.familyNames()), sex,
                unique(() -> Numbers.rpps(draw)));
    }

    /// A professional's name and number.
    record Name(String given, String family, Sex sex, String rpps) {
        String plain() {
            return given + " " + family;
        }
    }

    ObjectNode address(Draw draw) {
        Place home = draw.chance(0.9) ? draw.from(near) : draw.from(lists.communes());
        return Tree.object("use", "home",
                "line", Tree.array(draw.between(1, 120) + " " + draw.from(lists.streets())),
                "city", home.name(), "postalCode", home.postalCode(), "country", "FRA");
    }

    private List<String> givenNames(Draw draw, Sex sex, int year) {
        List<Lists.GivenName> choices = lists.givenNames(sex, year);
        List<String> given = new ArrayList<>();
        for (int wanted = draw.between(1, 3); given.size() < wanted; ) {
            String name = draw.from(choices).text();
            if (!given.contains(name)) given.add(name);
        }
        return given;
    }

    private String other(Draw draw, String family) {
        String name = draw.from(lists.familyNames());
        return name.equals(family) ? other(draw, family) : name;
    }

    /// Sex, year and month of birth, department and commune (or 99 and country), rank in the register, key.
    private Ins ins(Draw draw, PatientTraits traits) {
        String head = "%d%02d%02d%s".formatted(traits.sex() == Sex.MALE ? 1 : 2,
                traits.birthDate().getYear() % 100, traits.birthDate().getMonthValue(), traits.birthplace());
        String number = unique(() -> head + "%03d".formatted(draw.between(1, 990)));
        return new Ins(Ins.Kind.TEST, number + "%02d".formatted(NirKey.of(number)));
    }

    private String unique(java.util.function.Supplier<String> candidate) {
        String value = candidate.get();
        while (!taken.add(value)) value = candidate.get();
        return value;
    }

    /// As an identity document prints it: capitals, no accents; hyphens and apostrophes stay.
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT);
    }
}
