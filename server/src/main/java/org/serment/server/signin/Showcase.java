package org.serment.server.signin;

import java.util.List;
import org.serment.kernel.access.Role;

/// Whom a demonstration offers to sign in as, shown on the sign-in page. A hospital has none: only the module of the demonstration
/// brings one.
@FunctionalInterface
public interface Showcase {
    /// @param name empty for a patient
    /// @param unit where the person works; may be empty
    /// @param code the one-time code of this moment
    record Row(String login, Role role, String name, String unit, String password, String code) {}

    List<Row> rows();
}
