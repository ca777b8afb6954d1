/// What is served beside FHIR: tokens for system clients, the journal's public part, and whether the server is well.
/// Translates only; nothing here knows a patient.
///
/// Start reading at [TokenServlet] and [JournalServlet].
package org.serment.server.web;
