package org.serment.server.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// One transaction on one connection, passed as an argument to whatever writes in it. Read committed.
/// Ends with [#commit()]; leaving the block without it rolls back.
///
/// ```java
/// try (Tx tx = database.begin()) {
///     tx.update("insert into ...", id);
///     tx.commit();
/// }
/// ```
public final class Tx implements AutoCloseable {
    private static final Write COMMIT = Write.of("commit");

    private final Connection connection;
    private final List<Write> later = new ArrayList<>();
    private boolean open = true;

    Tx(Connection connection) {
        this.connection = connection;
    }

    /// The connection, for SQL that the other methods don't cover. Never commit, roll back or close it.
    public Connection connection() {
        send();
        return connection;
    }

    /// Runs one INSERT, UPDATE or DELETE; returns how many rows it touched.
    public int update(String sql, Object... binds) {
        send();
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            Binds.set(s, 1, Arrays.asList(binds));
            return s.executeUpdate();
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// An INSERT, UPDATE or DELETE on its way.
    ///
    /// @param binds as [Part#binds()]
    public record Write(String sql, List<Object> binds) {
        public static Write of(String sql, Object... binds) {
            return new Write(sql, Arrays.asList(binds));
        }
    }

    /// Runs several in one network round trip, in their order; returns how many rows each touched.
    public int[] update(List<Write> writes) {
        send();
        return update(connection, writes);
    }

    /// Writes whose counts nobody asks for: they travel with the commit, or before the next statement that somebody waits for.
    public void later(List<Write> writes) {
        later.addAll(writes);
    }

    private void send() {
        if (later.isEmpty()) return;
        var waiting = List.copyOf(later);
        later.clear();
        update(connection, waiting);
    }

    static int[] update(Connection connection, List<Write> writes) {
        int[] counts = new int[writes.size()];
        if (counts.length == 0) return counts;
        try (PreparedStatement s = connection.prepareStatement(writes.stream().map(Write::sql).collect(Collectors.joining(";\n")))) {
            int next = 1;
            for (Write w : writes) next = Binds.set(s, next, w.binds());
            s.execute();
            for (int i = 0; i < counts.length; i++) {
                counts[i] = s.getUpdateCount();
                s.getMoreResults();
            }
            return counts;
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// Runs one statement that gives rows.
    public <T> T query(Part<T> part) {
        send();
        try (PreparedStatement s = connection.prepareStatement(part.sql())) {
            Binds.set(s, 1, part.binds());
            try (ResultSet rows = s.executeQuery()) {
                return part.reader().read(rows);
            }
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// Runs several rooms' SELECTs in one round trip, as [Database#read(Part[])] does, inside this transaction.
    /// At read committed each statement sees what was committed when it began.
    public Answers read(Part<?>... parts) {
        send();
        try {
            return Answers.read(connection, parts);
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    /// Makes all of it durable, or throws: then none of it is known to be.
    public void commit() {
        try {
            if (!later.isEmpty()) {
                later.add(COMMIT);
                update(connection, later);
            }
            // says nothing to the database when the transaction has ended already
            connection.commit();
            open = false;
        } catch (SQLException e) {
            throw Fault.of(e);
        }
    }

    @Override
    public void close() {
        try (Connection c = connection) {
            if (open) c.rollback();
        } catch (SQLException e) {
            // the connection is gone, and the transaction with it; the pool drops it
        }
    }
}
