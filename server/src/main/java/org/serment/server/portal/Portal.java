package org.serment.server.portal;

import java.util.ArrayList;
import java.util.List;
import org.serment.server.gate.Gate;
import org.serment.server.journal.Log;
import org.serment.server.readers.Readers;
import org.serment.server.record.Record;
import org.serment.server.web.Menu;
import org.serment.server.web.Route;

/// The patients' pages and where they are.
public final class Portal {
    private final Gate gate;
    private final Record record;
    private final Readers readers;
    private final Log log;

    public Portal(Gate gate, Record record, Readers readers, Log log) {
        this.gate = gate;
        this.record = record;
        this.readers = readers;
        this.log = log;
    }

    /// What a patient finds at the top of each page.
    public static List<Menu.Link> links() {
        return List.of(new Menu.Link("portal.menu.record", "/record"), new Menu.Link("portal.menu.readers", "/record/readers"),
                new Menu.Link("portal.menu.check", "/record/check"));
    }

    public List<Route> routes() {
        var terms = Terms.all();
        var check = new CheckPage(log);
        var documents = new DocumentPage(gate, record, terms);
        var routes = new ArrayList<>(List.of(
                Route.of("GET", "/record", new RecordPage(gate, record, terms)),
                Route.of("GET", "/record/readers", new ReadersPage(gate, readers)),
                Route.of("GET", "/record/readers/{line}", new LinePage(gate, readers)),
                Route.of("GET", "/record/readers/{line}/proof", new ProofPage(gate, readers)),
                Route.of("GET", "/record/check", check::show),
                Route.of("POST", "/record/check", check::check),
                Route.of("GET", "/record/documents/{id}", documents::show),
                Route.of("GET", "/record/documents/{id}/{number}", documents::file)));
        for (var section : Section.values()) routes.add(Route.of("GET", section.path(), new SectionPage(gate, record, terms, section)));
        return List.copyOf(routes);
    }
}
