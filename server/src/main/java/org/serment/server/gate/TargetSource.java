package org.serment.server.gate;

import java.util.Optional;
import org.serment.server.db.Part;

/// The record's answer to "where does this stand?": authorisation columns, nothing readable of the content.
@FunctionalInterface
public interface TargetSource {
    Part<Optional<Standing>> standing(Address address);

    /// The same with the sealed body, so that a read takes one round trip. Absent costs what present costs.
    default Part<Optional<Standing>> sealed(Address address) {
        return standing(address);
    }
}
