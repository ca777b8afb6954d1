package org.serment.server.accounts.apps;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Registered applications.
public final class Apps {
    private static final String COLUMNS = "select app, tenant, name, redirects, scopes, launch, revoked_at is not null from app ";
    private static final int RANDOM_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    /// Registers an application and gives its client id.
    ///
    /// @param launch where it opens from a record, or empty
    /// @throws IllegalArgumentException when a redirect or scope is none that [App#redirect] and [App#scope] accept, or there is none
    public String register(Tx tx, int tenant, String name, Collection<String> redirects, Set<String> scopes, String launch) {
        if (!launch.isEmpty() && !App.redirect(launch)) throw new IllegalArgumentException("not an address to open");
        if (redirects.isEmpty() || !redirects.stream().allMatch(App::redirect)) throw new IllegalArgumentException("not a redirect");
        if (scopes.isEmpty() || !scopes.stream().allMatch(App::scope)) throw new IllegalArgumentException("not a scope");
        String app = "a" + new BigInteger(RANDOM_BITS, random).setBit(RANDOM_BITS).toString(Character.MAX_RADIX);
        tx.update("insert into app (app, tenant, name, redirects, scopes, launch) values (?, ?, ?, ?, ?, ?)",
                app, tenant, name, String.join(" ", redirects), String.join(" ", new TreeSet<>(scopes)), launch);
        return app;
    }

    /// Ends an application: with the next request nothing that it holds works.
    ///
    /// @return false when the establishment has no such application in service
    public boolean end(Tx tx, int tenant, String app, Instant at) {
        int ended = tx.update("update app set revoked_at = ? where tenant = ? and app = ? and revoked_at is null", at.toEpochMilli(), tenant, app);
        tx.update("delete from app_grant where tenant = ? and app = ?", tenant, app);
        return ended == 1;
    }

    /// The application of a client id, ended or not.
    public Part<Optional<App>> find(String app) {
        return Part.first(COLUMNS + "where app = ?", Apps::read, app);
    }

    /// All of an establishment, the newest first.
    public Part<List<App>> all(int tenant) {
        return Part.list(COLUMNS + "where tenant = ? order by created desc, app", Apps::read, tenant);
    }

    /// Those in service of all establishments.
    public Part<List<App>> served() {
        return Part.list(COLUMNS + "where revoked_at is null", Apps::read);
    }

    private static App read(ResultSet r) throws SQLException {
        return new App(r.getString(1), r.getInt(2), r.getString(3), List.of(r.getString(4).split(" ")), Set.of(r.getString(5).split(" ")), r.getString(6), r.getBoolean(7));
    }
}
