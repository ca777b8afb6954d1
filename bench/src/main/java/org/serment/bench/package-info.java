/// The load driver: it starts a demonstration server of its own in a scratch directory, and on demand HAPI's beside it
/// ([Peer], built from `bench/peer`), loads them, asks them in turns, and prints what a request costs, in time and in
/// processor time of the whole server (Java and PostgreSQL).
///
/// It owns raw keep-alive connections ([Connection]), a histogram ([Latencies]), the processor clock of a tree of
/// processes ([ProcessTree]) and the places of `docs/performance.md` that it writes ([Document]). It never talks to another
/// address than this machine's loopback, and every run is bounded in count and in time.
///
/// Start with [Bench], then [Comparison], [Scenarios] and [Load].
package org.serment.bench;
