package org.serment.server.record;

import java.util.Set;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.server.db.Tx;
import tools.jackson.databind.node.ObjectNode;

/// Who must know of a written resource inside its transaction. The care room reads care relationships out of stays.
public interface Observer {
    /// @param subjects  the patients it is about
    /// @param oid       the resource's number
    /// @param movements the writer is one whose word on stays counts
    void written(Tx tx, int tenant, String type, Set<Long> subjects, long oid, ObjectNode resource, Hasher hasher, boolean movements);

    void removed(Tx tx, int tenant, String type, long oid);
}
