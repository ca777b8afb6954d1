package org.serment.server.portal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.record.Record;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// One section of my record, newest first.
final class SectionPage implements Page {
    private static final int SHOWN = 25;
    /// Results are rows, and come by the dozen.
    private static final int RESULTS = 60;

    /// @param items for all sections but results
    /// @param days  for results
    /// @param later whether this is not the first page
    /// @param older where the next page is
    record Model(Section section, Optional<Section.Kind> kind, List<Item> items, List<Reads.Day> days, boolean later, Optional<String> older) {
        boolean empty() {
            return items.isEmpty() && days.isEmpty();
        }

        String path() {
            return section.path() + kind.map(k -> "?kind=" + k.name()).orElse("");
        }
    }

    private final Gate gate;
    private final Record record;
    private final Terms terms;
    private final Section section;

    SectionPage(Gate gate, Record record, Terms terms, Section section) {
        this.gate = gate;
        this.record = record;
        this.terms = terms;
        this.section = section;
    }

    @Override
    public Reply reply(Visit visit) {
        return Own.page(gate, visit, Action.SEARCH, section.type(), own -> {
            var told = new Told(visit, terms);
            var reads = new Reads(record, own);
            var kind = section.kind(visit.parameter("kind"));
            var from = visit.parameter("after");
            var some = reads.some(section, kind, section == Section.RESULTS ? RESULTS : SHOWN, from);
            if (!some.valid()) return Reply.notFound(own.enter());
            boolean results = section == Section.RESULTS;
            var items = results ? List.<Item>of() : new Items(told, section == Section.TREATMENTS ? reads.medications(some.found(), told) : Map.of()).all(section, some.found());
            var days = results ? Reads.days(some.found(), told) : List.<Reads.Day>of();
            var older = some.next().map(n -> section.path() + "?" + kind.map(k -> "kind=" + k.name() + "&").orElse("") + "after=" + URLEncoder.encode(n, StandardCharsets.UTF_8));
            return Reply.html(own.enter(), 200, "portal/section", new Model(section, kind, items, days, from.isPresent(), older));
        });
    }
}
