package org.serment.r4;

/// What is wrong with a resource, and where.
///
/// @param path    FHIRPath of the place, such as `Patient.name[0].given[1]`; empty for the whole input
/// @param code    a code of the FHIR value set issue-type, such as `structure`
/// @param message in English; never contains a value of the resource
public record Problem(String path, String code, String message) {}
