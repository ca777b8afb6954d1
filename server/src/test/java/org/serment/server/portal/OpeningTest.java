package org.serment.server.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.trace.Line;
import org.serment.kernel.trace.Line.Outcome;
import org.serment.server.journal.Seen;
import org.serment.server.web.Language;
import org.serment.server.web.TestTexts;

class OpeningTest {
    private static final Words FR = new Words(TestTexts.of(Language.FR), Language.FR, "account/7");
    private static final Words EN = new Words(TestTexts.of(Language.EN), Language.EN, "account/7");

    private static Line line(String at, String actor, Action action, Outcome outcome, String... what) {
        boolean own = actor.equals("account/7");
        return new Line(Instant.parse(at), 1, actor, own ? "" : "Zoé Martin", own ? "PATIENT" : "NURSE", "", own ? "" : "Cardiologie", "pages", false, action,
                own ? Purpose.PATRQT : Purpose.TREAT, "CSP L1110-4 II-III", List.of("care.read"), "subject/5", List.of(what), what.length, outcome, "r");
    }

    private static Seen seen(long entry, int ordinal, Line line) {
        return new Seen(entry, ordinal, line);
    }

    @Test
    void linesOfOneRequestAreToldTogetherAndDaysAreThoseOfParis() {
        var days = Opening.days(List.of(
                seen(3, 1, line("2026-06-30T22:30:00Z", "account/9", Action.SEARCH, Outcome.GRANTED, "Observation/a", "Observation/b", "MedicationRequest/c")),
                seen(3, 0, line("2026-06-30T22:30:00Z", "account/9", Action.READ, Outcome.GRANTED, "Patient/p")),
                seen(2, 0, line("2026-06-30T21:30:00Z", "account/9", Action.READ, Outcome.REFUSED, "Patient/p"))), FR);
        assertEquals(List.of(LocalDate.parse("2026-07-01"), LocalDate.parse("2026-06-30")), days.stream().map(Opening.Day::date).toList());
        var opening = days.getFirst().runs().getFirst().newest();
        assertEquals("Zoé Martin", opening.who().name());
        assertEquals("infirmière ou infirmier", opening.who().role());
        assertEquals(List.of("j3-1", "j3-0"), opening.did().stream().map(Opening.Did::line).toList());
        assertEquals("vos résultats et mesures (2), vos traitements", opening.did().getFirst().seen());
        assertEquals("Pour vous soigner", opening.purpose());
        assertEquals("Cette personne participait à vos soins.", opening.why());
        assertTrue(opening.basis().getFirst().contains("L. 1110-4"));
        var refused = days.getLast().runs().getFirst().newest();
        assertTrue(refused.refused());
        assertTrue(refused.why().startsWith("La règle"), refused.why());
    }

    @Test
    void onesOwnLookUpsFoldAndRefusalsStandOut() {
        var days = Opening.days(List.of(
                seen(6, 0, line("2026-06-30T10:05:00Z", "account/7", Action.READERS, Outcome.GRANTED)),
                seen(5, 0, line("2026-06-30T10:04:00Z", "account/7", Action.SEARCH, Outcome.GRANTED, "Observation/a")),
                seen(4, 0, line("2026-06-30T10:03:00Z", "account/7", Action.READ, Outcome.REFUSED, "Patient/other")),
                seen(3, 0, line("2026-06-30T10:02:00Z", "account/9", Action.SEARCH, Outcome.GRANTED)),
                seen(2, 0, line("2026-06-30T10:01:00Z", "account/7", Action.PROOF, Outcome.GRANTED, "AuditEvent/j1-0"))), EN);
        var runs = days.getFirst().runs();
        assertEquals(List.of(2, 1, 1, 1), runs.stream().map(r -> r.openings().size()).toList());
        assertEquals(List.of(true, false, false, true), runs.stream().map(Opening.Run::own).toList());
        assertEquals("You", runs.getFirst().newest().who().name());
        assertEquals("nothing was found about you", runs.get(2).newest().did().getFirst().seen());
    }

    @Test
    void anApplicationThatActsForThePatientIsNamedAndNotFoldedAway() {
        var line = line("2026-06-30T10:05:00Z", "account/7", Action.SEARCH, Outcome.GRANTED, "Observation/a");
        var app = new Line(line.time(), 1, line.actor(), "", "PATIENT", "", "", "fitness", false, line.action(), line.purpose(), line.basis(), line.reasons(), line.patient(), line.what(), 1, line.outcome(), "r");
        var runs = Opening.days(List.of(seen(3, 0, line), seen(2, 0, app), seen(1, 0, line)), EN).getFirst().runs();
        assertEquals(List.of(true, false, true), runs.stream().map(Opening.Run::own).toList());
        assertEquals("with the application fitness", runs.get(1).newest().who().with());
        assertTrue(EN.myself(line) && !EN.myself(app));
    }

    @Test
    void whatHasNoWordsIsShownAsTheJournalHasIt() {
        var odd = new Line(Instant.EPOCH, 1, "account/12", "", "WIZARD", "", "", "x", true, Action.READ, Purpose.TREAT, "Some new law", List.of("new.rule"), "subject/5", List.of("Nonsense/1"), 1, Outcome.GRANTED, "r");
        assertEquals(new Words.Who("Account no. 12", "WIZARD", "", false, true, ""), EN.who(odd));
        assertEquals("other data (Nonsense)", EN.seen(odd));
        assertEquals(List.of("Some new law"), EN.basis(odd));
        assertEquals(List.of(), EN.why(odd));
        assertFalse(EN.myself(new Line(Instant.EPOCH, 1, "account/7", "", "", "", "", "x", true, Action.READ, Purpose.TREAT, "", List.of(), "", List.of(), 0, Outcome.GRANTED, "r")), "a program is not the patient");
    }
}
