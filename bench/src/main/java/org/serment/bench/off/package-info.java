/// What sealing, deciding and journalling cost: copies of a few classes of the server, changed so that one of the three
/// does nothing, are written into a scratch directory that stands before the server's own on the class path of the
/// server that the bench starts. Nothing of it reaches `serve` or `demo`: this package is in the bench's jar only.
///
/// Start with [Switch].
package org.serment.bench.off;
