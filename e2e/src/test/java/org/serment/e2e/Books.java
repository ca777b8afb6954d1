package org.serment.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Vkey;

/// The database of a running server, read as its superuser: what an auditor with all rights would find.
final class Books implements AutoCloseable {

    private final Connection connection;

    private Books(Connection connection) {
        this.connection = connection;
    }

    static Properties properties(Path data) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("connection.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    static Books open(Path data) throws IOException, SQLException {
        return new Books(DriverManager.getConnection(properties(data).getProperty("database.url"), "postgres",
                Files.readString(data.resolve("superuser")).strip()));
    }

    Connection connection() {
        return connection;
    }

    long number(String sql) throws SQLException {
        try (var statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) texts.add(rows.getString(1));
        }
        return texts;
    }

    /// Waits until every committed entry is in the log.
    void settle() throws SQLException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (number("select count(*) from pending") > 0) {
            if (System.nanoTime() > end) throw new IllegalStateException("entries stay out of the log");
            Thread.sleep(100);
        }
    }

    /// What is wrong with the journal; empty when it is one log without a fork that holds each entry once.
    List<String> journalFaults() throws SQLException {
        var faults = new ArrayList<String>();
        if (number("select count(*) from entry e where not exists (select from leaf l where l.entry_id = e.entry_id)"
                + " and not exists (select from pending p where p.entry_id = e.entry_id)") > 0) {
            faults.add("an entry is neither in the log nor on its way");
        }
        var roots = new TreeMap<Long, Hash>();
        Frontier frontier = Frontier.EMPTY;
        try (var statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("select l.index, l.hash, e.leaf_data from leaf l"
                     + " left join entry e on e.entry_id = l.entry_id order by l.index")) {
            while (rows.next()) {
                if (rows.getLong(1) != frontier.size()) faults.add("leaf " + frontier.size() + " is missing");
                Hash hash = Hash.of(rows.getBytes(2));
                byte[] leafData = rows.getBytes(3);
                if (leafData == null || !Hash.leaf(leafData).equals(hash)) {
                    faults.add("leaf " + rows.getLong(1) + " isn't the hash of its entry");
                }
                frontier = frontier.append(hash);
                roots.put(frontier.size(), frontier.root());
            }
        }
        Vkey vkey = Vkey.parse(texts("select vkey from head").getFirst()).orElseThrow();
        for (String note : texts("select note from checkpoint order by size")) {
            Checkpoint signed = Checkpoint.open(SignedNote.parse(note).orElseThrow(), vkey).orElseThrow();
            if (signed.size() > 0 && !signed.root().equals(roots.get(signed.size()))) {
                faults.add("the checkpoint at " + signed.size() + " signs another log");
            }
        }
        return faults;
    }

    /// Resources whose versions are not 1, 2, 3 … in the order of their numbers.
    long gaps() throws SQLException {
        return number("""
                select count(*) from (select tenant, oid, version,
                  row_number() over (partition by tenant, oid order by rid) as place from version) v
                where v.version <> v.place""");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
