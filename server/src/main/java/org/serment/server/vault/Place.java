package org.serment.server.vault;

import java.nio.ByteBuffer;
import java.util.UUID;

/// Where a sealed body stands: bound into its seal, so that a row whose columns were changed, or a body
/// moved to another row, doesn't open. Authorisation columns are thereby as trustworthy as the body.
///
/// @param tenant   the establishment's number
/// @param type     the number of the resource type
/// @param selfHash blind index of `Type/id`
/// @param version  1, 2, 3 ...
/// @param subject  the oid of the patient, 0 none, -1 several
/// @param label    the number of its set of security labels
/// @param unit     the number of its unit
/// @param author   the account that wrote it
/// @param owner    whose key seals it: 0 the establishment, the oid of a patient, or its own oid when it has several
public record Place(int tenant, int type, UUID selfHash, int version, long subject, int label, int unit, long author, long owner) {
    private static final int BYTES = 4 + 4 + 16 + 4 + 8 + 4 + 4 + 8 + 8;

    byte[] associated() {
        return ByteBuffer.allocate(BYTES).putInt(tenant).putInt(type)
                .putLong(selfHash.getMostSignificantBits()).putLong(selfHash.getLeastSignificantBits())
                .putInt(version).putLong(subject).putInt(label).putInt(unit).putLong(author).putLong(owner).array();
    }
}
