package org.serment.server.db;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What must hold of any PostgreSQL before the first request: its version, that a commit is durable, and that roles are apart.
final class Checks {
    private static final int OLDEST = 170_000;

    private Checks() {}

    static void all(Config.Place.Remote place) {
        if (place.owner().user().equals(place.app().user()))
            throw new CannotStart("database.owner.user and database.user must be two roles: requests must not be able to change the schema");
        try (Connection c = connect(place, place.owner())) {
            int version = Integer.parseInt(show(c, "server_version_num"));
            if (version < OLDEST)
                throw new CannotStart("PostgreSQL 17 or later is needed, this is " + show(c, "server_version"));
            durable(c);
            secret(c);
        } catch (SQLException e) {
            throw failed(place, e);
        }
        try (Connection c = connect(place, place.app())) {
            durable(c);
            secret(c);
            try (ResultSet r = c.createStatement().executeQuery(
                    "select rolsuper or rolcreaterole or rolbypassrls or pg_has_role(current_user, '" + quoted(place.owner().user())
                            + "', 'member') from pg_roles where rolname = current_user")) {
                if (r.next() && r.getBoolean(1))
                    throw new CannotStart("the role " + place.app().user() + " may do too much: it must not be a superuser, nor be able to create roles, "
                            + "nor be a member of " + place.owner().user());
            }
        } catch (SQLException e) {
            throw failed(place, e);
        }
    }

    private static void durable(Connection c) throws SQLException {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = show(c, setting);
            boolean fine = value.equals("on") || setting.equals("synchronous_commit") && value.equals("remote_apply");
            if (!fine) throw new CannotStart("PostgreSQL's setting " + setting + " is " + value
                    + "; it must be on, otherwise an acknowledged write can be lost");
        }
    }

    /// Bodies are sealed before they travel, but search hashes, journal rows and passwords' exchanges should not be watched.
    private static void secret(Connection c) throws SQLException {
        try (ResultSet r = c.createStatement().executeQuery(
                "select coalesce(host(inet_server_addr()), ''), coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)")) {
            r.next();
            if (exposed(r.getString(1), r.getBoolean(2)))
                throw new CannotStart("the database is on another machine and the connection is not encrypted: "
                        + "switch TLS on there, and put sslmode=verify-full into database.url");
        }
    }

    /// @param server address of the database server as a literal; empty for a socket of this machine
    static boolean exposed(String server, boolean encrypted) {
        return !encrypted && !server.isEmpty() && !InetAddress.ofLiteral(server).isLoopbackAddress();
    }

    private static String show(Connection c, String setting) throws SQLException {
        try (ResultSet r = c.createStatement().executeQuery("select current_setting('" + setting + "')")) {
            r.next();
            return r.getString(1);
        }
    }

    private static Connection connect(Config.Place.Remote place, Login login) throws SQLException {
        DriverManager.setLoginTimeout(10);
        return DriverManager.getConnection(place.url(), login.user(), login.password());
    }

    private static String quoted(String name) {
        return name.replace("'", "''");
    }

    private static CannotStart failed(Config.Place.Remote place, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String where = place.url().replaceAll("\\?.*", "");
        if (state.startsWith("28"))
            return new CannotStart("PostgreSQL at " + where + " refused a role or its password. Two roles are needed: "
                    + "create role " + place.owner().user() + " login password '...'; create role " + place.app().user()
                    + " login password '...'; create database serment owner " + place.owner().user() + ";", e);
        if (state.equals("3D000"))
            return new CannotStart("there is no such database at " + where + "; create database ... owner " + place.owner().user(), e);
        return new CannotStart("can't reach PostgreSQL at " + where + " (SQLSTATE " + state + "): is it running, are host and port right?", e);
    }
}
