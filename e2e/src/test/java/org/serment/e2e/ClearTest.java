package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClearTest {

    @Test
    void collectsWhatSaysSomethingAboutSomebody() {
        assertEquals(Set.of("Duval-Roche", "275029912345678", "1975-02-03", "44054006", "Diabetes mellitus",
                        "takes it at night", "lives alone"),
                Clear.strings(Fhir.json("""
                        {"resourceType":"Patient","id":"x","name":[{"family":"Duval-Roche","given":["Ana"]}],
                         "identifier":[{"system":"urn:oid:1.2.250.1.213.1.4.10","value":"275029912345678"}],
                         "birthDate":"1975-02-03","recorded":"2024-01-01T10:00:00Z",
                         "subject":{"reference":"Patient/12345678"},
                         "code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006",
                         "display":"Diabetes mellitus"}]},"note":[{"text":"takes it at night"}],"value":12345678,
                         "content":[{"attachment":{"data":"bGl2ZXMgYWxvbmU="}}]}""")));
    }
}
