package org.serment.r4.terms;

/// A code of a system.
///
/// @param groups whether it only groups others and is never a value itself
/// @param active whether it is still in use
public record Concept(String system, String code, String display, boolean groups, boolean active) {}
