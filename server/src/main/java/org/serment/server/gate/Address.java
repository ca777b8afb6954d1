package org.serment.server.gate;

/// What a request points at: one resource of one establishment.
///
/// @param tenant the establishment's number
/// @param type   a FHIR R4 resource type
/// @param id     its logical id (FHIR `id`: 1 to 64 of A-Z a-z 0-9 - .)
public record Address(int tenant, String type, String id) {
    /// `Type/id`, as references write it.
    public String reference() {
        return type + '/' + id;
    }
}
