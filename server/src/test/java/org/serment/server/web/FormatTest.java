package org.serment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FormatTest {
    private final Format fr = new Format(Language.FR);
    private final Format en = new Format(Language.EN);

    @Test
    void fhirDatesKeepTheirPrecision() {
        assertEquals("1970", fr.fhir("1970"));
        assertEquals("mars 1970", fr.fhir("1970-03"));
        assertEquals("9 mars 1970", fr.fhir("1970-03-09"));
        assertEquals("1 juil. 2026 01:30", fr.fhir("2026-06-30T23:30:00Z"));
        assertEquals("1 Jul 2026 01:30", en.fhir("2026-06-30T23:30:00Z"));
        assertEquals("soon", fr.fhir("soon"));
        assertEquals("", fr.fhir(""));
        assertEquals("1 juil. 2026", fr.fhirDay("2026-06-30T23:30:00Z"));
    }

    @Test
    void numbersKeepTheirDigits() {
        assertEquals("7,40", fr.number(new BigDecimal("7.40")));
        assertEquals("7.40", en.number(new BigDecimal("7.40")));
        assertEquals("1,200", en.number(new BigDecimal("1200")));
    }
}
