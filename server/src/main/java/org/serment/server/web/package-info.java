/// The page kit, and what is served beside FHIR: the journal's public part, and whether the server is well.
///
/// A page of another door is a [Page] at a [Route]: it gets a [Visit], asks the gate and its rooms, and gives a [Reply], which [Pages]
/// renders with a template of that door inside one [Frame]. What tells something of a patient needs the gate's word that the journal
/// has it. Translates only; nothing here knows a patient, and who is signed in is found out by the door `signin`.
///
/// Start reading at [Pages]; then [JournalServlet].
package org.serment.server.web;
