package org.serment.server.db;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the schema up to this program's version, as the owner of the tables.
/// A migration names the application's role as `${app}` in its grants.
final class Migrations {
    private Migrations() {}

    static void run(Config.Place.Remote place) {
        try {
            Flyway.configure()
                    .dataSource(place.url(), place.owner().user(), place.owner().password())
                    .locations("classpath:db/migration")
                    .placeholders(Map.of("app", place.app().user()))
                    .cleanDisabled(true)
                    .connectRetries(0)
                    .load().migrate();
        } catch (FlywayException e) {
            throw new CannotStart("the database's schema can't be brought to this version: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
    }
}
