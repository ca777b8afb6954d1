/// The FHIR R4 door at `/fhir`: one plain servlet that translates and nothing else.
///
/// A request becomes a [Route], a caller and a call of a room through the gate; what comes back becomes a status,
/// headers and a body. All refusals and errors become an OperationOutcome in one place, [Outcomes].
/// No SQL, no key and no decision live here.
///
/// Start reading at [FhirDoor].
package org.serment.server.fhir;
