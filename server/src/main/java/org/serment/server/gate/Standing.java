package org.serment.server.gate;

import java.util.Optional;
import java.util.UUID;
import org.serment.kernel.access.Target;
import org.serment.server.vault.Sealed;

/// Where an addressed resource stands: the authorisation columns of its current row and nothing readable of its content.
///
/// @param type     its FHIR type
/// @param target   what the kernel decides on
/// @param selfHash HMAC of `Type/id`
/// @param oid      stable number of the resource
/// @param rid      number of the version
/// @param version  1, 2, 3 ...
/// @param subject  as stored: the oid of its patient, 0 none, -1 several
/// @param owner    whose key seals it
/// @param deleted  it is a tombstone
/// @param sealed   its body, when it was read along: nobody opens it without the permit
public record Standing(String type, Target target, UUID selfHash, long oid, long rid, int version,
                       long subject, long owner, boolean deleted, Optional<Sealed> sealed) {
}
