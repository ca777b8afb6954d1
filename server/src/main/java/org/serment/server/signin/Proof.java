package org.serment.server.signin;

import java.time.Instant;
import java.util.List;

/// How a person proved who they are, and in which session: what the authorization server tells applications.
///
/// @param session SHA-256 of the session's secret
/// @param methods the factors (RFC 8176)
/// @param level   what an outside provider vouches for; empty when the factors are ours
public record Proof(int tenant, long account, byte[] session, Instant at, List<String> methods, String level) {}
