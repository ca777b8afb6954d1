package org.serment.server.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.apps.Grants;
import org.serment.server.accounts.apps.Launches;
import org.serment.server.db.Database;
import org.serment.server.gate.Address;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Touched;
import org.serment.server.record.Found;
import org.serment.server.record.Record;

/// Finds for whom an application is opened: the patient's own record, the one chosen on the page, or the one whose record it was
/// opened from. The person passes the gate for each, as for any look at a record; the application gets no right by it.
final class Openings {
    /// What came of a look at a patient, and the proof that the journal has it.
    sealed interface Look {
        record Seen(Found patient, Opened.For opened, Released released) implements Look {}

        record Closed(Released released) implements Look {}

        default Optional<Seen> seen() {
            return switch (this) {
                case Seen s -> Optional.of(s);
                case Closed _ -> Optional.empty();
            };
        }
    }

    /// Patients whom the person may see.
    ///
    /// @param wrong the name that was typed can't be searched
    record Choice(List<Found> patients, boolean more, boolean wrong, Released released) {}

    private static final int SHOWN = 20;
    private static final String PRESENT = "arrived,triaged,in-progress,onleave";

    private final Database database;
    private final Gate gate;
    private final Record record;
    private final Accounts accounts;
    private final Grants grants;
    private final Launches launches;

    Openings(Database database, Gate gate, Record record, Accounts accounts, Grants grants, Launches launches) {
        this.database = database;
        this.gate = gate;
        this.record = record;
        this.accounts = accounts;
        this.grants = grants;
        this.launches = launches;
    }

    /// The person, with all that a request brings and asks about for whom it is.
    Visitor opened(Visitor person, String app, Set<String> scopes, Optional<String> launch) {
        boolean patient = scopes.contains("launch/patient") || scopes.contains("fhirUser");
        Optional<Opened.For> own = patient && isPatient(person) ? own(person) : Optional.empty();
        String user = scopes.contains("fhirUser") ? own.map(o -> "Patient/" + o.patient()).orElse("") : "";
        if (scopes.contains("launch"))
            return person.with(launch.flatMap(l -> launches.take(l, who(person, app))).<Opened>map(Openings::read).orElseGet(Opened.Lost::new), user);
        if (!scopes.contains("launch/patient")) return person.with(new Opened.Nobody(), user);
        return person.with(isPatient(person) ? own.<Opened>map(o -> o).orElseGet(Opened.Lost::new) : new Opened.Nobody(), user);
    }

    private boolean isPatient(Visitor person) {
        return database.read(accounts.open(person.tenant(), person.account())).filter(a -> a.role() == Role.PATIENT).isPresent();
    }

    private Optional<Opened.For> own(Visitor person) {
        return switch (gate.passOwn(ask(person, Action.SEARCH))) {
            case Passage.Refused _ -> Optional.empty();
            case Permit permit -> switch (record.search(permit, "_count=1", Optional.empty())) {
                case Record.Search.Refused _ -> Optional.empty();
                case Record.Search.Page page -> {
                    gate.enter(page.permits(), Record.touched(page), page.query()).release();
                    yield page.found().stream().findFirst().map(f -> new Opened.For(f.id(), permit.own().orElseThrow(), ""));
                }
            };
        };
    }

    /// Patients to choose from.
    ///
    /// @param name the beginning of a name; empty for the newest
    Optional<Choice> choice(Ask ask, String name) {
        return switch (gate.pass(ask)) {
            case Passage.Refused _ -> Optional.empty();
            case Permit permit -> {
                var query = (name.isEmpty() ? "" : "name=" + URLEncoder.encode(name.replaceAll("([\\\\,$|])", "\\\\$1"), StandardCharsets.UTF_8) + "&") + "_count=" + SHOWN;
                yield Optional.of(switch (record.search(permit, query, Optional.empty())) {
                    case Record.Search.Refused _ -> new Choice(List.of(), false, true, gate.enter(permit, List.of()).release());
                    case Record.Search.Page page -> new Choice(page.found(), page.next().isPresent(), false, gate.enter(page.permits(), Record.touched(page), page.query()).release());
                });
            }
        };
    }

    /// The patient of an id, when the person may see them; with the stay that goes on, for an application opened from a record.
    Look see(Ask ask, String patient, boolean stay) {
        return switch (gate.pass(ask, new Address(ask.actor().tenant(), "Patient", patient))) {
            case Passage.Refused r -> new Look.Closed(r.released());
            case Permit permit -> {
                var read = record.read(permit);
                var stayed = stay && read instanceof Record.Read.Present ? permit.also(Action.SEARCH, "Encounter") : Optional.<Permit>empty();
                var stays = stayed.flatMap(p -> stay(p, patient));
                var what = new ArrayList<>(List.of("Patient/" + patient));
                stays.ifPresent(s -> what.add("Encounter/" + s.id()));
                long subject = permit.standing().orElseThrow().oid();
                var released = gate.enter(Stream.concat(Stream.of(permit), stayed.stream()).toList(), List.of(new Touched(permit.action(), subject, what))).release();
                yield read instanceof Record.Read.Present p
                        ? new Look.Seen(p.found(), new Opened.For(p.found().id(), subject, stays.map(Found::id).orElse("")), released) : new Look.Closed(released);
            }
        };
    }

    private Optional<Found> stay(Permit permit, String patient) {
        return switch (record.search(permit, "patient=Patient/" + patient + "&status=" + PRESENT + "&_sort=-date&_count=1", Optional.empty())) {
            case Record.Search.Page page -> page.found().stream().findFirst();
            case Record.Search.Refused _ -> Optional.empty();
        };
    }

    /// Keeps the patient chosen for a request that is being answered.
    ///
    /// @return whether the request can be allowed now
    boolean choose(Visitor person, String ticket, Optional<String> patient) {
        var held = grants.find(ticket).filter(h -> h.token().kind() == Grants.Kind.TICKET && h.grant().tenant() == person.tenant() && h.grant().account() == person.account());
        // what isn't a request of theirs is refused by the endpoint
        if (held.isEmpty()) return true;
        var g = held.get().grant();
        var contents = Contents.of(g.contents());
        if (!contents.choosing()) return true;
        return patient.filter(id -> id.matches("[A-Za-z0-9\\-.]{1,64}")).flatMap(id -> see(ask(person, Action.READ), id, false).seen())
                .filter(seen -> grants.keep(new Grants.Grant(g.id(), g.tenant(), g.account(), g.app(), g.turn(), g.session(), g.until(), contents.with(seen.opened()).bytes()))).isPresent();
    }

    /// Opens an application for a patient: the value of its parameter `launch`.
    String launch(Visitor person, String app, Opened.For opened) {
        return launches.open(who(person, app), opened.patient() + ' ' + opened.subject() + ' ' + opened.encounter());
    }

    private static Opened read(String contents) {
        var parts = contents.split(" ", -1);
        return new Opened.For(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    private static Launches.For who(Visitor person, String app) {
        return new Launches.For(person.tenant(), person.account(), app, person.session());
    }

    static Ask ask(Visitor person, Action action) {
        var actor = new Actor(person.tenant(), person.account(), "pages", false, Set.of("user/*.cruds"));
        return new Ask(actor, action, "Patient", Optional.empty(), HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()), "");
    }

    static Set<String> scopes(Optional<String> text) {
        return text.map(t -> Arrays.stream(t.split(" ")).filter(s -> !s.isEmpty()).collect(Collectors.toSet())).orElse(Set.of());
    }
}
