package org.serment.server.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.record.Record;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// My record at a glance: who I am, and the newest of each section.
final class RecordPage implements Page {
    private static final int SHOWN = 4;
    private static final int RESULTS = 8;

    /// @param more there is more than is shown here
    record Part(Section section, List<Item> items, List<Reads.Day> days, boolean more) {
        boolean empty() {
            return items.isEmpty() && days.isEmpty();
        }
    }

    record Model(Optional<Identity> identity, List<Part> parts) {}

    private final Gate gate;
    private final Record record;
    private final Terms terms;

    RecordPage(Gate gate, Record record, Terms terms) {
        this.gate = gate;
        this.record = record;
        this.terms = terms;
    }

    @Override
    public Reply reply(Visit visit) {
        return Own.page(gate, visit, Action.SEARCH, "Patient", own -> {
            var told = new Told(visit, terms);
            var reads = new Reads(record, own);
            var identity = reads.patient().map(p -> Identity.of(p, told));
            var parts = new ArrayList<Part>();
            for (var section : Section.values()) parts.add(part(section, reads, told));
            return Reply.html(own.enter(), 200, "portal/record", new Model(identity, parts));
        });
    }

    private static Part part(Section section, Reads reads, Told told) {
        boolean results = section == Section.RESULTS;
        // what holds today comes first where a section tells it apart
        var some = reads.some(section, section.kind(Optional.of("active")), results ? RESULTS : SHOWN, Optional.empty());
        if (results) return new Part(section, List.of(), Reads.days(some.found(), told), some.next().isPresent());
        var items = new Items(told, section == Section.TREATMENTS ? reads.medications(some.found(), told) : Map.of());
        return new Part(section, items.all(section, some.found()), List.of(), some.next().isPresent() || !section.kinds().isEmpty());
    }
}
