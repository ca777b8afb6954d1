package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            "Dupont", "dupont"
            "DUPONT", "dupont"
            "  Ève-Marie \t Œstergård ", "eve-marie oestergard"
            "Françoise", "francoise"
            "L’Haÿ-les-Roses", "l'hay-les-roses"
            "ﬁn", "fin"
            "Straße", "strasse"
            "STRASSE", "strasse"
            "Ægir Þórður", "aegir thordur"
            "Łódź", "lodz"
            "a\u00a0b", "a b"
            "a\u200bb", "ab"
            "İstanbul", "istanbul"
            "Ｆｕｌｌ", "full"
            "Ελλάς", "ελλας"
            "", ""
            "   ", ""
            """)
    void makesComparable(String text, String normal) {
        assertEquals(normal, Normal.of(text));
        assertEquals(normal, Normal.of(normal), "once is enough");
    }

    @Test
    void composedAndDecomposedAreOne() {
        assertEquals(Normal.of("\u00e9"), Normal.of("e\u0301"));
    }
}
