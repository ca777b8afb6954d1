package org.serment.server.record;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Param;
import org.serment.r4.terms.Concept;
import org.serment.r4.terms.Expansion;

/// `:in` and `:not-in` (FHIR R4 search.html 2.21.1.5.5): a value set of the specification, as the codes it holds.
final class ValueSets {
    /// Codes that one condition may stand for.
    static final int MOST = 1_000;

    private ValueSets() {}

    /// @param urls value sets, of which any may hold the value
    static List<String> terms(Param param, String modifier, List<String> urls) {
        var name = param.code() + ':' + modifier;
        if (Postings.naming(param)) throw new Misread(name, "not-supported", param.code() + " holds no codes of value sets");
        var terms = new LinkedHashSet<String>();
        for (var url : urls) {
            switch (org.serment.r4.terms.Terms.r4().expand(Escapes.unescaped(url))) {
                case Expansion.Codes codes -> codes.concepts().forEach(c -> terms.add(term(param, c)));
                case Expansion.Unknown _ -> throw new Misread(name, "not-found", "the value set is unknown: here are those of the R4 specification, by their URL");
                case Expansion.Elsewhere e -> throw new Misread(name, "not-supported", "the value set draws on what is not here: " + e.missing());
            }
        }
        if (terms.size() > MOST) throw new Misread(name, "too-costly", "the value set is too large: it has more than " + MOST + " codes");
        return List.copyOf(terms);
    }

    private static String term(Param param, Concept concept) {
        return param.impliedSystem().equals(Optional.of(concept.system())) ? Terms.code(concept.code()) : Terms.coded(concept.system(), concept.code());
    }
}
