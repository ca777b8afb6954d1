package org.serment.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/// The two pools, both as the application's role.
final class Pools {
    /// Our statements say their join order and are served by an index each: the planner is asked once a statement, not once
    /// a call, and may not trade an index walk for a pass over a whole table.
    private static final String PLANS = "-c plan_cache_mode=force_generic_plan -c join_collapse_limit=1 -c from_collapse_limit=1"
            + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private Pools() {}

    /// For transactions: read committed, explicit commit.
    static HikariDataSource write(Config.Place.Remote place, int connections) {
        HikariConfig c = common(place, "write", connections);
        c.setAutoCommit(false);
        c.addDataSourceProperty("options", PLANS + " -c statement_timeout=120s -c idle_in_transaction_session_timeout=120s");
        return new HikariDataSource(c);
    }

    /// For round trips: each is its own transaction, read only, in one snapshot.
    static HikariDataSource read(Config.Place.Remote place, int connections) {
        HikariConfig c = common(place, "read", connections);
        c.setAutoCommit(true);
        c.addDataSourceProperty("options", PLANS + " -c default_transaction_isolation=repeatable\\ read"
                + " -c default_transaction_read_only=on -c statement_timeout=30s");
        return new HikariDataSource(c);
    }

    private static HikariConfig common(Config.Place.Remote place, String name, int connections) {
        HikariConfig c = new HikariConfig();
        c.setPoolName(name);
        c.setJdbcUrl(place.url());
        c.setUsername(place.app().user());
        c.setPassword(place.app().password());
        c.setMaximumPoolSize(connections);
        c.setMinimumIdle(Math.min(connections, 4));
        c.setConnectionTimeout(5_000);
        c.setValidationTimeout(2_000);
        c.setKeepaliveTime(120_000);
        c.setInitializationFailTimeout(10_000);
        c.addDataSourceProperty("ApplicationName", "serment-" + name);
        c.addDataSourceProperty("tcpKeepAlive", "true");
        c.addDataSourceProperty("connectTimeout", "5");
        c.addDataSourceProperty("socketTimeout", "180");
        c.addDataSourceProperty("prepareThreshold", "3");
        c.addDataSourceProperty("preparedStatementCacheQueries", "1024");
        c.addDataSourceProperty("preparedStatementCacheSizeMiB", "16");
        // An error text of the server may quote a row: keep it out of ours.
        c.addDataSourceProperty("logServerErrorDetail", "false");
        return c;
    }
}
