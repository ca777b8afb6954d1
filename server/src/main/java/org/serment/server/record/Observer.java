package org.serment.server.record;

import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.server.db.Tx;
import tools.jackson.databind.node.ObjectNode;

/// Who must know of a written resource inside its transaction. The care room reads care relationships out of stays.
public interface Observer {
    /// @param subject the patient's number, 0 none, -1 several
    /// @param oid     the resource's number
    void written(Tx tx, int tenant, String type, long subject, long oid, ObjectNode resource, Hasher hasher);

    void removed(Tx tx, int tenant, String type, long oid);
}
