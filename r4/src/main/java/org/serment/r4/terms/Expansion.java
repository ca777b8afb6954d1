package org.serment.r4.terms;

import java.util.List;

/// What came of listing the codes of a value set.
public sealed interface Expansion {
    /// In the order of the definition.
    record Codes(ValueSet set, List<Concept> concepts) implements Expansion {}

    /// No value set of that URL is here.
    record Unknown() implements Expansion {}

    /// It draws on what isn't here.
    ///
    /// @param missing the code system or value set, or the filter that isn't known
    record Elsewhere(String missing) implements Expansion {}
}
