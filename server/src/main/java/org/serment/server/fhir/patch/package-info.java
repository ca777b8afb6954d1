/// Patches as functions of a resource's tree: JSON Patch (RFC 6902) and FHIRPath Patch (FHIR R4 fhirpatch.html).
///
/// Nothing here knows of requests, of who asks or of what is stored; what a patch makes is checked by who writes it.
/// Messages never hold a value of the patch or of the resource.
///
/// Start reading at [Patch].
package org.serment.server.fhir.patch;
