package org.serment.server.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What the parts of one round trip read.
public final class Answers {
    private final List<? extends Part<?>> parts;
    private final List<Object> values;

    Answers(List<? extends Part<?>> parts, List<Object> values) {
        this.parts = parts;
        this.values = values;
    }

    /// Sends `parts` on one connection in one network round trip and reads their rows in order.
    static Answers read(Connection c, Part<?>... parts) throws SQLException {
        String sql = parts.length == 1 ? parts[0].sql() : Arrays.stream(parts).map(Part::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement s = c.prepareStatement(sql)) {
            int next = 1;
            for (Part<?> p : parts) next = Binds.set(s, next, p.binds());
            boolean rows = s.execute();
            List<Object> values = new ArrayList<>(parts.length);
            for (Part<?> p : parts) {
                if (!rows) throw new IllegalStateException("a part gave no rows: only a SELECT may be sent");
                try (ResultSet r = s.getResultSet()) {
                    values.add(p.reader().read(r));
                }
                rows = s.getMoreResults();
            }
            return new Answers(List.of(parts), values);
        }
    }

    /// What `part` read. It must be the very object that was sent.
    @SuppressWarnings("unchecked") // the value at the place of a Part<T> was made by its Reader<T>
    public <T> T of(Part<T> part) {
        for (int i = 0; i < parts.size(); i++) if (parts.get(i) == part) return (T) values.get(i);
        throw new IllegalArgumentException("this part was not sent");
    }
}
