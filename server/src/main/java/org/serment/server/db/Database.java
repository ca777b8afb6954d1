package org.serment.server.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// PostgreSQL, ready for use: migrated by its owner, reached through two pools as a role that can neither
/// change the schema nor rewrite what is meant to last.
///
/// - [#begin()] opens a transaction to write in ([Tx]).
/// - [#read(Part[])] sends several rooms' SELECTs in one network round trip; all see one snapshot.
///
/// Both throw [Away] while the database can't be reached and work again when it can; [Fault] when it refuses a statement.
public final class Database implements AutoCloseable {
    private final Optional<Embedded> embedded;
    private final HikariDataSource write;
    private final HikariDataSource read;

    private Database(Optional<Embedded> embedded, HikariDataSource write, HikariDataSource read) {
        this.embedded = embedded;
        this.write = write;
        this.read = read;
    }

    /// Starts or reaches the database that `config` names, checks it, migrates it and opens the pools.
    ///
    /// @throws CannotStart with what is wrong and what would help
    public static Database open(Config config) {
        return switch (config.place()) {
            case Config.Place.Local local -> {
                Embedded server = Embedded.start(local.directory());
                try {
                    yield connect(Optional.of(server), server.place(), config.connections());
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
            }
            case Config.Place.Remote remote -> connect(Optional.empty(), remote, config.connections());
        };
    }

    static Database connect(Optional<Embedded> embedded, Config.Place.Remote place, int connections) {
        Checks.all(place);
        Migrations.run(place);
        HikariDataSource write = Pools.write(place, connections);
        HikariDataSource read = Pools.read(place, connections);
        return new Database(embedded, write, read);
    }

    /// The process of the embedded server, for measurements; empty when somebody else runs the database.
    public Optional<Long> pid() {
        return embedded.map(Embedded::pid);
    }

    /// How another process reaches this embedded database; empty when somebody else runs it.
    public Optional<Config.Place.Remote> place() {
        return embedded.map(Embedded::place);
    }

    /// Opens a transaction. It begins at the database with its first statement.
    public Tx begin() {
        try {
            return new Tx(write.getConnection());
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// Writes in a transaction of its own, which begins, runs and commits in one round trip. What it returns is durable.
    public int[] once(Tx.Write... writes) {
        try (Connection c = write.getConnection()) {
            c.setAutoCommit(true);
            return Tx.update(c, List.of(writes));
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// Runs one part.
    public <T> T read(Part<T> part) {
        return read(new Part<?>[] {part}).of(part);
    }

    /// Runs `parts` in one round trip, in their order, in one snapshot. Nothing can be written by them.
    ///
    /// The statements travel together and the server answers them together: outside an explicit transaction
    /// they form one, which is REPEATABLE READ on these connections, so its first statement fixes what all see.
    public Answers read(Part<?>... parts) {
        try (Connection c = read.getConnection()) {
            return Answers.read(c, parts);
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// The database's clock, which all processes share.
    public Instant now() {
        return read(Part.first("select clock_timestamp()", r -> r.getObject(1, OffsetDateTime.class).toInstant())).orElseThrow();
    }

    /// Closes the pools and, when it is ours, stops the server.
    @Override
    public void close() {
        read.close();
        write.close();
        embedded.ifPresent(Embedded::close);
    }
}
