/// Sessions as Spring Session wants them, over [org.serment.server.credentials.Sessions]. What a session holds is sealed before it is
/// kept, and read back through a list of allowed packages.
package org.serment.server.signin.sessions;
