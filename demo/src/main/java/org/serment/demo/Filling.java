package org.serment.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Hospital;
import org.serment.demo.load.ClientToken;
import org.serment.demo.load.Find;
import org.serment.demo.load.Load;
import org.serment.server.Server;
import org.serment.server.db.Installation;

/// Fills a running server: the loader's account, the histories, everybody's accounts. Each step that was done
/// before is left out.
final class Filling {

    private final Server server;
    private final Home home;
    private final Clock clock;

    Filling(Server server, Home home, Clock clock) {
        this.server = server;
        this.home = home;
        this.clock = clock;
    }

    /// @param hospital the one that the histories are told of
    /// @param listener hears of each bundle that is in
    List<Player> fill(Histories histories, Hospital hospital, Load.Listener listener) throws IOException {
        Casting casting = new Casting(server, clock);
        Player loader = casting.loader(home.loaderKey().publicJwks());
        URI fhir = fhir();
        ClientToken token = new ClientToken(fhir.resolve("/oauth/token"), Casting.LOADER, home.loaderKey(), clock);
        if (!loaded(histories)) Load.run(histories, fhir, token, list(), clock, listener);
        if (home.cast().isEmpty())
            try (Find find = new Find(fhir, token)) {
                home.cast(casting.all(loader, histories, hospital, find));
            }
        // a hospital of an earlier version had none
        if (home.cast().stream().noneMatch(player -> player.login().equals(Casting.ADMINISTRATOR)))
            home.cast(Stream.concat(home.cast().stream(), Stream.of(casting.administrator())).toList());
        return home.cast();
    }

    boolean loaded(Histories histories) throws IOException {
        return Load.complete(histories, list());
    }

    URI fhir() {
        return URI.create("http://localhost:" + server.port() + "/fhir");
    }

    /// What was loaded into this very database.
    private Path list() {
        return home.loaded(Installation.DEMONSTRATION.mark(server.database()));
    }
}
