package org.serment.server.vault;

import java.time.Instant;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Target;

/// Authority to open one resource: the gate's Permit, which is made after a decision that was granted, for one
/// request, and dies with it. The vault asks it again for each body, with the columns that the body's seal vouches for.
@FunctionalInterface
public interface Authority {

    /// Returns when this authority covers opening, otherwise throws: the caller is then broken, not refused.
    void require(Target target, String type, Action action, Instant now);
}
