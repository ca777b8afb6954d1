/// The patients' pages: my record in plain words, who opened it, and how to check a proof of it.
///
/// Owns words: how a resource or a line of the journal reads for somebody who is neither a carer nor a lawyer, in French and
/// English. Whose record it is comes from the account, never from an address: each page passes the gate once, as the caller's
/// own record, and leaves one entry in the journal, which the next page shows.
///
/// It decides nothing, stores nothing and hides nothing: a line that it has no words for is shown as the journal has it.
///
/// Start reading at [Portal]; then [ReadersPage].
package org.serment.server.portal;
