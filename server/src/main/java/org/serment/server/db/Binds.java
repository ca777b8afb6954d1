package org.serment.server.db;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/// Values into placeholders.
final class Binds {
    private Binds() {}

    /// Sets `values` from the placeholder `from` (1 is the first); returns the next free placeholder.
    static int set(PreparedStatement s, int from, List<?> values) throws SQLException {
        int i = from;
        for (Object v : values) set(s, i++, v);
        return i;
    }

    private static void set(PreparedStatement s, int i, Object value) throws SQLException {
        switch (value) {
            case Long v -> s.setLong(i, v);
            case Integer v -> s.setInt(i, v);
            case Short v -> s.setShort(i, v);
            case Boolean v -> s.setBoolean(i, v);
            case Double v -> s.setDouble(i, v);
            case String v -> s.setString(i, v);
            case UUID v -> s.setObject(i, v);
            case Instant v -> s.setObject(i, v.atOffset(ZoneOffset.UTC));
            case byte[] v -> s.setBytes(i, v);
            case long[] v -> array(s, i, "int8", v);
            case int[] v -> array(s, i, "int4", v);
            case byte[][] v -> array(s, i, "bytea", v);
            case UUID[] v -> array(s, i, "uuid", v);
            case BigDecimal v -> s.setBigDecimal(i, v);
            case BigDecimal[] v -> array(s, i, "numeric", v);
            case Long[] v -> array(s, i, "int8", v);
            case Part.Nothing v -> s.setNull(i, v.type());
            default -> throw new IllegalArgumentException("no bind for " + value.getClass().getName());
        }
    }

    private static void array(PreparedStatement s, int i, String type, Object values) throws SQLException {
        Connection c = s.getConnection();
        s.setArray(i, c.unwrap(PGConnection.class).createArrayOf(type, values));
    }
}
