package org.serment.e2e.clients;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;

/// `fhir-kit-client` of npm: the steps and what they expect stand in `e2e/clients/fhir-kit-client.mjs`. A step that the
/// CapabilityStatement doesn't claim says so and is not taken.
@ExtendWith(Hospital.Resolver.class)
class KitClientIT {

    @Test
    void itsJourneySucceeds(Hospital hospital) throws Exception {
        String said = Npm.node("fhir-kit-client.mjs", environment(hospital, hospital.token("loader")));
        System.out.println(said);
        assertTrue(said.lines().filter(line -> line.startsWith("ok ")).count() > 12, said);
        assertTrue(said.endsWith("ok delete\n"), said);
    }

    @Test
    void itFailsWithWhatItIsRefused(Hospital hospital) throws Exception {
        var environment = environment(hospital, hospital.token("dpo"));
        AssertionError failed = assertThrows(AssertionError.class, () -> Npm.node("fhir-kit-client.mjs", environment));
        assertTrue(failed.getMessage().contains("FAILED create: Error: HTTP 403"), failed.getMessage());
    }

    private static Map<String, String> environment(Hospital hospital, String token) {
        return Map.of("SERMENT_FHIR", hospital.base() + "/fhir", "SERMENT_TOKEN", token);
    }
}
