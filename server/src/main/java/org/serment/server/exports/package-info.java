/// # exports: whole records, or whole establishments, copied out in bulk
///
/// Owns export jobs and the sealed files that wait to be fetched (tables `export_job`, `export_file`, `export_piece`), and the
/// threads that make them. What is exported is read by the record, for a Permit that the gate gives anew for each step and
/// each download.
///
/// It never decides, keeps no clear text anywhere, and knows no HTTP. A job belongs to the client that asked for it; to others it isn't there.
///
/// Start reading at [org.serment.server.exports.Exports]; a job is worked on in [org.serment.server.exports.Step].
package org.serment.server.exports;
