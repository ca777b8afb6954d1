/// What the journal remembers of a request, and how one line of it is proved to one patient.
///
/// Owns the canonical bytes of a [Line], the way an [Entry] hides its lines in one leaf
/// (`docs/spec/leaf.md`) and the file that proves a line offline (`docs/spec/proof-file.md`).
/// A leaf says nothing of its lines to whoever lacks their salts; a proof shows one line and nothing of
/// the others. It never reads a journal and never draws a secret.
///
/// Start with [Line], then [ProofFile].
package org.serment.kernel.trace;
