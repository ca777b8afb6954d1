package org.serment.server.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL for the tests of this module: started once, migrated once into a template;
/// each test class takes a database of its own, copied from it in a tenth of a second.
///
/// ```java
/// static final TestDatabase test = TestDatabase.fresh();
/// // test.database() ...
/// @AfterAll static void end() { test.close(); }
/// ```
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /// Started by the first use, stopped when the JVM ends. A run that was killed leaves a server that the next one stops.
    private static final class Shared {
        static final Embedded SERVER = start();

        private static Embedded start() {
            Path directory = Path.of("target", "test-database").toAbsolutePath();
            Embedded server = Embedded.start(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            try (Connection c = server.administer("postgres")) {
                try (var rows = c.createStatement().executeQuery("select datname from pg_database where datname like 'test\\_%'")) {
                    while (rows.next()) c.createStatement().execute("drop database " + rows.getString(1) + " with (force)");
                }
                c.createStatement().execute("create database test_template owner " + Embedded.OWNER);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            Migrations.run(server.place("test_template"));
            return server;
        }
    }

    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /// A new, migrated, empty database.
    public static synchronized TestDatabase fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        try (Connection c = Shared.SERVER.administer("postgres")) {
            c.createStatement().execute("create database " + name + " template test_template owner " + Embedded.OWNER);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(name, Database.connect(Optional.empty(), Shared.SERVER.place(name), 8));
    }

    public Database database() {
        return database;
    }

    /// A second set of pools on the same database, as a second process would have. The caller closes it.
    public Database another() {
        return Database.connect(Optional.empty(), place(), 8);
    }

    /// How a second process reaches it.
    public Config.Place.Remote place() {
        return Shared.SERVER.place(name);
    }

    /// A connection as the superuser, to damage things with.
    public Connection superuser() throws SQLException {
        return Shared.SERVER.administer(name);
    }

    /// Directory of the cluster: its files, WAL and logs.
    public Path files() {
        return Path.of("target", "test-database").toAbsolutePath();
    }

    @Override
    public void close() {
        database.close();
        try (Connection c = Shared.SERVER.administer("postgres")) {
            c.createStatement().execute("drop database " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
