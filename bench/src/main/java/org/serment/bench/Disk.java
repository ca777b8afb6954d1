package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/// What a server keeps on disk after the import: tables with their indexes, as PostgreSQL says; without its log of writes.
///
/// @param journal bytes of the access journal; 0 for who has none
record Disk(String server, long bytes, long journal) {

    private static final String JOURNAL = "('entry', 'line', 'pending', 'leaf', 'node', 'head', 'checkpoint')";

    static List<Disk> of(List<Subject> subjects) throws IOException {
        var all = new ArrayList<Disk>();
        for (Subject subject : subjects) all.add(of(subject));
        return all;
    }

    private static Disk of(Subject subject) throws IOException {
        var settings = new Properties();
        try (var reader = Files.newBufferedReader(file(subject.database()))) {
            settings.load(reader);
        }
        boolean ours = subject instanceof Server;
        String sql = "select coalesce(sum(pg_total_relation_size(c.oid)), 0), coalesce(sum(pg_total_relation_size(c.oid)) filter (where " + ours
                + " and coalesce((select p.relname from pg_inherits i join pg_class p on p.oid = i.inhparent where i.inhrelid = c.oid), c.relname) in " + JOURNAL
                + "), 0) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')";
        try (var c = DriverManager.getConnection(settings.getProperty("database.url"), settings.getProperty("database.owner.user"),
                settings.getProperty("database.owner.password")); var rows = c.createStatement().executeQuery(sql)) {
            rows.next();
            return new Disk(subject.name(), rows.getLong(1) - rows.getLong(2), rows.getLong(2));
        } catch (SQLException e) {
            throw new IOException("the size of the database of " + subject.name(), e);
        }
    }

    private static Path file(Path data) {
        return data.resolve("connection.properties");
    }

    /// @param unit bytes of the imported resources as NDJSON
    /// @param own bytes of what our demonstration server holds besides
    static String table(List<Disk> all, long unit, long own) {
        var text = new StringBuilder(String.format(Locale.ROOT, """
                | on disk after the import of %d MB of NDJSON (ours holds %d MB more) | MB | times the NDJSON | journal apart, MB |
                |---|---:|---:|---:|
                """, unit / 1_000_000, own / 1_000_000));
        for (Disk one : all) {
            long held = one.server.equals(all.getFirst().server) ? unit + own : unit;
            text.append(String.format(Locale.ROOT, "| %s | %d | **%.2f** | %d |%n", one.server, one.bytes / 1_000_000,
                    (double) one.bytes / held, one.journal / 1_000_000));
        }
        return text.toString();
    }
}
