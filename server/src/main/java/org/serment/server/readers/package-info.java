/// # readers: who opened my record?
///
/// Answers a patient, or the data protection officer for a patient, out of the journal: lines newest first, and the proof of each.
///
/// Owns no table and opens nothing by itself: the journal opens a line only for the patient that the permit covers.
///
/// Start reading at [org.serment.server.readers.Readers].
package org.serment.server.readers;
