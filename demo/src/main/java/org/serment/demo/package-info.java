/// The demonstration hospital: one command that makes its histories, starts the server, loads them through the
/// FHIR door and says who may sign in.
///
/// It owns the demonstration's directory `demo` under the data directory: passphrase, loader's key, histories,
/// accounts. It is never on the class path of `serve`, and listens on the loopback only. It knows the server as
/// whoever installs it does: configuration, accounts and doors, no tables.
///
/// Start with [org.serment.demo.Main]; [org.serment.demo.Token] is the command that prints a token.
package org.serment.demo;
