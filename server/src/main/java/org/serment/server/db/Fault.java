package org.serment.server.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The database refused a statement. Carries the SQLSTATE and, for a violated constraint, its name;
/// never a value: the server's detail, which quotes rows, is left out.
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String state;
    private final String constraint;

    private Fault(String state, String constraint, Throwable cause) {
        super("the database refused a statement (SQLSTATE " + state
                + (constraint.isEmpty() ? ")" : ", constraint " + constraint + ")"), cause);
        this.state = state;
        this.constraint = constraint;
    }

    /// The five characters of SQLSTATE.
    public String state() {
        return state;
    }

    /// The name of the violated constraint, empty when there is none.
    public String constraint() {
        return constraint;
    }

    /// True for a serialisation failure, a deadlock or a lock that could not be had: the transaction may be tried again.
    public boolean retryable() {
        return state.equals("40001") || state.equals("40P01") || state.equals("55P03");
    }

    /// True when a row with the same key is already there.
    public boolean duplicate() {
        return state.equals("23505");
    }

    /// True when the statement timeout ended the statement.
    public boolean timeout() {
        return state.equals("57014");
    }

    /// What to throw for `e`: an [Away] when the database is gone, otherwise a [Fault].
    public static RuntimeException of(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLTransientConnectionException) return new Away(e);
            if (t instanceof SQLException s && gone(s.getSQLState())) return new Away(e);
        }
        String state = e.getSQLState() == null ? "?????" : e.getSQLState();
        String constraint = "";
        if (e instanceof PSQLException p) {
            ServerErrorMessage m = p.getServerErrorMessage();
            if (m != null && m.getConstraint() != null) constraint = m.getConstraint();
        }
        return new Fault(state, constraint, e);
    }

    private static boolean gone(String state) {
        if (state == null) return false;
        // 08: connection; 57P01-57P05: shutting down or starting; 53: no disk, memory or connection left
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }
}
