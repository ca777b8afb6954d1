package org.serment.server.office;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Permit;
import org.serment.server.record.Record;

/// The units that somebody can work in: organisations of the directory.
final class Units {
    /// @param id of its Organization
    record Unit(String id, String name) {}

    private static final int MOST = 500;

    private final Record record;

    Units(Record record) {
        this.record = record;
    }

    /// By name.
    ///
    /// @param permit to search organisations
    List<Unit> all(Permit permit) {
        return switch (record.search(permit, "type=dept&_count=" + MOST, Optional.empty())) {
            case Record.Search.Page page -> page.found().stream().map(f -> new Unit(f.id(), f.resource().path("name").asString("")))
                    .sorted(Comparator.comparing(Unit::name)).toList();
            case Record.Search.Refused _ -> List.of();
        };
    }

    /// The name of one, as whoever is heard may see it.
    Optional<String> name(Hearing hearing, String id) {
        return switch (hearing.plan(Action.SEARCH, "Organization")) {
            case Plan.None _ -> Optional.empty();
            case Plan.All _, Plan.Filtered _ -> all(hearing.permit(Action.SEARCH, "Organization")).stream().filter(u -> u.id().equals(id)).map(Unit::name).findFirst();
        };
    }
}
