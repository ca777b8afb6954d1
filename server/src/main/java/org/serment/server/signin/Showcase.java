package org.serment.server.signin;

import java.util.List;

/// Whom a demonstration offers to sign in as, shown on the sign-in page. A hospital has none: only the module of the demonstration
/// brings one.
@FunctionalInterface
public interface Showcase {
    /// @param who  name and function
    /// @param code the one-time code of this moment
    record Row(String login, String who, String password, String code) {}

    List<Row> rows();
}
