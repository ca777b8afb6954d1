package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a person types, understood.
class AskingTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @Test
    void aPageBeginsAtASecondThatThereIs() {
        assertEquals(Optional.of(Instant.parse("2020-02-29T23:59:59Z")), Asking.second(Optional.of("2020-02-29T23:59:59Z")));
        for (var odd : new String[] {"9999-99-99T99:99:99Z", "2020-02-30T00:00:00Z", "0000-12-31T00:00:00Z", "2020-01-01", "9999-12-31T24:00:00Z", ""}) assertEquals(Optional.empty(), Asking.second(Optional.of(odd)), odd);
        assertEquals(Optional.empty(), Asking.second(Optional.empty()));
    }

    @Test
    void aBirthDateInManyWays() {
        for (var text : List.of("3/11/1950", "03/11/1950", "03-11-1950", "3.11.1950", "03 11 1950", "1950-11-03", "03111950", "3/11/50", "3 novembre 1950", "3 Nov 1950", "3rd November 1950"))
            assertEquals("birthdate=1950-11-03", Asking.patients(text, TODAY), text);
        assertEquals("birthdate=1950-12-01", Asking.patients("1er déc. 1950", TODAY));
        assertEquals(Optional.of(LocalDate.of(2026, 1, 2)), Asking.date("2/1/26", TODAY));
        assertEquals(Optional.of(LocalDate.of(1927, 1, 2)), Asking.date("2/1/27", TODAY));
        assertEquals(Optional.empty(), Asking.date("31/02/1950", TODAY));
    }

    @Test
    void aNumberIsAnIdentifier() {
        assertEquals("identifier=223124101833389", Asking.patients("2 23 12 41 018 333 89", TODAY));
        assertEquals("identifier=262230277", Asking.patients("262230277", TODAY));
        assertEquals("identifier=199092A00412345", Asking.patients("1 99 09 2a 004 123 45", TODAY));
    }

    @Test
    void anythingElseIsNames() {
        assertEquals("name=Klein&name=Marcelle", Asking.patients("  Klein   Marcelle ", TODAY));
        assertEquals("name=L%C3%A9vy", Asking.patients("Lévy", TODAY));
        assertEquals("", Asking.patients(" , ; ", TODAY));
    }

    @Test
    void nothingTypedIsReadAsMoreThanAText() {
        assertEquals("name=a%5C%7Cb%26_count%3D9", Asking.patients("a|b&_count=9", TODAY));
        assertEquals("name=x%5C%24y", Asking.patients("x$y", TODAY));
        assertEquals("a\\,b,c", Asking.anyOf(List.of("a,b", "c")));
    }
}
