package org.serment.server.clinic;

import java.time.InstantSource;
import java.util.List;
import org.serment.server.accounts.Accounts;
import org.serment.server.db.Database;
import org.serment.server.gate.Gate;
import org.serment.server.record.Record;
import org.serment.server.web.Menu;
import org.serment.server.web.Route;

/// The door of the clinicians: where its pages are.
public final class Clinic {
    /// The first page of who takes care of patients.
    public static final Menu.Link PATIENTS = new Menu.Link("clinic.patients", "/patients");

    private final WardPage ward;
    private final Chart.Reading chart;
    private final ContentPage content;

    public Clinic(Gate gate, Record record, Accounts accounts, Database database, InstantSource clock) {
        var codes = new Codes();
        var me = new Me(database, accounts);
        var refused = new Refused(me, clock);
        this.ward = new WardPage(gate, record, me, refused, codes, clock);
        this.chart = new Chart.Reading(gate, record, refused, codes, clock);
        this.content = new ContentPage(gate, record, refused);
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/patients", ward),
                Route.of("GET", "/patients/{id}", chart.page("summary", Summary::show)),
                Route.of("GET", "/patients/{id}/timeline", chart.page("timeline", Timeline::asked)),
                Route.of("GET", "/patients/{id}/vitals", chart.page("vitals", Vitals::show)),
                Route.of("GET", "/patients/{id}/results", chart.page("results", Results::asked)),
                Route.of("GET", "/patients/{id}/results/{code}", chart.page("results", Results::one)),
                Route.of("GET", "/patients/{id}/conditions", chart.page("conditions", Problems::show)),
                Route.of("GET", "/patients/{id}/medications", chart.page("medications", Medications::show)),
                Route.of("GET", "/patients/{id}/documents", chart.page("documents", Documents::show)),
                Route.of("GET", "/patients/{id}/documents/{document}", chart.page("documents", Documents::one)),
                Route.of("GET", "/patients/{id}/documents/{document}/content/{number}", content),
                Route.of("GET", "/patients/{id}/team", chart.page("team", Team::show)));
    }
}
