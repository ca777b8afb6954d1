package org.serment.server.exports;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Touched;
import org.serment.server.record.Record;

/// The patients of a Group. Members that are no patients, and those marked inactive, do not count; groups in groups are not followed.
final class Members {
    private Members() {}

    /// @param permit to read the Group
    static Set<String> of(Gate gate, Record record, Permit permit) {
        var at = permit.standing().orElseThrow();
        var subjects = at.target().subjects().isEmpty() ? Set.of(0L) : at.target().subjects();
        var read = record.read(permit);
        var members = new HashSet<String>();
        if (read instanceof Record.Read.Present p) {
            gate.enter(permit, subjects.stream().map(s -> new Touched(permit.action(), s, List.of("Group/" + p.found().id()))).toList()).release();
            for (var m : p.found().resource().path("member")) {
                var reference = m.path("entity").path("reference").asString("");
                if (reference.startsWith("Patient/") && !m.path("inactive").asBoolean(false)) members.add(reference.split("/_history/")[0]);
            }
        }
        return members;
    }
}
