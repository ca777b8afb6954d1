/// The append-only log: hashing and proofs of RFC 6962, tiles and signed checkpoints of C2SP.
///
/// Owns the tree's arithmetic and the text of a checkpoint (`docs/spec/checkpoint.md`). All functions
/// are pure: hashes are read through [Nodes], signing keys are arguments. It never stores a tree and
/// never knows what a leaf means: that is `trace`.
///
/// Start with [Hash], then [Frontier] (how a log grows) and [Proof] (how it is checked).
package org.serment.kernel.merkle;
