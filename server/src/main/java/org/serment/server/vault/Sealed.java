package org.serment.server.vault;

import java.util.Set;
import org.serment.kernel.access.Target;

/// One sealed row, as a room read it.
///
/// @param place    its columns
/// @param subjects its patients, when it has several; otherwise empty: `place` tells
/// @param wrapped  its key, as the SQL of [Vault#wrapped(String)] gave it; empty when that was NULL
/// @param body     the sealed body
public record Sealed(Place place, Set<Long> subjects, byte[] wrapped, byte[] body) {
    public Sealed {
        subjects = Set.copyOf(subjects);
        if (place.subject() == -1 && subjects.isEmpty()) throw new IllegalArgumentException("a resource of several patients needs their list");
        if (place.subject() >= 0 && !subjects.isEmpty()) throw new IllegalArgumentException("the patients are in the place already");
    }

    Target target() {
        Set<Long> of = place.subject() > 0 ? Set.of(place.subject()) : subjects;
        return new Target(place.tenant(), of, place.label(), place.unit(), place.author());
    }
}
