package org.serment.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WalkTest {

    @Test
    void theNextPageIsFoundWhateverTheOrderOfTheLink() {
        assertEquals(Optional.of("/fhir/Patient?page=a&b=c"), Walk.next("""
                {"resourceType":"Bundle","link":[{"relation":"self","url":"http://localhost/fhir/Patient"},\
                {"relation":"next","url":"http://localhost/fhir/Patient?page=a&b=c"}],"entry":[]}"""));
        assertEquals(Optional.of("/fhir?_getpages=1"), Walk.next("""
                {"link":[{"url":"http://localhost:1/fhir?_getpages=1","relation" : "next"},{"relation":"self","url":"x"}]}"""));
        assertEquals(Optional.empty(), Walk.next("""
                {"link":[{"relation":"self","url":"http://localhost/fhir/Patient"}]}"""), "the last page");
    }
}
