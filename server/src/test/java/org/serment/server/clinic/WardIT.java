package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.signin.Browser;

/// My ward, on a real server and a real database.
class WardIT {
    private static Wards wards;
    private static Browser nurse;
    private static String lying;
    private static String strange;

    @BeforeAll
    static void open() {
        wards = new Wards();
        var room = wards.room("Chambre A102", wards.cardiology);
        var bed = wards.bed(room, "Lit A102-F", wards.cardiology);
        wards.bed(room, "Lit A102-P", wards.cardiology);
        lying = wards.patient("Duval", "Odette", ",'identifier':[{'system':'urn:oid:1.2.250.1.213.1.4.10','value':'223124101833389'},{'type':{'coding':[{'code':'PI'}]},'system':'urn:ipp','value':'262230277'}]");
        wards.stay(lying, wards.cardiology, bed, Duration.ofDays(3));
        wards.created("{'resourceType':'AllergyIntolerance','patient':{'reference':'Patient/" + lying + "'},'criticality':'high','code':{'text':'Pénicilline'}}");
        wards.created("{'resourceType':'Flag','status':'active','subject':{'reference':'Patient/" + lying + "'},'code':{'text':'Risque de chute'}}");
        wards.stay(wards.patient(Wards.HOSTILE, "X", ""), wards.cardiology, "", Duration.ofHours(2));
        wards.left(wards.patient("Partie", "Rose", ""), wards.cardiology, Duration.ofDays(4));
        wards.left(wards.patient("Ancienne", "Rose", ""), wards.cardiology, Duration.ofDays(40));
        strange = wards.patient("Duvallon", "Ailleurs", "");
        wards.stay(strange, wards.pneumology, "", Duration.ofDays(1));
        nurse = wards.in("nurse");
    }

    @AfterAll
    static void close() {
        wards.close();
    }

    private static String page(String path) {
        var answer = nurse.get(path);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static String search(String typed) {
        return page("/patients?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8));
    }

    private static boolean lists(String page, String patient) {
        return page.contains("href=\"/patients/" + patient + "\"");
    }

    @Test
    void whoLiesWhereAndWhatIsFree() {
        var page = page("/patients");
        assertTrue(page.contains("Chambre A102") && page.contains("Lit A102-F") && page.contains("Lit libre"), page);
        assertTrue(page.contains("<b>1</b> lit occupé") && page.contains("<b>1</b> lit libre"), page);
        assertTrue(lists(page, lying) && page.contains("DUVAL Odette"), page);
        assertTrue(page.contains("Pénicilline") && page.contains("Risque de chute"), "alerts are on the bed");
        assertTrue(page.contains("Présents sans lit"), page);
        assertTrue(page.indexOf("PARTIE Rose") > page.indexOf("Sortis récemment"), page);
        assertFalse(page.contains("ANCIENNE"), "care ends 30 days after the stay");
        assertFalse(lists(page, strange), "somebody else's patient");
    }

    @Test
    void whatANameSaysIsTextAndNothingElse() {
        var page = page("/patients");
        assertFalse(page.contains("<img src=x") || page.contains("<IMG SRC=X"), page);
        assertTrue(page.toLowerCase().contains("&lt;img src=x"), page);
    }

    @Test
    void aUnitWhoseNameIsFullOfSignsIsFound() {
        var page = wards.in("other").get("/patients").body();
        assertTrue(page.contains("Pneumologie, étage 2 | \\ $") && lists(page, strange), page);
        assertFalse(lists(page, lying), page);
    }

    @Test
    void whoWorksNowhereIsToldWhatToDo() {
        wards.person("nowhere", Role.PHYSICIAN, "", "");
        var page = wards.in("nowhere").get("/patients").body();
        assertTrue(page.contains("Aucune unité ne vous est attribuée"), page);
    }

    @Test
    void theBedMapIsForCarers() {
        wards.person("desk", Role.ADMISSIONS, "", "");
        var desk = wards.in("desk");
        var page = desk.get("/patients");
        assertEquals(403, page.statusCode());
        assertFalse(page.body().contains("Aucune unité") || page.body().contains("type=\"search\""), page.body());
        assertTrue(page.body().contains("ne sont pas encore construites"), page.body());
        assertTrue(desk.get("/").body().contains("l’identité et les séjours de tous les patients"), "the first page says what exists");
    }

    @Test
    void aUnitWhereNobodyLiesHasFreeBeds() {
        var unit = wards.created("{'resourceType':'Organization','name':'Neurologie'}");
        wards.bed(wards.room("Chambre A901", unit), "Lit A901-P", unit);
        wards.person("alone", Role.NURSE, unit, "Neurologie");
        var page = wards.in("alone").get("/patients").body();
        assertTrue(page.contains("Lit A901-P") && page.contains("<b>0</b> lit occupé") && page.contains("<b>1</b> lit libre"), page);
    }

    @Test
    void aPatientIsFoundByNameBirthDateOrNumber() {
        for (var typed : new String[] {"duval", "Odette Duval", "DUV", "03/11/1950", "3 novembre 1950", "1950-11-03", "2 23 12 41 018 333 89", "262230277"})
            assertTrue(lists(search(typed), lying), typed);
        assertFalse(lists(search("Rose"), lying));
        assertFalse(lists(search("duvallon"), strange), "only among my patients");
        assertTrue(search("duvallon").contains("Aucun de vos patients"));
        assertTrue(search("du").contains("au moins trois lettres"));
        assertTrue(search("x".repeat(150)).contains("trop longue"));
    }

    @Test
    void whatIsTypedIsTextAndNothingElse() {
        assertFalse(search("\"><script>alert(1)</script>").contains("<script>alert"));
        assertFalse(lists(search("zzz&_count=1000&name=duval"), lying), "a query isn't widened by what is typed");
    }

    @Test
    void aPageIsOneEntryWithALineForEachOfItsPatients() {
        page("/patients");
        long entries = wards.entries(), lines = wards.lines(lying), others = wards.lines(strange);
        page("/patients");
        assertEquals(entries + 1, wards.entries());
        assertEquals(lines + 1, wards.lines(lying));
        assertEquals(others, wards.lines(strange));
        search("duval");
        assertEquals(entries + 2, wards.entries());
        assertEquals(lines + 2, wards.lines(lying));
    }
}
