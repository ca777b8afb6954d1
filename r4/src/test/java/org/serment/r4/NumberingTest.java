package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Numbers of types and parameters are in tables and hashes: they never drift.
class NumberingTest {
    @Test
    void numbersArePinned() throws NoSuchAlgorithmException {
        String types = Types.names().stream().map(t -> Types.number(t) + " " + t).collect(Collectors.joining("\n"));
        String params = Params.all().stream().map(p -> p.id() + " " + p.type() + "." + p.code() + " " + p.kind())
                .collect(Collectors.joining("\n"));
        assertEquals("b99b56260d314086e166ae57067fba44bbe8679059e1b5e3fecd42f63c650713", sha256(types + "\n\n" + params));
    }

    @Test
    void typesAreNumberedFromOneInAlphabeticalOrder() {
        assertEquals(146, Types.count());
        assertEquals(Types.names().stream().sorted().toList(), Types.names());
        assertEquals(1, Types.number("Account"));
        assertEquals("VisionPrescription", Types.name(146));
        assertEquals("Patient", Types.name(Types.number("Patient")));
        assertFalse(Types.known("DomainResource"));
        assertFalse(Types.known("patient"));
        assertThrows(IllegalArgumentException.class, () -> Types.number("Dog"));
    }

    @Test
    void paramsFollowTheirTypesNumberAndCode() {
        List<Param> patient = Params.of("Patient");
        assertEquals(patient.stream().map(Param::code).sorted().toList(), patient.stream().map(Param::code).toList());
        for (int i = 0; i < patient.size(); i++) {
            assertEquals(Types.number("Patient") * 64 + i, patient.get(i).id());
            assertEquals(patient.get(i), Params.get(patient.get(i).id()));
        }
    }

    @Test
    void paramsSayHowTheyMatch() {
        Param gender = Params.find("Patient", "gender").orElseThrow();
        assertEquals(Param.Kind.TOKEN, gender.kind());
        assertEquals(Optional.of("http://hl7.org/fhir/administrative-gender"), gender.impliedSystem());
        Param subject = Params.find("Observation", "subject").orElseThrow();
        assertEquals(List.of("Device", "Group", "Location", "Patient"), subject.targets());
        Param pair = Params.find("Observation", "code-value-quantity").orElseThrow();
        assertEquals(List.of("code", "value-quantity"), pair.components().stream().map(Param.Component::code).toList());
        Param lines = Params.find("MolecularSequence", "chromosome-variant-coordinate").orElseThrow();
        assertEquals(3, lines.components().size());
        assertEquals(Optional.empty(), Params.find("Patient", "birth-date"));
        assertEquals(Optional.empty(), Params.find("Dog", "_id"));
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
