/// # vault: keys, and the one place where bodies open
///
/// Owns the root keys (through a [org.serment.server.vault.KeyProvider]; they live outside the database), the keys of
/// records (table `record_key`, wrapped under an epoch key) and the check values that tell a wrong key file at start.
///
/// It never opens a body without an [org.serment.server.vault.Authority], never returns bytes that did not
/// authenticate, never gives raw key bytes to another room, and never invents a passphrase.
///
/// Start reading at [org.serment.server.vault.Vault]; the bytes are in `docs/spec/envelope.md`.
package org.serment.server.vault;
