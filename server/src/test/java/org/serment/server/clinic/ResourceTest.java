package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whatever is missing or odd in a resource reads as empty, never as a fault.
class ResourceTest {
    private static final Resource NOTHING = Read.resource("{'resourceType':'Observation','id':'x'}");

    @Test
    void whatIsMissingIsEmpty() {
        assertEquals("", NOTHING.text("no", "such", "path"));
        assertEquals(0, NOTHING.all("component").size());
        assertEquals("", NOTHING.concept("code").name());
        assertFalse(NOTHING.when("effectiveDateTime", "effectivePeriod").known());
        assertEquals(Optional.empty(), NOTHING.leadsTo("Patient", "subject"));
        assertFalse(NOTHING.withdrawn());
    }

    @Test
    void aTextWhereAnObjectIsExpectedIsEmptyToo() {
        var odd = Read.resource("{'resourceType':'Observation','code':'plain','component':'x','subject':[]}");
        assertEquals("", odd.concept("code").name());
        assertEquals(0, odd.all("component").size());
        assertEquals("", odd.text("subject", "reference"));
    }

    @Test
    void aNameIsTheTextThenADisplayThenACode() {
        assertEquals("Texte", Read.resource("{'c':{'text':'Texte','coding':[{'display':'D','code':'C'}]}}").concept("c").name());
        assertEquals("D", Read.resource("{'c':{'coding':[{'code':'C'},{'display':'D'}]}}").concept("c").name());
        assertEquals("C", Read.resource("{'c':{'coding':[{'code':'C'}]}}").concept("c").name());
    }

    @Test
    void referencesOfHereOnly() {
        assertEquals(Optional.of("p1"), Read.resource("{'subject':{'reference':'Patient/p1'}}").leadsTo("Patient", "subject"));
        assertEquals(Optional.of("p1"), Read.resource("{'subject':{'reference':'Patient/p1/_history/3'}}").leadsTo("Patient", "subject"));
        assertEquals(Optional.empty(), Read.resource("{'subject':{'reference':'Group/p1'}}").leadsTo("Patient", "subject"));
        assertEquals(Optional.empty(), Read.resource("{'subject':{'reference':'https://elsewhere.example/Patient/p1'}}").leadsTo("Patient", "subject"));
    }

    @Test
    void datesAreAsPreciseAsTheyAreWritten() {
        assertEquals("2019", Read.FR.when(new When("2019", "", false)));
        assertEquals("mai 2019", Read.FR.when(new When("2019-05", "", false)));
        assertEquals("2 mai 2019", Read.FR.when(new When("2019-05-02", "", false)));
        assertEquals("2 mai 2019 12:30", Read.FR.when(new When("2019-05-02T10:30:00Z", "", false)));
        assertEquals("l’hiver dernier", Read.FR.when(new When("l’hiver dernier", "", false)));
        assertEquals(Optional.empty(), new When("l’hiver dernier", "", false).start());
        assertFalse(new When("2019-05-02", "", false).timed());
        assertTrue(new When("2019-05-02T10:30:00Z", "", false).timed());
    }

    @Test
    void periodsSayWhatIsKnownOfThem() {
        assertEquals("depuis le 2 mai 2019", Read.FR.when(When.of(Read.resource("{'start':'2019-05-02'}").json())));
        assertEquals("depuis mai 2019", Read.FR.when(When.of(Read.resource("{'start':'2019-05'}").json())));
        assertEquals("jusqu’au 3 mai 2019", Read.FR.when(When.of(Read.resource("{'end':'2019-05-03'}").json())));
        assertEquals("2 May 2019 to 5 May 2019", Read.EN.when(When.of(Read.resource("{'start':'2019-05-02','end':'2019-05-05'}").json())));
        assertEquals("2 mai 2019 12:00", Read.FR.when(When.of(Read.resource("{'start':'2019-05-02T10:00:00Z','end':'2019-05-02T10:15:00Z'}").json())));
    }

    @Test
    void aPeriodEndsInItsLastSecondAndAnOpenOneFarAway() {
        assertEquals(Instant.parse("2019-05-02T21:59:59Z").getEpochSecond() + 7200, new When("2019-05-02", "", false).last().orElseThrow().getEpochSecond(), "days are in UTC, as searches have them");
        assertEquals(Instant.parse("2019-05-02T10:15:00Z"), When.of(Read.resource("{'start':'2019-05-02T10:00:00Z','end':'2019-05-02T10:15:00.834Z'}").json()).last().orElseThrow());
        assertTrue(When.of(Read.resource("{'start':'2019-05-02'}").json()).last().orElseThrow().isAfter(Instant.parse("9999-01-01T00:00:00Z")));
        assertEquals(Optional.empty(), When.NEVER.last());
    }

    @Test
    void agesAreInTheUnitThatSaysSomething() {
        var now = Instant.parse("2026-03-10T11:00:00Z");
        assertEquals(Optional.of("79 ans"), Words.age("1946-03-11", now, Read.FR.texts()));
        assertEquals(Optional.of("80 ans"), Words.age("1946-03-10", now, Read.FR.texts()));
        assertEquals(Optional.of("14 months"), Words.age("2025-01-05", now, Read.EN.texts()));
        assertEquals(Optional.of("1 jour"), Words.age("2026-03-09", now, Read.FR.texts()));
        assertEquals(Optional.of("80 ans"), Words.age("1946", now, Read.FR.texts()));
        assertEquals(Optional.empty(), Words.age("", now, Read.FR.texts()));
    }
}
