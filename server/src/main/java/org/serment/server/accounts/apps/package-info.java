/// # apps: what acts in a person's name
///
/// A part of the room accounts. Owns registered applications (`app`), what people allowed them (`app_consent`), the grants
/// that follow (`app_grant`, `app_token`), their openings from a record (`launch`), and the identities that people have at outside providers (`outside`).
///
/// A token is stored as its SHA-256, the rest of a grant sealed: a thief of the database gets nothing that works.
/// Nothing here knows HTTP or a protocol; the door `oauth` speaks it.
///
/// Start reading at [org.serment.server.accounts.apps.Grants].
package org.serment.server.accounts.apps;
