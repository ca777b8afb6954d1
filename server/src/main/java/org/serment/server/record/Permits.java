package org.serment.server.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.server.gate.Permit;

/// The permits of one search: the one it came with, and one for each further type that its chains and includes meet, all
/// decided on the same facts.
final class Permits {
    private final Permit first;
    private final Map<String, Optional<Permit>> others = new LinkedHashMap<>();

    Permits(Permit first) {
        this.first = first;
    }

    /// Empty when the caller may search no resource of the type.
    Optional<Permit> of(String type) {
        return type.equals(first.type()) ? Optional.of(first) : others.computeIfAbsent(type, t -> first.also(first.action(), t));
    }

    /// For the journal: the first names the request.
    List<Permit> all() {
        var all = new ArrayList<>(List.of(first));
        others.values().forEach(p -> p.ifPresent(all::add));
        return all;
    }
}
