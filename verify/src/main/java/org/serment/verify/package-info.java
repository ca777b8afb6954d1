/// Checks a journal proof offline and says in plain English what it shows.
///
/// Owns the command's arguments, words and exit codes. What is genuine is decided by the kernel's
/// `ProofFile`. It never opens a connection, never writes a file and trusts no key by itself.
///
/// Start with [Verify].
package org.serment.verify;
