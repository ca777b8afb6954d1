package org.serment.demo.histories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serment.kernel.identity.Ins;
import org.serment.kernel.identity.PatientTraits.Sex;

class PeopleTest {

    private final Lists lists = Lists.read();

    @Test
    void theListsAreLongEnoughAndHaveNoDoubles() {
        assertTrue(new HashSet<>(lists.familyNames()).size() >= 150);
        assertEquals(lists.familyNames().size(), new HashSet<>(lists.familyNames()).size());
        assertTrue(lists.givenNames().size() >= 150);
        assertTrue(lists.communes().size() >= 60);
        assertEquals(lists.communes().size(), lists.communes().stream().map(Place::insee).distinct().count());
        for (int year = 1905; year <= 2025; year++)
            for (Sex sex : new Sex[] {Sex.FEMALE, Sex.MALE})
                assertTrue(lists.givenNames(sex, year).size() >= 10, sex + " in " + year);
    }

    @Test
    void numbersAreThoseOfTheTraits() {
        People people = new People(9, lists);
        Set<String> numbers = new HashSet<>();
        boolean corsica = false;
        boolean abroad = false;
        for (int i = 0; i < 3_000; i++) {
            Sex sex = i % 2 == 0 ? Sex.FEMALE : Sex.MALE;
            LocalDate birth = LocalDate.of(1910, 1, 1).plusDays(i * 14L);
            Person person = people.person("p" + i, sex, birth, i % 3 == 0);
            String ins = person.ins().value();
            assertTrue(Ins.valid(ins), ins);
            assertEquals(sex == Sex.FEMALE ? '2' : '1', ins.charAt(0));
            assertEquals("%02d%02d".formatted(birth.getYear() % 100, birth.getMonthValue()), ins.substring(1, 5));
            assertEquals(person.birthplace().insee(), ins.substring(5, 10));
            assertEquals(person.traits().birthplace(), ins.substring(5, 10));
            assertTrue(numbers.add(ins) && numbers.add(person.number()));
            corsica |= ins.startsWith("2A", 5) || ins.startsWith("2B", 5);
            abroad |= ins.startsWith("99", 5);
        }
        assertTrue(corsica && abroad);
    }

    @Test
    void aPersonDoesNotDependOnWhoWasMadeBefore() {
        People first = new People(9, lists);
        People second = new People(9, lists);
        second.person("other", Sex.MALE, LocalDate.of(1970, 5, 5), false);
        assertEquals(person(first), person(second));
        assertFalse(person(first).equals(person(new People(10, lists))));
    }

    @Test
    void documentsPrintNamesInCapitalsWithoutAccents() {
        assertEquals("LEVEQUE", People.plain("Lévêque"));
        assertEquals("JEAN-PIERRE", People.plain("Jean-Pierre"));
        assertEquals("ETIENNE", People.plain("Étienne"));
    }

    private static String person(People people) {
        Person person = people.person("p", Sex.FEMALE, LocalDate.of(1980, 2, 3), true);
        return person.names().toString() + person.identifiers("x") + person.address() + person.telecoms();
    }
}
