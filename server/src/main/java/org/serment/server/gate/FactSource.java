package org.serment.server.gate;

import java.time.Instant;
import org.serment.kernel.access.Facts;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Part;

/// A room or shelf that knows facts about an actor. The gate adds up what all sources state, read in one snapshot.
@FunctionalInterface
public interface FactSource {
    Part<Facts> facts(Actor actor, Instant at);
}
