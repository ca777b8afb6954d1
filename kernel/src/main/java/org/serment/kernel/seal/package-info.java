/// Sealing: what the storage sees instead of a record.
///
/// Owns the envelope (`docs/spec/envelope.md`), the wrapping of one key under another, and the
/// blind index (`docs/spec/index-token.md`).
///
/// Guarantees: one message, one key (derived from the parent key and a random salt, so there is no
/// nonce to count); an envelope opens only with its key, its place (the associated data) and all its
/// bits; a failed opening never says why. It never draws randomness (salts are arguments), never
/// stores a key, never prints one.
///
/// Start with [Seal].
package org.serment.kernel.seal;
