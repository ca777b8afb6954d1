package org.serment.server.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;
import org.serment.server.db.Part;
import org.serment.server.web.Format;

/// The patients' pages on a real socket, by people who really signed in.
class PortalIT {
    private static final Pattern LINE = Pattern.compile("/record/readers/(j\\d+-\\d+)\"");
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");
    private static final String EVIL = "<script>alert(1)</script>\\\"'&";

    private static Home home;
    private static String patient, other, unit, encounter, note, pdf;
    private static Home.Somebody me, them, nurse, night, stranger;
    private static Home.Browser mine, theirs;

    @BeforeAll
    static void hospital() {
        home = new Home();
        unit = home.created("{'resourceType':'Organization','name':'Cardiologie'}");
        patient = home.created("""
                {'resourceType':'Patient','extension':[{'url':'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability',
                 'extension':[{'url':'identityStatus','valueCoding':{'code':'VALI'}}]}],'identifier':[{'system':'urn:oid:1.2.250.1.213.1.4.10','value':'223124101833389'}],
                 'name':[{'use':'official','family':'DELACROIX','given':['ANNE']},{'use':'usual','text':'Anne Morel'}],'gender':'female','birthDate':'1970-03-04'}""");
        other = home.created("{'resourceType':'Patient','name':[{'family':'Desmoulins'}]}");
        encounter = home.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + patient + "'},"
                + "'serviceProvider':{'reference':'Organization/" + unit + "','display':'Cardiologie'},'period':{'start':'2026-01-01'}}");
        for (int day = 1; day <= 28; day++)
            home.created("{'resourceType':'Observation','status':'final','category':[{'coding':[{'code':'laboratory'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'2823-3','display':'Potassium'}]},"
                    + "'subject':{'reference':'Patient/" + patient + "'},'effectiveDateTime':'2026-01-%02d','valueQuantity':{'value':%d.5,'unit':'mmol/L'},'referenceRange':[{'low':{'value':3.5,'unit':'mmol/L'},'high':{'value':5.1,'unit':'mmol/L'}}]}".formatted(day, day % 8));
        home.created("{'resourceType':'Observation','status':'final','code':{'text':'Secret of another'},'subject':{'reference':'Patient/" + other + "'},'effectiveDateTime':'2026-02-01','valueString':'not for you'}");
        home.created("{'resourceType':'AllergyIntolerance','code':{'text':'" + EVIL.replace("'", "’") + "'},'patient':{'reference':'Patient/" + patient + "'},'note':[{'text':'<img src=x onerror=alert(2)>'}]}");
        var medication = home.created("{'resourceType':'Medication','code':{'text':'Doliprane 500 mg'}}");
        home.created("{'resourceType':'MedicationRequest','status':'active','intent':'order','subject':{'reference':'Patient/" + patient + "'},'medicationReference':{'reference':'Medication/" + medication + "'},"
                + "'dosageInstruction':[{'timing':{'repeat':{'frequency':1,'period':1,'periodUnit':'d'}}}]}");
        note = document(patient, "text/plain", "data':'" + base64("Compte rendu\n<b>gras</b>") + "'");
        var binary = home.created("{'resourceType':'Binary','contentType':'application/pdf','securityContext':{'reference':'Patient/" + patient + "'},'data':'" + base64("%PDF-1.4 essai") + "'}");
        pdf = document(patient, "application/pdf", "url':'Binary/" + binary + "'");
        me = home.somebody("anne", Role.PATIENT, "", patient);
        them = home.somebody("camille", Role.PATIENT, "", other);
        nurse = home.somebody("nora", Role.NURSE, "Nora Petit " + "<i>x</i>", "");
        stranger = home.somebody("paul", Role.NURSE, "Paul Étranger", "");
        night = home.somebody("nadege", Role.NURSE, "Nadège Roux", "");
        home.post(night, "Organization/" + unit);
        home.post(nurse, "Organization/" + unit);
        assertEquals(200, home.fhir(nurse.actor("user/*.cruds"), "GET", "/fhir/Patient/" + patient, "").statusCode());
        assertEquals(404, home.fhir(stranger.actor("user/*.cruds"), "GET", "/fhir/Patient/" + patient, "").statusCode());
        mine = home.in(me);
        theirs = home.in(them);
    }

    private static String document(String of, String type, String content) {
        return home.created("{'resourceType':'DocumentReference','status':'current','type':{'coding':[{'system':'http://loinc.org','code':'34117-2'}]},'subject':{'reference':'Patient/" + of + "'},"
                + "'date':'2026-01-02T10:00:00Z','content':[{'attachment':{'contentType':'" + type + "','" + content + "}}]}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void end() {
        home.close();
    }

    private static String page(Home.Browser browser, String path) {
        var answer = browser.get(path);
        assertEquals(200, answer.statusCode(), path + "\n" + answer.body());
        return answer.body();
    }

    // ---- my record

    @Test
    void thePatientReadsTheirOwnRecordAndNobodyElses() {
        var record = page(mine, "/record");
        assertTrue(record.contains("Anne Morel") && record.contains("ANNE DELACROIX") && record.contains("4 mars 1970"), record);
        assertTrue(record.contains("2 23 12 41 018 333 89") && record.contains("Identité qualifiée"), record);
        assertTrue(record.contains("Hospitalisation") && record.contains("Doliprane 500 mg") && record.contains("une fois par jour"), record);
        assertFalse(record.contains("Desmoulins") || record.contains("not for you"));
        var theirRecord = page(theirs, "/record");
        assertTrue(theirRecord.contains("Desmoulins") && theirRecord.contains("Pas encore récupéré"));
        assertFalse(theirRecord.contains("DELACROIX") || theirRecord.contains("Doliprane"));
        assertTrue(page(theirs, "/record/treatments").contains("Rien n’est noté."));
        assertTrue(page(theirs, "/record/results").contains("not for you"));
    }

    @Test
    void everySectionHasItsPageInBothLanguages() {
        for (var section : Section.values()) {
            assertTrue(page(mine, section.path()).contains("<html lang=\"fr\">"));
            assertTrue(mine.get(section.path(), "Accept-Language", "en").body().contains("<html lang=\"en\">"));
            for (var kind : section.kinds()) page(mine, section.path() + "?kind=" + kind.name());
        }
        assertTrue(mine.get("/record/results", "Accept-Language", "en").body().contains("above the usual range"));
    }

    @Test
    void resultsAreToldInPlainWordsPageByPage() {
        var values = new ArrayList<String>();
        var first = page(mine, "/record/results?kind=laboratory");
        assertTrue(first.contains("dans les valeurs habituelles") && first.contains("en dessous des valeurs habituelles") && first.contains("au-dessus des valeurs habituelles"), first);
        assertTrue(first.contains("de 3,5 mmol/L à 5,1 mmol/L"), first);
        Pattern.compile("(\\d,5 mmol/L)</td>").matcher(first).results().forEach(m -> values.add(m.group(1)));
        assertEquals(28, values.size());
        assertTrue(first.indexOf("28 janv. 2026") < first.indexOf("27 janv. 2026"), "newest first");
        // documents are two, a page holds 25; a changed page link opens nothing
        assertEquals(404, mine.get("/record/results?after=forged").statusCode());
    }

    @Test
    void textsAreTextsWhateverTheySay() {
        var allergies = page(mine, "/record/allergies");
        assertTrue(allergies.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), allergies);
        assertTrue(allergies.contains("&lt;img src=x onerror=alert(2)&gt;"), allergies);
        var readers = page(mine, "/record/readers");
        assertTrue(readers.contains("Nora Petit &lt;i&gt;x&lt;/i&gt;"), readers);
        var typed = page(mine, "/record/readers?who=%22%3E%3Cscript%3Ealert(3)%3C/script%3E");
        for (var html : List.of(allergies, readers, typed, page(mine, "/record"), page(mine, "/record/documents/" + note)))
            assertFalse(html.contains("<script>alert") || html.contains("<img src=x") || html.contains("<i>x</i>") || html.contains("<b>gras"), html);
    }

    @Test
    void documentsAreReadInPlaceOrTakenHome() {
        assertTrue(page(mine, "/record/documents/" + note).contains("Compte rendu\n&lt;b&gt;gras&lt;/b&gt;"));
        assertTrue(page(mine, "/record/documents/" + pdf).contains("Télécharger le PDF"));
        var file = mine.get("/record/documents/" + pdf + "/1");
        assertEquals("%PDF-1.4 essai", file.body());
        assertEquals("application/pdf", file.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("attachment; filename=\"document-1.pdf\"", file.headers().firstValue("Content-Disposition").orElseThrow());
        assertEquals(404, mine.get("/record/documents/" + pdf + "/2").statusCode());
        assertEquals(404, mine.get("/record/documents/" + pdf + "/x").statusCode());
    }

    @Test
    void anothersDocumentIsAsAbsentAndTheTryStandsInTheirJournal() {
        var before = refusals(mine);
        var hidden = theirs.get("/record/documents/" + note);
        var absent = theirs.get("/record/documents/no-such-document");
        assertEquals(404, hidden.statusCode());
        assertEquals(alike(absent, "no-such-document"), alike(hidden, note));
        assertEquals(404, theirs.get("/record/documents/" + note + "/1").statusCode());
        assertEquals(before + 2, refusals(mine));
        assertTrue(page(mine, "/record/readers?refused=1").contains("compte d’un autre patient"));
    }

    /// Without what differs between any two answers: the address that was asked for, and the token of forms.
    private static String alike(HttpResponse<String> answer, String asked) {
        assertEquals(404, answer.statusCode());
        return answer.body().replace(asked, "…").replaceAll("value=\"[^\"]+\"", "");
    }

    private static long refusals(Home.Browser browser) {
        return lines(page(browser, "/record/readers?refused=1")).size();
    }

    private static List<String> lines(String html) {
        return LINE.matcher(html).results().map(m -> m.group(1)).toList();
    }

    // ---- who opened it

    @Test
    void openingsAndRefusalsAreToldInWords() {
        var readers = page(mine, "/record/readers?others=1");
        assertTrue(readers.contains("Ouvert :") && readers.contains("votre identité") && readers.contains("infirmière ou infirmier") && readers.contains("Cardiologie"), readers);
        assertTrue(readers.contains("Pour vous soigner") && readers.contains("Cette personne participait à vos soins.") && readers.contains("L. 1110-4"), readers);
        assertTrue(readers.contains("Refusé : rien n’a été montré") && readers.contains("A voulu ouvrir :") && readers.contains("Paul Étranger"), readers);
        assertTrue(readers.contains("Programme, sans personne derrière") && readers.contains("Écrit :"), readers);
        assertTrue(readers.contains("Ce que ce journal ne peut pas montrer"));
        var english = mine.get("/record/readers?others=1", "Accept-Language", "en").body();
        assertTrue(english.contains("Tried to open:") && english.contains("Refused: nothing was shown") && english.contains("This person took part in your care."), english);
    }

    @Test
    void pagesHoldEachLineOnceAndFiltersOnlyWhatIsAskedFor() {
        for (int i = 0; i < 61; i++) home.fhir(night.actor("user/*.cruds"), "GET", "/fhir/Encounter/" + encounter, "");
        var seen = new ArrayList<String>();
        var path = "/record/readers?others=1&who=nadege";
        int pages = 0;
        while (!path.isEmpty()) {
            var html = page(mine, path);
            seen.addAll(lines(html));
            var next = NEXT.matcher(html);
            path = next.find() ? next.group(1).replace("&amp;", "&") : "";
            pages++;
        }
        assertEquals(2, pages);
        assertEquals(61, seen.size());
        assertEquals(61, new HashSet<>(seen).size());

        var today = LocalDate.now(Format.ZONE);
        assertEquals(50, lines(page(mine, "/record/readers?from=" + today + "&to=" + today + "&who=NADEGE")).size());
        assertTrue(page(mine, "/record/readers?from=" + today.plusDays(1)).contains("Aucune ligne ne correspond."));
        assertTrue(page(mine, "/record/readers?to=" + today.minusDays(1)).contains("0 ligne dans le journal pour ces jours"));
        assertEquals(List.of(), lines(page(mine, "/record/readers?who=etranger&others=1")).stream().filter(seen::contains).toList());
        assertEquals(1, lines(page(mine, "/record/readers?who=etranger")).size());
        for (var line : lines(page(mine, "/record/readers?refused=1"))) assertTrue(page(mine, "/record/readers/" + line).contains("Refusé"));
        var wrong = mine.get("/record/readers?from=24.11.2026");
        assertEquals(400, wrong.statusCode());
        assertTrue(wrong.body().contains("href=\"#from\"") && wrong.body().contains("Écrivez la date comme"), wrong.body());
        assertEquals(400, mine.get("/record/readers?from=2026-02-02&to=2026-02-01").statusCode());
    }

    @Test
    void onesOwnLookUpsDontPushOthersOffThePage() {
        var third = home.created("{'resourceType':'Patient','name':[{'family':'Curieux'}]}");
        assertEquals(404, home.fhir(stranger.actor("user/*.cruds"), "GET", "/fhir/Patient/" + third, "").statusCode());
        var curious = home.in(home.somebody("curieux", Role.PATIENT, "", third));
        for (int i = 0; i < ReadersPage.SHOWN + 10; i++) page(curious, "/record/appointments");
        var html = page(curious, "/record/readers");
        assertTrue(html.contains("Paul Étranger") && html.contains("Vous avez consulté votre dossier 60 fois"), html);
    }

    @Test
    void aQuestionThatPicksSaysHowFarItLookedAndGoesOn() {
        var visit = home.created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + other + "'},"
                + "'serviceProvider':{'reference':'Organization/" + unit + "'},'period':{'start':'2026-01-01'}}");
        assertEquals(404, home.fhir(stranger.actor("user/*.cruds"), "GET", "/fhir/Encounter/" + visit, "").statusCode());
        for (int i = 0; i < ReadersPage.OPENED; i++) assertEquals(200, home.fhir(night.actor("user/*.cruds"), "GET", "/fhir/Encounter/" + visit, "").statusCode());
        var html = page(theirs, "/record/readers?who=etranger");
        assertEquals(List.of(), lines(html));
        assertTrue(html.contains("Des lignes plus anciennes n’ont pas encore été lues.") && html.contains("parmi les 500 lues"), html);
        var next = NEXT.matcher(html);
        assertTrue(next.find());
        var further = page(theirs, next.group(1).replace("&amp;", "&"));
        assertEquals(1, lines(further).size());
        assertTrue(further.contains("Revenir aux plus récentes"));
    }

    @Test
    void eachPageLeavesOneEntryThatTheNextOneShows() {
        for (var path : List.of("/record", "/record/results", "/record/readers", "/record/stays")) {
            var before = entries();
            page(mine, path);
            assertEquals(before + 1, entries(), path);
        }
        var newest = lines(page(mine, "/record/readers")).getFirst();
        assertTrue(page(mine, "/record/readers/" + newest).contains("vos venues et séjours"));
        assertTrue(page(mine, "/record/readers").contains("Vous avez consulté votre dossier"));
    }

    private static long entries() {
        return home.server.database().read(Part.first("select count(*) from entry", r -> r.getLong(1))).orElseThrow();
    }

    @Test
    void aLineIsToldInFullToItsPatientOnly() {
        var refused = lines(page(mine, "/record/readers?refused=1&who=etranger")).getFirst();
        var html = page(mine, "/record/readers/" + refused);
        assertTrue(html.contains("L’un de ces motifs") && html.contains("Votre opposition a été respectée.") && html.contains("Patient/" + patient) && html.contains("outcome: REFUSED"), html);
        assertEquals(404, theirs.get("/record/readers/" + refused).statusCode());
        assertEquals(404, theirs.get("/record/readers/" + refused + "/proof").statusCode());
        for (var id : List.of("j1-0", "nonsense", "j99999999999999999-0", refused + "0"))
            assertEquals(alike(theirs.get("/record/readers/" + id), id), alike(theirs.get("/record/readers/" + refused), refused));
    }

    // ---- proofs

    private static HttpResponse<String> proof(String line) throws InterruptedException {
        while (true) {
            var answer = mine.get("/record/readers/" + line + "/proof");
            if (answer.statusCode() != 503) return answer;
            assertTrue(answer.body().contains("La preuve arrive dans une seconde"), answer.body());
            Thread.sleep(100);
        }
    }

    @Test
    void aProofTakenHomeIsGenuineAndOneFlippedBitIsNot() throws Exception {
        var line = lines(page(mine, "/record/readers?refused=1&who=etranger")).getFirst();
        var answer = proof(line);
        assertEquals(200, answer.statusCode());
        assertEquals("attachment; filename=\"serment-" + line + ".proof.txt\"", answer.headers().firstValue("Content-Disposition").orElseThrow());
        var key = Vkey.parse(mine.get("/journal/key").body().strip());
        var file = answer.body().getBytes(StandardCharsets.UTF_8);
        var genuine = assertInstanceOf(Verdict.Genuine.class, ProofFile.check(file, key));
        assertEquals("Paul Étranger", genuine.line().name());

        var check = page(mine, "/record/check");
        assertTrue(check.contains(key.orElseThrow().format()) && check.contains("./serment verify"), check);
        var verdict = mine.upload("/record/check", file);
        assertEquals(200, verdict.statusCode());
        assertTrue(verdict.body().contains("Authentique") && verdict.body().contains("Paul Étranger"), verdict.body());
        var pasted = mine.form("/record/check", mine.token(), "text", new String(answer.body().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        assertTrue(pasted.body().contains("Authentique"), pasted.body());
        for (int at = 100; at < file.length; at += 97) {
            file[at] ^= 1;
            assertInstanceOf(Verdict.Forged.class, ProofFile.check(file, key));
            var forged = mine.upload("/record/check", file);
            assertTrue(forged.body().contains("Pas une preuve de ce journal") && !forged.body().contains("Authentique"), "bit " + at);
            file[at] ^= 1;
        }
    }

    @Test
    void theCheckRefusesWhatIsMissingTooLargeOrFromAnotherSite() {
        page(mine, "/record/check");
        assertEquals(400, mine.upload("/record/check", new byte[0]).statusCode());
        assertEquals(413, mine.upload("/record/check", new byte[(1 << 20) + 1]).statusCode());
        assertTrue(mine.upload("/record/check", "hello".getBytes(StandardCharsets.UTF_8)).body().contains("Pas une preuve"));
        assertEquals(403, mine.form("/record/check", "not-the-token", "text", "x").statusCode());
    }

    // ---- others

    @Test
    void whoIsNoPatientIsRefusedAndTheJournalKnows() {
        var browser = home.in(nurse);
        for (var path : List.of("/record", "/record/results", "/record/readers", "/record/readers/j1-0", "/record/readers/j1-0/proof", "/record/documents/" + note)) {
            var before = entries();
            var answer = browser.get(path);
            assertEquals(404, answer.statusCode(), path);
            assertTrue(answer.body().contains("n’existe pas, ou ne vous est pas ouverte"), answer.body());
            assertFalse(answer.body().contains("DELACROIX"));
            assertEquals(before + 1, entries(), path);
        }
        var nobody = home.new Browser().get("/record/readers");
        assertEquals(303, nobody.statusCode());
        assertTrue(nobody.headers().firstValue("Location").orElseThrow().startsWith("/sign-in"));
        assertNotEquals(Optional.empty(), nobody.headers().firstValue("Location"));
    }

    @Test
    void aPatientsFirstPageIsTheRecordAndTheMenuKnowsWhereOneIs() {
        assertEquals("/record", mine.get("/").headers().firstValue("Location").orElseThrow());
        var html = page(mine, "/record/check");
        assertTrue(html.contains("<a href=\"/record/check\" aria-current=\"page\">"), html);
        assertTrue(html.contains("<a href=\"/record\">"), html);
    }
}
