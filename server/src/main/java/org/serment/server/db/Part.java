package org.serment.server.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One room's share of a round trip: one SELECT, its binds, and how to read its rows.
/// Several parts of several rooms go to the database together and see one snapshot ([Database#read(Part[])]).
///
/// @param sql    one statement with `?` for binds; its text stays the same for all values, so that the server prepares it
/// @param binds  Long, Integer, Short, Boolean, Double, String, UUID, Instant, BigDecimal, byte[], long[], int[], UUID[], byte[][], or [Nothing];
///               Long[] and BigDecimal[] may hold nulls
/// @param reader consumes the rows; called once, with the cursor before the first row
public record Part<T>(String sql, List<Object> binds, Reader<T> reader) {

    /// Reads the rows of one statement.
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /// Reads the row under the cursor.
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// A bind without a value.
    ///
    /// @param type one of [java.sql.Types]
    public record Nothing(int type) {}

    public Part {
        binds = List.copyOf(binds);
    }

    /// A part that gives each row.
    public static <T> Part<List<T>> list(String sql, Row<T> row, Object... binds) {
        return new Part<>(sql, Arrays.asList(binds), rows -> {
            List<T> all = new ArrayList<>();
            while (rows.next()) all.add(row.read(rows));
            return all;
        });
    }

    /// A part that gives its first row, if there is one.
    public static <T> Part<Optional<T>> first(String sql, Row<T> row, Object... binds) {
        return new Part<>(sql, Arrays.asList(binds), rows -> rows.next() ? Optional.of(row.read(rows)) : Optional.empty());
    }
}
