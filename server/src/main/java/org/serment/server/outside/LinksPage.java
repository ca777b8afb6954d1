package org.serment.server.outside;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.apps.Outsiders;
import org.serment.server.db.Database;
import org.serment.server.db.Provider;
import org.serment.server.db.Tx;
import org.serment.server.web.Desk;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/accounts/outside`: the administrator says which identity elsewhere is which account. The value was confirmed with the person;
/// it is stored as a keyed hash, and never shown again.
final class LinksPage {
    private static final String PATH = "/accounts/outside";
    private static final int LONGEST = 200;

    record Links(List<Provider> providers, List<Outsiders.Linked> linked, Map<String, String> errors, String login) {
        String label(String provider) {
            return providers.stream().filter(p -> p.name().equals(provider)).map(Provider::label).findFirst().orElse(provider);
        }
    }

    private final Database database;
    private final Desk desk;
    private final Accounts accounts;
    private final Outsiders outsiders;
    private final List<Provider> providers;
    private final InstantSource clock;

    LinksPage(Database database, Desk desk, Accounts accounts, Outsiders outsiders, List<Provider> providers, InstantSource clock) {
        this.database = database;
        this.desk = desk;
        this.accounts = accounts;
        this.outsiders = outsiders;
        this.providers = providers;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", PATH, v -> show(v, 200, Map.of())), Route.of("POST", PATH, this::link),
                Route.of("POST", PATH + "/{provider}/{account}/end", this::unlink));
    }

    private Reply show(Visit visit, int status, Map<String, String> errors) {
        return desk.show(visit, List.of("accounts/outside"), (_, released) -> Reply.html(released, status, "outside/links",
                new Links(providers, database.read(outsiders.all(visit.signedIn().actor().tenant())), errors, visit.parameter("login").orElse(""))));
    }

    private Reply link(Visit visit) {
        Map<String, String> errors = new LinkedHashMap<>();
        var provider = visit.parameter("provider").filter(n -> providers.stream().anyMatch(p -> p.name().equals(n)));
        var identity = visit.parameter("identity").filter(i -> i.length() <= LONGEST);
        if (provider.isEmpty()) errors.put("provider", "outside.links.wrong.provider");
        if (identity.isEmpty()) errors.put("identity", "outside.links.wrong.identity");
        if (visit.parameter("login").isEmpty()) errors.put("login", "outside.links.wrong.login");
        if (!errors.isEmpty()) return show(visit, 422, errors);
        return desk.change(visit, Action.CREATE, (tx, _) -> link(tx, visit, provider.get(), identity.get()), (_, _) -> Reply.redirect(PATH),
                () -> show(visit, 422, Map.of("login", "outside.links.wrong.taken")));
    }

    private Optional<Desk.Done<Long>> link(Tx tx, Visit visit, String provider, String identity) {
        Actor me = visit.signedIn().actor();
        return tx.query(accounts.open(me.tenant(), visit.parameter("login").orElseThrow()))
                .filter(a -> outsiders.link(tx, provider, identity, me.tenant(), a.account(), me.account(), clock.instant()))
                .map(a -> done(a.account(), a.subject()));
    }

    private Reply unlink(Visit visit) {
        int tenant = visit.signedIn().actor().tenant();
        return desk.change(visit, Action.DELETE, (tx, _) -> number(visit.part("account")).filter(a -> outsiders.unlink(tx, visit.part("provider"), tenant, a))
                        .map(a -> done(a, tx.query(accounts.open(tenant, a)).map(Accounts.Known::subject).orElse(0L))),
                (_, _) -> Reply.redirect(PATH), () -> Reply.redirect(PATH));
    }

    /// The patient whose account it is sees it in the list of their record.
    private static Desk.Done<Long> done(long account, long subject) {
        return new Desk.Done<>(subject, Desk.MATTER + '/' + account, account);
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
