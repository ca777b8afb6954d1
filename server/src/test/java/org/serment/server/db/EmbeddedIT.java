package org.serment.server.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded server's life: first start, restart, an orphan, a directory in use, the database away and back.
class EmbeddedIT {
    @TempDir
    Path data;

    @Test
    void dataSurviveARestartAndSecretsArePrivate() throws IOException {
        Config config = config();
        try (Database db = Database.open(config); Tx tx = db.begin()) {
            tx.update("insert into tenant (tenant, name) values (1, 'one')");
            tx.commit();
            for (String secret : List.of("superuser", "connection.properties"))
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))));
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes"))
                assertEquals(List.of("on"), db.read(Part.list("select current_setting('" + setting + "')", r -> r.getString(1))));
        }
        try (Database db = Database.open(config)) {
            assertEquals(List.of("one"), db.read(Part.list("select name from tenant", r -> r.getString(1))));
        }
        assertFalse(Files.exists(data.resolve("database/postmaster.pid")), "it did not stop cleanly");
    }

    @Test
    void aDirectoryInUseIsRefused() {
        try (Database db = Database.open(config())) {
            CannotStart e = assertThrows(CannotStart.class, () -> Database.open(config()));
            assertTrue(e.getMessage().contains("another process uses the data directory"), e.getMessage());
            assertTrue(db.pid().isPresent());
        }
    }

    @Test
    void anOrphanIsStoppedAndItsDataKept() throws Exception {
        // Another JVM starts the database, commits, and is killed: PostgreSQL stays behind.
        Process victim = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                Victim.class.getName(), data.toString()).redirectErrorStream(true).start();
        String line = victim.inputReader().lines().filter(l -> l.startsWith("pid ")).findFirst().orElseThrow();
        long orphan = Long.parseLong(line.substring(4));
        victim.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertTrue(runs(orphan), "PostgreSQL ended with the JVM; nothing to test");
        try (Database db = Database.open(config())) {
            assertFalse(db.pid().equals(Optional.of(orphan)), "attached to the orphan");
            assertEquals(List.of("victim"), db.read(Part.list("select name from tenant", r -> r.getString(1))));
        }
        assertFalse(runs(orphan));
    }

    @Test
    void awayIsSaidAndThePoolsResume() throws Exception {
        try (Database db = Database.open(config())) {
            Part<List<Integer>> one = Part.list("select 1", r -> r.getInt(1));
            assertEquals(List.of(1), db.read(one));
            // Ends every backend, as a restart of the server would; the pools must throw away what they hold.
            Tx held = db.begin();
            held.query(one);
            for (ProcessHandle backend : ProcessHandle.of(db.pid().orElseThrow()).orElseThrow().children().toList())
                if (commandLine(backend).contains("serment_app")) Orphan.signal("TERM", backend.pid());
            Thread.sleep(300);
            assertThrows(Away.class, () -> held.query(one));
            held.close();
            for (int i = 0; ; i++) {
                try {
                    assertEquals(List.of(1), db.read(one));
                    break;
                } catch (Away e) {
                    assertTrue(i < 20, "the pool did not resume");
                }
            }
            try (Tx tx = db.begin()) {
                assertEquals(List.of(1), tx.query(one));
            }
        }
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgain() throws Exception {
        try (Database db = Database.open(config())) {
            try (Tx tx = db.begin()) {
                tx.update("insert into tenant (tenant, name) values (1, 'kept')");
                tx.commit();
            }
            long killed = db.pid().orElseThrow();
            Orphan.signal("KILL", killed);
            Part<List<String>> names = Part.list("select name from tenant", r -> r.getString(1));
            long deadline = System.currentTimeMillis() + 60_000;
            while (true) {
                try {
                    assertEquals(List.of("kept"), db.read(names));
                    if (db.pid().orElseThrow() != killed) break;
                } catch (Away e) {
                    assertTrue(System.currentTimeMillis() < deadline, "it did not come back");
                    Thread.sleep(50);
                }
            }
        }
        assertFalse(Files.exists(data.resolve("database/postmaster.pid")), "it did not stop cleanly");
    }

    @Test
    void unsafeSettingsAndRolesAreRefused() throws Exception {
        try (Embedded server = Embedded.start(data)) {
            Config.Place.Remote place = server.place();
            try (var c = server.administer("serment")) {
                c.createStatement().execute("alter role serment_app set synchronous_commit = off");
            }
            assertTrue(assertThrows(CannotStart.class, () -> Checks.all(place)).getMessage().contains("synchronous_commit is off"));
            try (var c = server.administer("serment")) {
                c.createStatement().execute("alter role serment_app reset synchronous_commit; grant serment_owner to serment_app");
            }
            assertTrue(assertThrows(CannotStart.class, () -> Checks.all(place)).getMessage().contains("may do too much"));
            Config.Place.Remote wrong = new Config.Place.Remote(place.url(), new Login(place.owner().user(), "wrong"), place.app());
            assertTrue(assertThrows(CannotStart.class, () -> Checks.all(wrong)).getMessage().contains("refused a role or its password"));
            Config.Place.Remote nobody = new Config.Place.Remote("jdbc:postgresql://127.0.0.1:9/x", place.owner(), place.app());
            assertTrue(assertThrows(CannotStart.class, () -> Checks.all(nobody)).getMessage().contains("can't reach PostgreSQL"));
        }
    }

    /// Not a process that has ended and that nobody has waited for yet: such a one has no program any more.
    private static boolean runs(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).endsWith("postgres");
        } catch (IOException e) {
            return false;
        }
    }

    private Config config() {
        return new Config(0, data, new Config.Place.Local(data), new Config.Keys(data.resolve("keys"), Optional.empty()), 4);
    }

    private static String commandLine(ProcessHandle p) {
        try {
            return Files.readString(Path.of("/proc/" + p.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /// Runs in a JVM of its own, to be killed.
    static final class Victim {
        public static void main(String[] args) throws InterruptedException {
            Path data = Path.of(args[0]);
            Database db = Database.open(new Config(0, data, new Config.Place.Local(data), new Config.Keys(data, Optional.empty()), 4));
            try (Tx tx = db.begin()) {
                tx.update("insert into tenant (tenant, name) values (1, 'victim')");
                tx.commit();
            }
            System.out.println("pid " + db.pid().orElseThrow());
            Thread.sleep(60_000);
        }
    }
}
