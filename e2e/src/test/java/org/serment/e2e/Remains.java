package org.serment.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/// Everything that a server leaves behind: its database as a logical dump, its data directory with the write-ahead
/// log, its logs. Searched for strings; left out are only PostgreSQL's own programs, the demonstration's input,
/// which is clear text by its nature, its list of what is loaded, and its list of accounts (professionals).
final class Remains {

    private Remains() {}

    /// For each place (a table or a file) the needles found in it.
    static Map<String, Set<String>> search(Collection<String> strings, Books books, Path data, List<Path> logs)
            throws IOException, SQLException, InterruptedException {
        var found = new TreeMap<String, Set<String>>();
        var needles = new Needles(strings);
        var words = new Needles(Needles.words(strings));
        for (String table : books.texts("""
                select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')""")) {
            note(found, "table " + table, dump(needles, books, table, "binary"));
            // numbers and bytes are written as digits here, among which a numeric code would be found by chance
            note(found, "table " + table + " as text", dump(words, books, table, "text"));
        }
        books.number("select 1 from pg_switch_wal()");
        // the log first: a checkpoint lets go of what it no longer needs
        for (Path file : files(data)) if (ofLog(data, file)) note(found, data.relativize(file).toString(), file(needles, file));
        try (var statement = books.connection().createStatement()) {
            statement.execute("checkpoint");
        }
        for (Path file : files(data)) if (!ofLog(data, file)) note(found, data.relativize(file).toString(), file(needles, file));
        for (Path log : logs) note(found, log.getFileName().toString(), file(needles, log));
        return found;
    }

    private static boolean ofLog(Path data, Path file) {
        return data.relativize(file).toString().contains("pg_wal");
    }

    /// How many bytes the files hold that are searched.
    static long bytes(Path data) throws IOException {
        long bytes = 0;
        for (Path file : files(data)) bytes += Files.size(file);
        return bytes;
    }

    private static void note(Map<String, Set<String>> found, String place, Set<String> needles) {
        if (!needles.isEmpty()) found.put(place, needles);
    }

    private static Set<String> dump(Needles needles, Books books, String table, String format)
            throws IOException, SQLException, InterruptedException {
        var found = new TreeSet<String>();
        try (var out = new PipedOutputStream(); var in = new PipedInputStream(out, 1 << 16)) {
            Thread search = Thread.ofPlatform().start(() -> {
                try {
                    found.addAll(needles.in(in));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            books.connection().unwrap(PGConnection.class).getCopyAPI()
                    .copyOut("copy " + table + " to stdout (format " + format + ")", out);
            out.close();
            search.join();
        }
        return found;
    }

    private static Set<String> file(Needles needles, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return needles.in(in);
        } catch (NoSuchFileException _) {
            return Set.of();
        }
    }

    private static List<Path> files(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !data.relativize(file).toString().startsWith("postgresql-"))
                    .filter(file -> !file.toString().matches(".*/demo/(histories-.*|loaded-.*|accounts\\.json)"))
                    .toList();
        }
    }
}
