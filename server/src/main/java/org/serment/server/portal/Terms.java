package org.serment.server.portal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.serment.server.web.Language;

/// Names of the most usual codes in plain words (`terms.tsv`). What isn't there keeps the name that its author gave it.
final class Terms {
    private record Term(String fr, String en) {}

    private static final Map<String, String> SYSTEMS = Map.of("http://loinc.org", "loinc", "http://snomed.info/sct", "snomed", "http://hl7.org/fhir/sid/cvx", "cvx");

    private final Map<String, Term> terms;

    private Terms(Map<String, Term> terms) {
        this.terms = Map.copyOf(terms);
    }

    static Terms all() {
        var terms = new HashMap<String, Term>();
        try (var in = new BufferedReader(new InputStreamReader(Terms.class.getResourceAsStream("terms.tsv"), StandardCharsets.UTF_8))) {
            in.lines().skip(1).map(line -> line.split("\t", -1)).forEach(c -> {
                if (terms.put(c[0] + '|' + c[1], new Term(c[2], c[3])) != null) throw new IllegalStateException("a term is there twice: " + c[1]);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Terms(terms);
    }

    int size() {
        return terms.size();
    }

    /// The plain name of a code; empty where there is none in that language.
    Optional<String> name(String system, String code, Language language) {
        var term = Optional.ofNullable(SYSTEMS.get(system)).map(s -> terms.get(s + '|' + code));
        return term.map(t -> switch (language) {
            case FR -> t.fr;
            case EN -> t.en;
        }).filter(name -> !name.isEmpty());
    }
}
