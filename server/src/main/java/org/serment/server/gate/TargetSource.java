package org.serment.server.gate;

import java.util.Optional;
import org.serment.server.db.Part;

/// The record's answer to "where does this stand?": authorisation columns, no content.
@FunctionalInterface
public interface TargetSource {
    Part<Optional<Standing>> standing(Address address);
}
