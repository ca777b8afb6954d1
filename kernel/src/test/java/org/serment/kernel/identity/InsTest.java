package org.serment.kernel.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InsTest {

    private static final String NIR = "1.2.250.1.213.1.4.8";

    @ParameterizedTest
    @ValueSource(strings = {"279035121518989", "255081416802538", "294037512000591", "284052A32102552"})
    void rightKeysAreAccepted(String ins) {
        assertEquals(Optional.of(new Ins(Ins.Kind.NIR, ins)), Ins.of(NIR, ins));
    }

    /// Both stand in specification examples, with wrong keys.
    @ParameterizedTest
    @CsvSource({"276037510669380, 26", "260058815400244, 33"})
    void theTwoTrapsAreRefused(String ins, int expected) {
        assertTrue(Ins.of(NIR, ins).isEmpty());
        assertEquals(expected, NirKey.of(ins.substring(0, 13)));
        assertTrue(Ins.valid(ins.substring(0, 13) + expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "27903512151898", "2790351215189890", "379035121518989", "279005121518989", "279195121518989",
            "284052a32102552", "284052C32102552", " 79035121518989", "٢79035121518989"})
    void otherShapesAreRefused(String ins) {
        assertFalse(Ins.valid(ins));
        assertThrows(IllegalArgumentException.class, () -> new Ins(Ins.Kind.NIR, ins));
    }

    @Test
    void everyOtherKeyIsRefused() {
        long valid = java.util.stream.IntStream.range(0, 100)
                .filter(key -> Ins.valid("2790351215189%02d".formatted(key))).count();
        assertEquals(1, valid);
    }

    @ParameterizedTest
    @CsvSource({"00, false", "01, true", "12, true", "13, false", "19, false", "20, true", "99, true"})
    void monthsAreRealOrSaidUnknown(String month, boolean valid) {
        String number = "279" + month + "51215189";
        assertEquals(valid, Ins.valid(number + "%02d".formatted(NirKey.of(number))));
    }

    @Test
    void corsicaCountsAs19And18() {
        assertEquals(NirKey.of("2840519321025"), NirKey.of("284052A321025"));
        assertEquals(NirKey.of("2840518321025"), NirKey.of("284052B321025"));
    }

    @Test
    void theOidTellsTheKind() {
        assertEquals(Optional.of(Ins.Kind.TEST), Ins.Kind.of("1.2.250.1.213.1.4.10"));
        assertEquals(Ins.Kind.NIA, Ins.of("1.2.250.1.213.1.4.9", "279035121518989").orElseThrow().kind());
        assertTrue(Ins.of("1.2.250.1.213.1.4.12", "279035121518989").isEmpty());
    }

    @Test
    void identitiesAreNotShown() {
        assertFalse(Ins.of(NIR, "279035121518989").toString().contains("279"));
        PatientTraits traits = new PatientTraits("MARTIN", List.of("CLAIRE"), LocalDate.of(1979, 3, 1),
                PatientTraits.Sex.FEMALE, "51215", Optional.empty(), Optional.empty());
        assertFalse(traits.toString().contains("MARTIN"));
        assertTrue(traits.birthplaceKnown());
    }

    @Test
    void onlyAQualifiedIdentityReleasesItsIns() {
        assertEquals(IdentityStatus.QUALIFIED, IdentityStatus.of(true, true));
        assertEquals(IdentityStatus.RETRIEVED, IdentityStatus.of(true, false));
        assertEquals(IdentityStatus.VALIDATED, IdentityStatus.of(false, true));
        assertEquals(IdentityStatus.PROVISIONAL, IdentityStatus.of(false, false));
        for (IdentityStatus status : IdentityStatus.values()) {
            assertEquals(status == IdentityStatus.QUALIFIED, status.releasesIns());
        }
    }
}
