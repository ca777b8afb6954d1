/// # journal: who did what, and the proof of it
///
/// Owns the access journal: sealed entries (`entry`, `line`), the queue of those not yet in the log (`pending`), the Merkle
/// log (`leaf`, `node`, `head`) and its signed states (`checkpoint`).
///
/// It never changes or removes an entry, never lets an answer leave before its entry is durable, and never opens an entry
/// without an authority for the patient whose line is asked.
///
/// A request's thread calls [Journal#append] and waits; one writer a process commits what has queued up meanwhile. Each second
/// one process, whichever has the lock of `head`, puts committed entries into the log and signs its new state.
///
/// Start reading at [org.serment.server.journal.Journal]; the arithmetic is in `org.serment.kernel.merkle`, what a line says
/// in `org.serment.kernel.trace`.
package org.serment.server.journal;
