package org.serment.r4.define;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The tables in the sources are what the published definitions give.
class GeneratedTest {
    private final Generate definitions = new Generate();

    @Test
    void elements() throws IOException {
        assertEquals(table("elements.tsv"), definitions.elements());
    }

    @Test
    void params() throws IOException {
        assertEquals(table("params.tsv"), definitions.params());
    }

    @Test
    void compartment() throws IOException {
        assertEquals(table("compartment.tsv"), definitions.compartment());
    }

    @Test
    void summary() throws IOException {
        assertEquals(table("summary.tsv"), definitions.summary());
    }

    @Test
    void terms() throws IOException {
        assertEquals(table("/org/serment/r4/terms/codes.tsv"), GenerateTerms.codes());
        assertEquals(table("/org/serment/r4/terms/sets.tsv"), GenerateTerms.sets());
    }

    private static String table(String name) throws IOException {
        try (var in = Table.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
