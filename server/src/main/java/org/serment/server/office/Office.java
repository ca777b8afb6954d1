package org.serment.server.office;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.serment.kernel.access.Action;
import org.serment.kernel.seal.BlindIndex;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.Register;
import org.serment.server.credentials.Codes;
import org.serment.server.credentials.Factors;
import org.serment.server.db.Database;
import org.serment.server.db.Fault;
import org.serment.server.db.Tx;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Standing;
import org.serment.server.record.Record;
import org.serment.server.web.Desk;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/accounts`: what the administrator does.
public final class Office {
    private static final Duration REVIEW = Duration.ofDays(365);
    private static final int MOST = 1_000;
    private static final Reply ALL = Reply.redirect("/accounts");

    /// @param ended the list of those that have ended
    record All(List<Register.Entry> accounts, boolean ended, Instant now) {}

    record New(Map<String, String> errors, NewAccount form, List<Units.Unit> units) {}

    /// @param self it is the administrator's own account
    record One(Map<String, String> errors, Register.Entry account, List<Register.Post> posts, List<Units.Unit> units, Instant now, boolean self) {}

    /// A code on its way to the one page that shows it.
    record Code(Register.Entry account, String code, Instant until) {}

    private final Desk desk;
    private final Database database;
    private final Record record;
    private final Accounts accounts;
    private final Register register = new Register();
    private final Factors factors;
    private final Units units;
    private final Function<Integer, BlindIndex> index;
    private final InstantSource clock;

    /// @param index the blind index of an establishment
    public Office(Gate gate, Database database, Record record, Accounts accounts, Factors factors, Function<Integer, BlindIndex> index, InstantSource clock) {
        this.desk = new Desk(database, gate);
        this.database = database;
        this.record = record;
        this.accounts = accounts;
        this.factors = factors;
        this.units = new Units(record);
        this.index = index;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.of("GET", "/accounts", this::all),
                Route.of("GET", "/accounts/new", v -> form(v, 200, Map.of(), NewAccount.EMPTY)), Route.of("POST", "/accounts/new", this::create),
                Route.of("GET", "/accounts/{account}", v -> one(v, 200, Map.of())),
                Route.of("POST", "/accounts/{account}/code", this::code),
                Route.of("POST", "/accounts/{account}/review", v -> change(v, Action.UPDATE, (tx, e) -> register.review(tx, tenant(v), e.account(), clock.instant().plus(REVIEW)))),
                Route.of("POST", "/accounts/{account}/postings", this::post),
                Route.of("POST", "/accounts/{account}/postings/end", this::endPost),
                Route.of("POST", "/accounts/{account}/end", this::end));
    }

    private static int tenant(Visit visit) {
        return visit.signedIn().actor().tenant();
    }

    // ---- looking

    private Reply all(Visit visit) {
        boolean ended = visit.parameter("ended").isPresent();
        return desk.show(visit, List.of(), (_, released) -> Reply.html(released, 200, "office/all", new All(database.read(register.all(tenant(visit), ended, MOST)), ended, clock.instant())));
    }

    private Reply form(Visit visit, int status, Map<String, String> errors, NewAccount form) {
        return desk.show(visit, List.of(), (permit, released) -> Reply.html(released, status, "office/new", new New(errors, form, units(permit))));
    }

    private Optional<Register.Entry> entry(Visit visit) {
        return visit.part("account").matches("\\d{1,18}") ? database.read(register.one(tenant(visit), Long.parseLong(visit.part("account")))) : Optional.empty();
    }

    private Reply one(Visit visit, int status, Map<String, String> errors) {
        var one = entry(visit);
        return desk.show(visit, one.map(e -> what(e.account())).stream().toList(), (permit, released) -> one.map(e -> Reply.html(released, status, "office/one",
                new One(errors, e, database.read(register.posts(tenant(visit), e.account())), units(permit), clock.instant(), e.account() == visit.signedIn().actor().account())))
                .orElseGet(() -> Reply.notFound(released)));
    }

    private List<Units.Unit> units(Permit permit) {
        return permit.also(Action.SEARCH, "Organization").map(units::all).orElse(List.of());
    }

    private static String what(long account) {
        return Desk.MATTER + '/' + account;
    }

    // ---- changing

    /// @param code an enrolment code to be shown once; otherwise empty
    private record Change(long account, String code) {}

    private static Desk.Done<Change> done(long account, long subject, String code) {
        return new Desk.Done<>(subject, what(account), new Change(account, code));
    }

    private Reply change(Visit visit, Action action, BiConsumer<Tx, Register.Entry> work) {
        return desk.change(visit, action, (tx, _) -> standing(visit).map(e -> {
            work.accept(tx, e);
            return done(e.account(), e.subject(), "");
        }), Office::back, () -> ALL);
    }

    private static Reply back(Released released, Change change) {
        return Reply.redirect("/accounts/" + change.account);
    }

    private Optional<Register.Entry> standing(Visit visit) {
        return entry(visit).filter(e -> e.ended().isEmpty());
    }

    private Reply create(Visit visit) {
        var form = NewAccount.of(visit);
        var errors = form.errors();
        if (!errors.isEmpty()) return form(visit, 422, errors, form);
        try {
            return desk.change(visit, Action.CREATE, (tx, hearing) -> make(tx, hearing, tenant(visit), form), (released, made) -> code(visit, released, made),
                    () -> form(visit, 422, form.isPatient() ? Map.of("patient", "office.patient.unknown") : Map.of("unit", "office.unit.missing"), form));
        } catch (Fault e) {
            if (!e.duplicate()) throw e;
            return form(visit, 422, Map.of("login", "office.login.taken"), form);
        }
    }

    private Optional<Desk.Done<Change>> make(Tx tx, Hearing hearing, int tenant, NewAccount form) {
        var own = form.isPatient() ? tx.query(record.targets().standing(new Address(tenant, "Patient", form.patient()))).filter(s -> !s.deleted()) : Optional.<Standing>empty();
        if (form.isPatient() && own.isEmpty()) return Optional.empty();
        long subject = own.map(Standing::oid).orElse(0L);
        long account = accounts.number(tx);
        accounts.create(tx, new Accounts.NewAccount(tenant, account, form.known().orElseThrow(), form.isPatient() ? "" : form.name(), form.login(), subject, clock.instant().plus(REVIEW)));
        if (!form.isPatient() && !form.unit().isEmpty() && !post(tx, hearing, tenant, account, form.unit(), form.from(), form.until())) return Optional.empty();
        return Optional.of(done(account, subject, factors.codes().enrol(tx, tenant, account, clock.instant())));
    }

    private Reply code(Visit visit, Released released, Change change) {
        var entry = database.read(register.one(tenant(visit), change.account)).orElseThrow();
        return Reply.html(released, 200, "office/code", new Code(entry, change.code, clock.instant().plus(Codes.ENROLMENT)));
    }

    private Reply code(Visit visit) {
        return desk.change(visit, Action.UPDATE, (tx, _) -> standing(visit).map(e -> done(e.account(), e.subject(), factors.codes().enrol(tx, tenant(visit), e.account(), clock.instant()))),
                (released, change) -> code(visit, released, change), () -> ALL);
    }

    /// Posts an account to a unit of the directory.
    ///
    /// @return false when there is no such unit
    private boolean post(Tx tx, Hearing hearing, int tenant, long account, String unit, String from, String until) {
        var name = units.name(hearing, unit);
        name.ifPresent(n -> accounts.post(tx, tenant, account, index.apply(tenant).hasher().reference("Organization/" + unit), record.unit(tx, tenant, "Organization/" + unit), n,
                NewAccount.begins(from, clock).orElseThrow(), NewAccount.ends(until).orElseThrow()));
        return name.isPresent();
    }

    private Reply post(Visit visit) {
        var unit = visit.parameter("unit").orElse("");
        var from = visit.parameter("from").orElse("");
        var until = visit.parameter("until").orElse("");
        if (NewAccount.begins(from, clock).isEmpty()) return one(visit, 422, Map.of("from", "office.date.wrong"));
        if (NewAccount.ends(until).isEmpty()) return one(visit, 422, Map.of("until", "office.date.wrong"));
        return desk.change(visit, Action.UPDATE, (tx, hearing) -> standing(visit).filter(e -> post(tx, hearing, tenant(visit), e.account(), unit, from, until)).map(e -> done(e.account(), e.subject(), "")),
                Office::back, () -> one(visit, 422, Map.of("unit", "office.unit.missing")));
    }

    private Reply endPost(Visit visit) {
        var unit = visit.parameter("unit").filter(u -> u.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")).map(UUID::fromString);
        var from = visit.parameter("from").filter(f -> f.matches("\\d{1,15}")).map(f -> Instant.ofEpochMilli(Long.parseLong(f)));
        if (unit.isEmpty() || from.isEmpty()) return ALL;
        return change(visit, Action.UPDATE, (tx, e) -> register.endPost(tx, tenant(visit), e.account(), unit.get(), from.get(), clock.instant()));
    }

    /// Ends an account: what it proved itself with, its sessions, and with the next request all that it may do. Nobody ends their own,
    /// so that one administrator remains.
    private Reply end(Visit visit) {
        if (visit.part("account").equals(Long.toString(visit.signedIn().actor().account()))) return ALL;
        if (visit.parameter("sure").isEmpty()) return one(visit, 422, Map.of("sure", "office.end.unsure"));
        return change(visit, Action.DELETE, (tx, e) -> {
            accounts.revoke(tx, tenant(visit), e.account(), clock.instant());
            factors.end(tx, tenant(visit), e.account());
        });
    }
}
