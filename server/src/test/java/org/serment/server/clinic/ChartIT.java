package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.signin.Browser;

/// A record, section by section, on a real server and a real database; and the record that isn't mine.
class ChartIT {
    private static Wards wards;
    private static Browser nurse;
    private static String mine;
    private static String strange;
    private static String letter;

    @BeforeAll
    static void open() {
        wards = new Wards();
        mine = wards.patient("Duval", "Odette", ",'identifier':[{'system':'urn:oid:1.2.250.1.213.1.4.10','value':'223124101833389'},{'type':{'coding':[{'code':'PI'}]},'system':'urn:ipp','value':'262230277'}],"
                + "'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">NARRATIVE</div>'}");
        wards.stay(mine, wards.cardiology, "", Duration.ofDays(2));
        strange = wards.patient("Ailleurs", "Berthe", "");
        wards.stay(strange, wards.pneumology, "", Duration.ofDays(2));
        of(mine);
        letter = document(mine, "{'contentType':'text/plain; charset=utf-8','data':'" + Wards.base64("Cher confrère,\n\n<script>alert('x')</script>") + "'}");
        nurse = wards.in("nurse");
    }

    private static void of(String patient) {
        var subject = ",'subject':{'reference':'Patient/" + patient + "'}";
        wards.created("{'resourceType':'Condition','clinicalStatus':{'coding':[{'code':'active'}]},'code':{'text':'" + Wards.HOSTILE + "'},'onsetDateTime':'2019-05'" + subject + "}");
        wards.created("{'resourceType':'Condition','clinicalStatus':{'coding':[{'code':'resolved'}]},'code':{'text':'Angine'}" + subject + "}");
        wards.created("{'resourceType':'MedicationRequest','status':'active','intent':'order','medicationCodeableConcept':{'text':'Aspirine'},'dosageInstruction':[{'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}}]" + subject + "}");
        wards.created("{'resourceType':'Observation','status':'final','category':[{'coding':[{'code':'vital-signs'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'8867-4'}]},'effectiveDateTime':'"
                + Instant.now().minusSeconds(600) + "','valueQuantity':{'value':131,'unit':'/min'}" + subject + "}");
        wards.laboratory(patient, "2823-3", 3.9, Instant.now().minus(Duration.ofDays(9)), "");
        wards.laboratory(patient, "2823-3", 6.7, Instant.now().minus(Duration.ofDays(1)), ",'referenceRange':[{'low':{'value':3.5},'high':{'value':5.0}}],'interpretation':[{'coding':[{'code':'HH'}]}]");
        wards.created("{'resourceType':'Immunization','status':'completed','vaccineCode':{'text':'Grippe'},'occurrenceDateTime':'2023-10-02','patient':{'reference':'Patient/" + patient + "'}}");
    }

    private static String document(String patient, String attachment) {
        return wards.created("{'resourceType':'DocumentReference','status':'current','type':{'text':'Lettre de sortie'},'date':'2026-01-02T10:00:00Z','subject':{'reference':'Patient/" + patient + "'},'content':[{'attachment':" + attachment + "}]}");
    }

    @AfterAll
    static void close() {
        wards.close();
    }

    private static HttpResponse<String> get(String path) {
        return nurse.get(path);
    }

    private static String page(String path) {
        var answer = get(path);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    @Test
    void everySectionHasTheBannerAndItsReason() {
        for (var section : Chart.SECTIONS) {
            var page = page(Chart.path(mine, section));
            for (var part : new String[] {"DUVAL Odette", "2 23 12 41 018 333 89", "262230277", "Identité récupérée", "Allergies non renseignées", "Vous prenez en charge ce patient.", "CSP L1110-4", "Féminin", "3 nov. 1950"})
                assertTrue(page.contains(part), section + ": " + part);
            assertFalse(page.contains("NARRATIVE"), "a narrative is never shown");
            assertFalse(page.contains("care.read"), "a rule's id is no text for people");
        }
    }

    @Test
    void theSummaryTellsTheLatestAndTheAbnormal() {
        var page = page("/patients/" + mine);
        for (var part : new String[] {"Fréquence cardiaque", "131", "Potassium", "6,7", "⇈ Critique", "Aspirine", "2 fois par jour", "Lettre de sortie"}) assertTrue(page.contains(part), part);
        assertFalse(page.contains("Angine"), "it is resolved");
    }

    @Test
    void resultsShowRangeFlagBeforeAndTrendAndOneAnalyteItsChart() {
        var page = page("/patients/" + mine + "/results");
        for (var part : new String[] {"Biochimie", "Potassium", "6,7", "3,5 – 5,0", "Valeur critique, très haute", "3,9", "class=\"spark\""}) assertTrue(page.contains(part), part);
        var one = page("/patients/" + mine + "/results/2823-3");
        assertTrue(one.contains("class=\"plot\"") && one.contains("class=\"band\"") && one.contains("<desc"), one);
        assertEquals(404, get("/patients/" + mine + "/results/0000-0").statusCode(), "never measured");
        assertTrue(page("/patients/" + mine + "/results?only=abnormal").contains("Potassium"));
    }

    @Test
    void noKnownAllergyIsNotAnAllergy() {
        var free = wards.patient("Sans", "Allergie", "");
        wards.stay(free, wards.cardiology, "", Duration.ofDays(1));
        wards.created("{'resourceType':'AllergyIntolerance','patient':{'reference':'Patient/" + free + "'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'716186003'}]}}");
        var page = page("/patients/" + free + "/conditions");
        assertTrue(page.contains("Pas d’allergie connue.") && page.contains("Allergies <span class=\"count\">0</span>"), page);
        assertFalse(page.contains("non renseignées"), "nor is it nothing recorded");
    }

    @Test
    void vitalSignsAreAChartAndATable() {
        var page = page("/patients/" + mine + "/vitals");
        assertTrue(page.contains("class=\"plot\"") && page.contains("Au-dessus de la référence") && page.contains("131"), page);
        assertFalse(page.contains("style="), "nothing is styled in place");
    }

    @Test
    void thePathwayIsFiltered() {
        var all = page("/patients/" + mine + "/timeline");
        for (var part : new String[] {"Grippe", "Lettre de sortie", "2023", "en cours", "Angine"}) assertTrue(all.contains(part), part);
        var shots = page("/patients/" + mine + "/timeline?kind=immunization&year=2023");
        assertTrue(shots.contains("Grippe") && !shots.contains("Lettre de sortie"), shots);
        assertTrue(page("/patients/" + mine + "/timeline?kind=immunization&year=2022").contains("Rien dans ce choix"));
        assertTrue(page("/patients/" + mine + "/timeline?kind=%27&year=x&before=y").contains("Grippe"), "what isn't a choice is no filter");
    }

    @Test
    void thePathwayIsTurnedPageByPageWithoutLosingAnything() {
        var aged = wards.patient("Longue", "Vie", "");
        wards.stay(aged, wards.cardiology, "", Duration.ofDays(1));
        // two kinds, some at the same second, more than two pages of them
        for (int i = 0; i < 80; i++) {
            var day = Instant.parse("2020-01-01T08:00:00Z").plus(Duration.ofHours(7L * (i / 2)));
            wards.created("{'resourceType':'Procedure','status':'completed','code':{'text':'Acte " + i + ".'},'performedDateTime':'" + day + "','subject':{'reference':'Patient/" + aged + "'}}");
            wards.created("{'resourceType':'Immunization','status':'completed','vaccineCode':{'text':'Vaccin " + i + ".'},'occurrenceDateTime':'" + day + "','patient':{'reference':'Patient/" + aged + "'}}");
        }
        var seen = new ArrayList<String>();
        int pages = 0;
        for (var next = Optional.of("/patients/" + aged + "/timeline"); next.isPresent(); pages++) {
            var page = page(next.get());
            Pattern.compile("(Acte|Vaccin) \\d+\\.").matcher(page).results().forEach(m -> seen.add(m.group()));
            next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(page).results().map(m -> m.group(1).replace("&amp;", "&")).findFirst();
        }
        assertEquals(160, seen.size());
        assertEquals(160, new HashSet<>(seen).size(), "each once");
        assertTrue(pages >= 3 && pages <= 5, pages + " pages");
    }

    @Test
    void whatTheRecordSaysIsTextAndNothingElse() {
        for (var section : Chart.SECTIONS) assertFalse(page(Chart.path(mine, section)).contains("<img src=x"), section);
        assertTrue(page("/patients/" + mine + "/conditions").contains("&lt;img src=x"));
        assertFalse(page("/patients/" + mine + "/documents/" + letter).contains("<script>alert"));
    }

    @Test
    void aDocumentIsReadInPlace() {
        assertTrue(page("/patients/" + mine + "/documents").contains("Lettre de sortie"));
        assertTrue(page("/patients/" + mine + "/documents/" + letter).contains("Cher confrère,"));
        var pdf = document(mine, "{'contentType':'application/pdf','data':'" + Wards.base64("%PDF-1.4") + "'}");
        var content = "/patients/" + mine + "/documents/" + pdf + "/content/0";
        assertTrue(page("/patients/" + mine + "/documents/" + pdf).contains(content));
        assertEquals("application/pdf", get(content).headers().firstValue("Content-Type").orElseThrow());
        assertTrue(get(content).headers().firstValue("Content-Disposition").orElseThrow().startsWith("inline"));
        var html = document(mine, "{'contentType':'text/html','data':'" + Wards.base64("<script>alert(1)</script>") + "'}");
        var answer = get("/patients/" + mine + "/documents/" + html + "/content/0");
        assertTrue(answer.headers().firstValue("Content-Disposition").orElseThrow().startsWith("attachment"), "what can run is never shown in place");
        assertEquals("application/octet-stream", answer.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void aBinaryPassesTheGateForItself() {
        var ours = wards.created("{'resourceType':'Binary','contentType':'application/pdf','securityContext':{'reference':'Patient/" + mine + "'},'data':'" + Wards.base64("%PDF-ours") + "'}");
        var theirs = wards.created("{'resourceType':'Binary','contentType':'application/pdf','securityContext':{'reference':'Patient/" + strange + "'},'data':'" + Wards.base64("%PDF-theirs") + "'}");
        var good = get("/patients/" + mine + "/documents/" + document(mine, "{'contentType':'application/pdf','url':'Binary/" + ours + "'}") + "/content/0");
        assertEquals("%PDF-ours", good.body());
        var bad = get("/patients/" + mine + "/documents/" + document(mine, "{'contentType':'application/pdf','url':'Binary/" + theirs + "'}") + "/content/0");
        assertEquals(404, bad.statusCode(), "the document is mine, what it leads to isn't");
        assertFalse(bad.body().contains("PDF-theirs"));
    }

    @Test
    void forbiddenAndAbsentAreOnePageByteForByte() {
        var gone = wards.patient("Perdu", "Jean", "");
        wards.stay(gone, wards.cardiology, "", Duration.ofDays(1));
        assertEquals(200, get("/patients/" + gone).statusCode());
        var theirs = document(strange, "{'contentType':'text/plain','data':'" + Wards.base64("secret") + "'}");
        for (var tail : new String[] {"", "/timeline", "/vitals", "/results/2823-3", "/documents/" + theirs, "/documents/" + theirs + "/content/0", "/documents/nothing", "/documents/nothing/content/0"}) {
            var forbidden = get("/patients/" + strange + tail);
            var absent = get("/patients/nobody-at-all" + tail);
            assertEquals(404, forbidden.statusCode(), tail);
            assertEquals(404, absent.statusCode(), tail);
            // the page links back to the address that was asked for, which the reader knows
            assertEquals(bare(absent, "nobody-at-all"), bare(forbidden, strange), tail);
            assertEquals(absent.headers().map().keySet(), forbidden.headers().map().keySet(), tail);
            assertTrue(forbidden.body().contains("Cardiologie") && forbidden.body().contains("inscrite au journal"), "it says who I am and what happens");
        }
        assertEquals(404, get("/patients/" + mine + "/documents/" + theirs).statusCode(), "another patient's document under mine");
        assertEquals(404, get("/patients/" + strange + "/documents/" + letter + "/content/0").statusCode(), "my document under another patient");
        assertEquals(404, get("/patients/a%2Cb%26c").statusCode(), "no id at all");
    }

    /// Without what each request has of its own: the address that was asked for, and the form's token.
    private static String bare(HttpResponse<String> answer, String id) {
        return answer.body().replace(id, "ID").replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    @Test
    void aRefusalIsInTheJournalOfThePatient() {
        get("/patients/" + strange);
        long before = wards.lines(strange);
        get("/patients/" + strange);
        assertEquals(before + 1, wards.lines(strange));
    }

    @Test
    void aSectionIsOneEntryAndOneLine() {
        page("/patients/" + mine);
        for (var section : Chart.SECTIONS) {
            long entries = wards.entries(), lines = wards.lines(mine);
            page(Chart.path(mine, section));
            assertEquals(entries + 1, wards.entries(), section);
            assertEquals(lines + 1, wards.lines(mine), section);
        }
    }

    @Test
    void anOverdueReviewSaysWhatLiftsIt() {
        wards.person("late", Role.PHYSICIAN, wards.cardiology, "Cardiologie");
        var late = wards.in("late");
        assertEquals(200, late.get("/patients/" + mine).statusCode());
        wards.change("update account set review_due = 0 where account = " + wards.account("late"));
        var answer = late.get("/patients/" + mine);
        assertEquals(403, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("La revue annuelle de vos droits est dépassée") && answer.body().contains("Votre responsable confirme"), answer.body());
        assertEquals(bare(answer, mine), bare(late.get("/patients/nobody"), "nobody"), "whoever the patient is");
        assertEquals(403, late.get("/patients").statusCode());
    }

    @Test
    void closedIsNeverShownAsEmpty() {
        var ill = wards.patient("Fermée", "Anne", "");
        wards.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + ill + "'},'period':{'start':'" + Instant.now().minusSeconds(900)
                + "'},'serviceProvider':{'reference':'Organization/" + wards.cardiology + "','display':'Cardiologie'},'reasonCode':[{'text':'Colique néphrétique'}]}");
        wards.created("{'resourceType':'AllergyIntolerance','code':{'text':'Pénicilline'},'criticality':'high','patient':{'reference':'Patient/" + ill + "'}}");
        wards.created("{'resourceType':'Flag','status':'active','code':{'text':'Risque de chute'},'subject':{'reference':'Patient/" + ill + "'}}");
        wards.person("counter", Role.ADMISSIONS, "", "");
        var counter = wards.in("counter");
        for (var section : Chart.SECTIONS) {
            var page = counter.get(Chart.path(ill, section)).body();
            for (var part : new String[] {"FERMÉE Anne", "Allergies non ouvertes à votre fonction", "Alertes non ouvertes à votre fonction", "Votre fonction le permet.", "sans relation de soin"})
                assertTrue(page.contains(part), section + ": " + part);
            assertTrue(page.contains("Votre fonction n’ouvre pas cette partie") || page.contains("Non ouverts à votre fonction"), section);
            for (var part : new String[] {"non renseignées", " noté", "Aucun", "Rien dans", "class=\"count\"", "30 jours", "Colique", "Pénicilline", "chute"})
                assertFalse(page.contains(part), section + ": " + part);
        }
        assertTrue(counter.get(Chart.path(ill, "timeline")).body().contains("event-encounter"), "stays are open to admissions");
        var problems = counter.get(Chart.path(ill, "timeline") + "?kind=condition").body();
        assertTrue(problems.contains("n’ouvre pas cette partie") && !problems.contains("Rien dans ce choix"), problems);
        for (var tail : new String[] {"/results/2823-3", "/documents/" + letter}) assertTrue(counter.get("/patients/" + ill + tail).body().contains("n’ouvre pas cette partie"), tail);
        var carer = page("/patients/" + ill);
        for (var part : new String[] {"Colique néphrétique", "Pénicilline", "Risque de chute", "puis 30 jours"}) assertTrue(carer.contains(part), part);
        assertTrue(page(Chart.path(ill, "timeline")).contains("Colique néphrétique"));
    }

    @Test
    void aPlaceThatCannotBeReadIsTheFirstPage() {
        for (var section : new String[] {"timeline", "results"})
            for (var before : new String[] {"9999-99-99T99:99:99Z", "2020-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "2020-01-01T25:00:00Z", "2020-01-01"}) {
                var page = page(Chart.path(mine, section) + "?before=" + before);
                assertFalse(page.contains("Revenir au plus récent") || page.contains(before), section + " " + before);
                assertTrue(page.contains(section.equals("results") ? "Potassium" : "Lettre de sortie"), section + " " + before);
            }
        assertTrue(page(Chart.path(mine, "results") + "?before=9999-12-31T23:59:59Z").contains("Potassium"));
    }

    @Test
    void whatMyRoleDoesNotOpenIsClosedAndSaysSo() {
        wards.person("desk", Role.ADMISSIONS, "", "");
        var desk = wards.in("desk");
        var page = desk.get("/patients/" + mine + "/results");
        assertEquals(200, page.statusCode(), "admissions identify patients");
        assertTrue(page.body().contains("Votre fonction n’ouvre pas cette partie") && !page.body().contains("Potassium"), page.body());
        assertTrue(page.body().contains("Votre fonction le permet.") && !page.body().contains("Le séjour est en cours"), "a duty isn't a care relationship");
        wards.person("officer", Role.DPO, "", "");
        var officer = wards.in("officer").get("/patients/" + mine);
        assertEquals(403, officer.statusCode());
        assertTrue(officer.body().contains("Votre fonction ne permet pas cette action."), officer.body());
    }
}
