package org.serment.server.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Message;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Reason;
import org.serment.kernel.access.Role;
import org.serment.kernel.access.Rule;
import org.serment.kernel.identity.IdentityStatus;
import org.serment.kernel.identity.Ins;
import org.serment.kernel.trace.Line;
import org.serment.r4.Types;
import org.serment.server.web.Language;

/// Whatever the journal can say has words in both languages; a new constant without words breaks these tests.
class WordsTest {
    private static final List<String> BARS = List.of("tenant", "account", "review", "scope", "purpose", "role", "own");

    @Test
    void whatTheJournalSaysHasWords() throws IOException {
        for (var language : Language.values()) {
            var texts = texts(language);
            for (var role : Role.values()) assertWords(texts, "role." + role);
            for (var purpose : Purpose.values()) assertWords(texts, "purpose." + purpose);
            for (var outcome : Line.Outcome.values()) for (var action : Action.values()) assertWords(texts, "did." + outcome + "." + action);
            for (var status : IdentityStatus.values()) assertWords(texts, "ins.status." + status);
            for (var kind : Ins.Kind.values()) assertWords(texts, "ins.kind." + kind);
            for (var standing : Reading.Standing.values()) if (standing != Reading.Standing.UNKNOWN) assertWords(texts, "standing." + standing);
            for (var section : Section.values()) {
                assertWords(texts, "section." + section.key());
                for (var kind : section.kinds()) assertWords(texts, "record.kind." + kind.name());
                for (var word : section.glossary()) for (var part : List.of(".word", ".text")) assertWords(texts, "glossary." + word + part);
            }
        }
    }

    @Test
    void whatAPatientsRecordCanHoldHasWords() throws IOException {
        var missing = new TreeSet<String>();
        var types = patientTypes();
        for (var language : Language.values()) for (var type : types) if (!texts(language).containsKey("portal.type." + type)) missing.add(type);
        assertEquals(Set.of(), missing);
        assertTrue(types.size() > 70, "types of a patient's record: " + types.size());
    }

    @Test
    void everyRulesBasisHasWordsAndItsArticle() throws IOException {
        for (var language : Language.values()) {
            var texts = texts(language);
            for (var rule : HospitalRules.POLICY.rules()) {
                var key = "basis." + rule.basis().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
                assertWords(texts, key);
                var article = rule.basis().replaceAll("[^0-9]", "");
                if (!article.isEmpty()) assertTrue(texts.getProperty("portal." + key).replaceAll("[^0-9]", "").contains(article.substring(article.length() > 4 ? article.length() - 5 : 0)), key);
            }
        }
    }

    /// Every reason that the kernel knows is told for some rule, bar or guard, and reads as a sentence in both languages.
    @Test
    void everyMessageReachesThePatient() {
        var reached = EnumSet.noneOf(Message.class);
        for (var bar : BARS) reached.addAll(Why.of(bar, Line.Outcome.REFUSED));
        for (var tie : Rule.Tie.values()) {
            reached.add(Why.granted(tie));
            reached.addAll(Why.refused(tie));
        }
        for (var guard : Rule.Guard.values()) reached.addAll(Why.refused(guard));
        assertEquals(EnumSet.allOf(Message.class), reached);
        for (var message : Message.values()) for (var language : Language.values()) {
            var text = new Reason("", List.of(), message).text(Reason.Audience.PATIENT, Reason.Language.valueOf(language.name()));
            assertTrue(text.length() > 10 && text.endsWith("."), message + " " + language);
        }
    }

    @Test
    void everyRuleSaysWhyItGrantedAndWhyItMayHaveRefused() {
        for (var rule : HospitalRules.POLICY.rules()) {
            assertEquals(1, Why.of(rule.id(), Line.Outcome.GRANTED).size(), rule.id());
            if (rule.tie() != Rule.Tie.DUTY) assertFalse(Why.of(rule.id(), Line.Outcome.REFUSED).isEmpty(), rule.id());
        }
        assertEquals(List.of(Message.NOT_IN_CARE, Message.OPPOSED, Message.FACT_MISSING, Message.LABEL, Message.FACT_MISSING), Why.of("care.read", Line.Outcome.REFUSED));
        assertEquals(List.of(), Why.of("a.rule.of.the.past", Line.Outcome.GRANTED));
        // a reason told twice is told once
        assertEquals(4, Why.of(line(Line.Outcome.REFUSED, List.of("care.read"))).size());
    }

    @Test
    void usualCodesHavePlainNamesInBothLanguages() {
        var terms = Terms.all();
        assertTrue(terms.size() > 300);
        assertEquals("Pouls (battements du cœur par minute)", terms.name("http://loinc.org", "8867-4", Language.FR).orElseThrow());
        for (var code : List.of("8867-4", "718-7", "2345-7", "2160-0", "4548-4", "2093-3", "85354-9", "8310-5", "29463-7", "6690-2", "777-3"))
            for (var language : Language.values()) assertTrue(terms.name("http://loinc.org", code, language).isPresent(), code);
        assertTrue(terms.name("http://loinc.org", "0-0", Language.FR).isEmpty());
        assertTrue(terms.name("http://elsewhere.example", "8867-4", Language.FR).isEmpty());
    }

    /// The types that can have a patient, as `r4` says which.
    private static List<String> patientTypes() throws IOException {
        try (var in = Types.class.getResourceAsStream("define/owners.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(l -> l.split("\t")).filter(c -> c.length > 1 && List.of("patients", "self").contains(c[1])).map(c -> c[0]).toList();
        }
    }

    private static Line line(Line.Outcome outcome, List<String> reasons) {
        return new Line(Instant.EPOCH, 1, "account/1", "", "", "", "", "", false, Action.READ, Purpose.TREAT, "", reasons, "", List.of(), 0, outcome, "r");
    }

    private static void assertWords(Properties texts, String key) {
        assertFalse(texts.getProperty("portal." + key, "").isBlank(), "no words for " + key);
    }

    private static Properties texts(Language language) throws IOException {
        var file = new Properties();
        try (var in = Portal.class.getResourceAsStream("texts." + language.tag() + ".properties")) {
            file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return file;
    }
}
