package org.serment.server.subscriptions;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/// Where rest-hooks may go: only to origins (scheme, host, port) that the operator listed for the client that subscribes. So no
/// subscriber makes this server call an address of its own choice, inside the hospital or out.
///
/// @param listed by client id
record Endpoints(Map<String, Set<URI>> listed) {
    boolean allow(String client, URI endpoint) {
        return listed.getOrDefault(client, Set.of()).contains(URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority()));
    }
}
