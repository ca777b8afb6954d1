/// # care: who has whom in care
///
/// Owns care relationships as they follow from facts: `presence` (a patient's stays in units, read out of Encounters) and
/// `opposition` (read out of Consents). They are written in the transaction that writes the resource, so they can't differ from it.
///
/// It never decides: [org.serment.server.care.Care#facts] states relationships, the kernel decides with them. A relationship
/// ends by itself.
///
/// Start reading at [org.serment.server.care.Care].
package org.serment.server.care;
