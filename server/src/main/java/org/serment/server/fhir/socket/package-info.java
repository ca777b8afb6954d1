/// The web socket at `/fhir/ws`: notifications for programs that can't be called. What is sent over it belongs to
/// [org.serment.server.subscriptions]; here are only frames.
///
/// Start reading at [SocketDoor].
package org.serment.server.fhir.socket;
