package org.serment.server.oauth;

import java.util.List;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.apps.Consents;
import org.serment.server.db.Database;
import org.serment.server.db.Tx;
import org.serment.server.web.Reply;
import org.serment.server.web.Route;
import org.serment.server.web.Visit;

/// `/account/apps`: the applications that a person let act in their name, and the way to take it back.
final class AllowedPage {
    record Allowed(List<Consents.Allowed> apps, Role role) {
        List<Permission> permissions(Consents.Allowed app) {
            return Permission.of(app.scopes());
        }
    }

    private final Database database;
    private final Consents consents;

    AllowedPage(Database database, Consents consents) {
        this.database = database;
        this.consents = consents;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/account/apps", this::list), Route.of("POST", "/account/apps/{app}/withdraw", this::withdraw));
    }

    private Reply list(Visit visit) {
        Actor me = visit.signedIn().actor();
        return Reply.open(200, "oauth/allowed", new Allowed(database.read(consents.all(me.tenant(), me.account())), visit.signedIn().role()));
    }

    private Reply withdraw(Visit visit) {
        Actor me = visit.signedIn().actor();
        try (Tx tx = database.begin()) {
            consents.withdraw(tx, me.tenant(), me.account(), visit.part("app"));
            tx.commit();
        }
        return Reply.redirect("/account/apps");
    }
}
