package org.serment.server;

import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Problem;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.Authenticator;
import org.serment.server.accounts.Clients;
import org.serment.server.accounts.Issuer;
import org.serment.server.accounts.TokenDoor;
import org.serment.server.care.Care;
import org.serment.server.clinic.Clinic;
import org.serment.server.credentials.Factors;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Installation;
import org.serment.server.db.Tx;
import org.serment.server.exports.Exports;
import org.serment.server.fhir.AuditEvents;
import org.serment.server.fhir.FhirDoor;
import org.serment.server.fhir.Interactions;
import org.serment.server.fhir.socket.SocketDoor;
import org.serment.server.gate.Gate;
import org.serment.server.journal.Journal;
import org.serment.server.oauth.AuthorizationServer;
import org.serment.server.office.Office;
import org.serment.server.outside.Outside;
import org.serment.server.portal.Portal;
import org.serment.server.readers.Readers;
import org.serment.server.record.Granular;
import org.serment.server.record.Observer;
import org.serment.server.record.Record;
import org.serment.server.signin.Showcase;
import org.serment.server.signin.SignIn;
import org.serment.server.subscriptions.Admission;
import org.serment.server.subscriptions.Subscriptions;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.Vault;
import org.serment.server.web.HealthServlet;
import org.serment.server.web.JournalServlet;
import org.serment.server.web.Menu;
import org.serment.server.web.Pages;
import tools.jackson.databind.node.ObjectNode;

/// The whole application, wired: who stands on whom is said here and nowhere else.
public final class Server implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Database database;
    private final Vault vault;
    private final Record record;
    private final Doors doors;

    private Server(Config config, Installation installation, Function<Database, KeyProvider> provider, Optional<Showcase> showcase) {
        try {
            var clock = InstantSource.system();
            database = keep(Database.open(config));
            installation.mark(database);
            var keys = provider.apply(database);
            vault = Vault.open(database, keys, clock);
            var journal = keep(Journal.open(database, vault, keys));
            var accounts = new Accounts();
            var care = new Care(Care.DEFAULT_GRACE, clock);
            record = new Record(database, vault, observer(care, new Admission(vault, config.push(), clock)));
            var gate = new Gate(database, journal, HospitalRules.POLICY, List.of(accounts::facts, care::facts), record.targets(), clock);
            var authenticator = new Authenticator(keys.tokenSigner().getPublic(), installation, clock);
            var issuer = new Issuer(keys.tokenSigner());
            var tokens = new TokenDoor(new Clients(database), issuer, Granular::understood, clock);
            var readers = new Readers(journal);
            var exports = keep(Exports.open(database, vault, gate, record, clock));
            var subscriptions = keep(new Subscriptions(database, vault, gate, record, config.push(), clock));
            var interactions = new Interactions(gate, record, new AuditEvents(gate, readers), exports, subscriptions);
            var signIn = keep(SignIn.open(config.site(), database, vault.secrets(), gate, showcase, clock));
            var factors = new Factors(database, vault.secrets(), config.site().sitting());
            var oauth = new AuthorizationServer(config.site(), database, vault.secrets(), factors.sessions(), issuer, tokens, signIn::proof, gate, record, accounts, clock);
            var outside = new Outside(config.site(), database, accounts, vault.secrets(), signIn, gate, clock);
            var office = new Office(gate, database, record, accounts, factors, vault::index, clock);
            var portal = new Portal(gate, record, readers, journal.log());
            var clinic = new Clinic(gate, record, accounts, database, clock);
            var menu = new Menu(Map.of(
                    Role.NURSE, List.of(Clinic.PATIENTS),
                    Role.PHYSICIAN, List.of(Clinic.PATIENTS),
                    Role.PATIENT, Portal.links(),
                    Role.ADMINISTRATOR, List.of(new Menu.Link("office.menu", "/accounts"), new Menu.Link("oauth.apps.title", "/accounts/apps"),
                            new Menu.Link("outside.links.title", "/accounts/outside"))));
            var pages = new Pages(Stream.of(signIn.routes(), oauth.routes(), outside.routes(), office.routes(), portal.routes(), clinic.routes()).flatMap(List::stream).toList(), menu,
                    installation == Installation.DEMONSTRATION, config.site().origin().isPresent());
            var servlets = new HashMap<String, HttpServlet>(oauth.servlets());
            servlets.put(Outside.PATH, outside);
            servlets.putAll(Map.of(
                    "/", pages,
                    "/assets/*", pages.assets(),
                    "/fhir/*", new FhirDoor(authenticator, interactions),
                    "/journal/*", new JournalServlet(journal.log()),
                    "/health", new HealthServlet(database)));
            var guarded = new HashSet<>(oauth.guarded());
            guarded.addAll(Set.of("/", "/assets/*", Outside.PATH));
            var asked = new HashSet<>(oauth.open());
            asked.add("/fhir/*");
            doors = keep(Doors.open(config.port(), servlets, List.of(new Doors.Guard("people", signIn.filter(), guarded), new Doors.Guard("origins", oauth.origins(), asked)), new SocketDoor(subscriptions)::open));
            subscriptions.start(config.site().origin().map(URI::toString).orElse("http://localhost:" + doors.port()) + "/fhir");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts everything; returns once the port answers.
    ///
    /// @param keys gives the root keys, once the database is known: one that was written with keys never gets new ones
    /// @throws org.serment.server.db.CannotStart with what is wrong and what would help
    public static Server start(Config config, Installation installation, Function<Database, KeyProvider> keys) {
        return start(config, installation, keys, Optional.empty());
    }

    /// The same with what the sign-in page of a demonstration shows.
    public static Server start(Config config, Installation installation, Function<Database, KeyProvider> keys, Optional<Showcase> showcase) {
        return new Server(config, installation, keys, showcase);
    }

    private static Observer observer(Care care, Admission admission) {
        return new Observer() {
            @Override
            public Optional<Problem> admit(Tx tx, Actor actor, String type, String id, long oid, ObjectNode resource) {
                return admission.admit(tx, actor, type, id, oid, resource);
            }

            @Override
            public void written(Tx tx, int tenant, String type, Set<Long> subjects, long oid, ObjectNode resource, Hasher hasher, boolean movements) {
                care.written(tx, tenant, type, subjects, oid, resource, hasher, movements);
            }

            @Override
            public void removed(Tx tx, int tenant, String type, long oid) {
                care.removed(tx, tenant, type, oid);
                admission.removed(tx, tenant, type, oid);
            }
        };
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    public int port() {
        return doors.port();
    }

    public Database database() {
        return database;
    }

    public Vault vault() {
        return vault;
    }

    public Record record() {
        return record;
    }

    /// Closes the doors, lets the journal finish, stops the database when it is ours.
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.getLogger(Server.class.getName()).log(System.Logger.Level.WARNING, "a part did not close well: " + e.getClass().getName());
            }
        }
    }
}
