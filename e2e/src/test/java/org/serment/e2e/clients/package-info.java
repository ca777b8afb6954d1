/// Clients that others wrote, against a running server: what they need of a FHIR server, they find here.
///
/// Java's come through Maven; those of npm lie in `e2e/clients` (`package.json`, `package-lock.json`, one script each) and are
/// installed into `target` by [Npm] when a journey runs. Code of others is never in the repository.
package org.serment.e2e.clients;
