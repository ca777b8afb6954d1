package org.serment.r4;

import java.util.List;
import org.serment.r4.extract.Extractor;
import tools.jackson.databind.node.ObjectNode;

/// What a search finds a resource by: the values of all standard search parameters of its type.
///
/// `_id` and `_lastUpdated` give none: the store answers them from the resource's own row. `_text`, `_content` and
/// `_query` have no expression in R4. Where R4 leaves a choice, `docs/fhir-choices.md` says which one this is.
public final class Values {
    private Values() {}

    /// The values, each once. Throws [TooManyValues] when there are more than 500,000.
    /// The resource must come from [Json#parse]; another gives `IllegalArgumentException` or nothing useful.
    public static List<Value> of(ObjectNode resource) {
        return Extractor.values(resource);
    }
}
