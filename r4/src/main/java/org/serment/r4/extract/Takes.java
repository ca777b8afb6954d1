package org.serment.r4.extract;

import java.util.Optional;
import org.serment.r4.Param;

/// Chooses how a value of a FHIR type is taken for a parameter of a kind (FHIR R4 "Search", the table of each kind).
final class Takes {
    private Takes() {}

    /// Empty where R4 gives no meaning to the pair. Throws for a pair that nobody has looked at.
    static Optional<Take> of(Param param, int id, String type, String system, Optional<String> filter) {
        return switch (param.kind()) {
            case TOKEN -> Tokens.of(id, type, system);
            case STRING -> Texts.of(id, type);
            case DATE -> Times.of(id, type);
            case NUMBER -> Amounts.number(id, type);
            case QUANTITY -> Amounts.quantity(id, type);
            case URI -> Links.uri(id, type);
            case REFERENCE -> Links.reference(id, type, filter, param.targets());
            case SPECIAL -> Optional.of(Amounts.position(id));
            case COMPOSITE -> throw new IllegalArgumentException("a composite has no type");
        };
    }
}
