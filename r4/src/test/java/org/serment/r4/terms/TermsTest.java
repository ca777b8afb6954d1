package org.serment.r4.terms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serment.r4.define.Table;

class TermsTest {
    private static final String SETS = "http://hl7.org/fhir/ValueSet/", V3 = "http://terminology.hl7.org/ValueSet/v3-";
    private final Terms terms = Terms.r4();

    @Test
    void aWholeSystemAListAndABranch() {
        assertEquals(List.of("male", "female", "other", "unknown"), codes(SETS + "administrative-gender|4.0.1"));
        assertTrue(codes(SETS + "observation-interpretation").containsAll(List.of("H", "HH", "L")));
        var encounters = codes(V3 + "ActEncounterCode");
        assertTrue(encounters.containsAll(List.of("AMB", "IMP", "EMER", "ACUTE")), encounters.toString());
        assertFalse(encounters.contains("DIET"));
    }

    @Test
    void whatOthersOwnIsNotHere() {
        assertEquals("http://snomed.info/sct", assertInstanceOf(Expansion.Elsewhere.class, terms.expand(SETS + "body-site")).missing());
        assertEquals("http://loinc.org", assertInstanceOf(Expansion.Elsewhere.class, terms.expand(SETS + "observation-codes")).missing());
        assertInstanceOf(Expansion.Unknown.class, terms.expand("http://example.org/none"));
        for (var row : Table.rows("/org/serment/r4/terms/codes.tsv", 5))
            if (row[0].equals("S")) assertFalse(row[1].matches(".*(snomed|loinc|dicom|/sid/|ex-revenue-center|practitioner-role).*"), row[1]);
    }

    @Test
    void conceptsKnowTheirNamesAndWhetherTheyAreUsed() {
        var system = terms.system("http://terminology.hl7.org/CodeSystem/v3-ActCode").orElseThrow();
        assertEquals("ambulatory", system.find("AMB").orElseThrow().display());
        assertTrue(system.find("_ActEncounterCode").orElseThrow().groups());
        assertTrue(system.find("amb").isEmpty());
    }

    /// Whatever is defined can be asked for and ends.
    @Test
    void everyValueSetExpandsOrSaysWhatItLacks() {
        int expanded = 0;
        for (var row : Table.rows("/org/serment/r4/terms/sets.tsv", 5))
            if (row[0].equals("V")) expanded += switch (terms.expand(row[1])) {
                case Expansion.Codes c -> c.concepts().isEmpty() ? 0 : 1;
                case Expansion.Elsewhere e -> e.missing().isEmpty() ? -10_000 : 0;
                case Expansion.Unknown _ -> -10_000;
            };
        assertTrue(expanded > 1000, "expanded: " + expanded);
    }

    private List<String> codes(String url) {
        return assertInstanceOf(Expansion.Codes.class, terms.expand(url), url + ' ' + terms.expand(url)).concepts().stream().map(Concept::code).toList();
    }
}
