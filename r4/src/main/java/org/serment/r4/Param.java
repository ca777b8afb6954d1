package org.serment.r4;

import java.util.List;
import java.util.Optional;

/// A standard search parameter of one resource type.
///
/// @param id            number of the type times 64 plus the parameter's place (0 to 63) among those of its type,
///                      sorted by code; fixed for good
/// @param type          the resource type
/// @param code          the name in a search, such as `birthdate`
/// @param kind          how values match
/// @param targets       resource types that a reference may lead to, sorted
/// @param impliedSystem the code system of every code that this parameter finds, where R4 fixes one
/// @param expression    the FHIRPath expression, of this type's branches only; empty for `_content`, `_query`, `_text`
/// @param components    parts of a composite, in order
public record Param(int id, String type, String code, Kind kind, List<String> targets, Optional<String> impliedSystem,
                    String expression, List<Component> components) {

    /// Kinds of search parameter (FHIR R4 "Search", parameter types).
    public enum Kind { NUMBER, DATE, STRING, TOKEN, REFERENCE, COMPOSITE, QUANTITY, URI, SPECIAL }

    /// A part of a composite.
    ///
    /// @param code       the parameter of the same type that says how the part matches
    /// @param expression from the element that the composite's expression gives
    public record Component(String code, String expression) {}
}
