/// Loads the histories into a running server through its FHIR door, as any sending system would: a system
/// client with a key of its own, transactions over HTTP/1.1, four at a time.
///
/// It owns the loader's key file and the list of what was loaded. It never reaches into the server.
/// A load that was interrupted goes on where it stopped: what the list doesn't say is looked up first.
///
/// Start with [org.serment.demo.load.Load].
package org.serment.demo.load;
