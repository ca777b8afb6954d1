package org.serment.server.record;

import java.util.Optional;
import java.util.Set;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Problem;
import org.serment.server.db.Tx;
import tools.jackson.databind.node.ObjectNode;

/// Who must know of a written resource inside its transaction. The care room reads care relationships out of stays; the
/// subscriptions room has a word on Subscriptions before they are written.
public interface Observer {
    /// Asked once the writer may write it, before it is sealed: who has a rule about the type refuses the resource here, or
    /// completes it.
    ///
    /// @param id  its logical id
    /// @param oid its number
    Optional<Problem> admit(Tx tx, Actor actor, String type, String id, long oid, ObjectNode resource);

    /// @param subjects  the patients it is about
    /// @param oid       the resource's number
    /// @param movements the writer is one whose word on stays counts
    void written(Tx tx, int tenant, String type, Set<Long> subjects, long oid, ObjectNode resource, Hasher hasher, boolean movements);

    void removed(Tx tx, int tenant, String type, long oid);
}
