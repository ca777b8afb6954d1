package org.serment.server.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Proof;
import org.serment.kernel.merkle.SignedNote;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Login;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.vault.KeyFile;
import org.serment.server.vault.Passphrase;
import org.serment.server.vault.Vault;

/// Processes that die at any moment: what they acknowledged is there, and the log never forks.
class JournalProcessesIT {
    private static final int ROUNDS = 4;

    @Test
    void processesAreKilledAndNothingAcknowledgedIsMissing() throws Exception {
        Path keyFile = Path.of("target", "test-keys", "processes-" + ProcessHandle.current().pid()).toAbsolutePath();
        Files.deleteIfExists(keyFile);
        KeyFile.create(keyFile, words());
        try (TestDatabase test = TestDatabase.fresh()) {
            Vault vault = Vault.open(test.database(), KeyFile.open(keyFile, words()), InstantSource.system());
            Set<Long> acknowledged = new HashSet<>();
            Child steady = Child.start(test.place(), keyFile);
            for (int round = 0; round < ROUNDS; round++) {
                Child victim = Child.start(test.place(), keyFile);
                acknowledged.addAll(victim.read(150));
                victim.kill();
                acknowledged.addAll(victim.rest());
            }
            acknowledged.addAll(steady.read(150));
            steady.kill();
            acknowledged.addAll(steady.rest());
            try (Journal journal = Journal.open(test.database(), vault, KeyFile.open(keyFile, words()))) {
                // A killed process may leave its transaction to the database for a moment.
                long deadline = System.currentTimeMillis() + 20_000;
                while (count(test.database(), "select count(*) from pending") > 0 && System.currentTimeMillis() < deadline) {
                    journal.sequence();
                    Thread.sleep(50);
                }
                Set<Long> logged = new HashSet<>(test.database().read(Part.list("select entry_id from leaf", r -> r.getLong(1))));
                assertTrue(acknowledged.size() > ROUNDS * 150, "too little was written: " + acknowledged.size());
                assertTrue(logged.containsAll(acknowledged), "an acknowledged entry is missing");
                assertEquals(count(test.database(), "select count(*) from entry"), logged.size());
                List<Checkpoint> signed = test.database().read(Part.list("select note from checkpoint order by size",
                        r -> Checkpoint.open(SignedNote.parse(r.getString(1)).orElseThrow(), journal.log().vkey()).orElseThrow()));
                Checkpoint last = signed.getLast();
                assertEquals(logged.size(), last.size());
                for (Checkpoint c : signed)
                    assertTrue(Proof.consistent(c.size(), c.root(), last.size(), last.root(), journal.log().consistency(c.size(), last.size())));
            }
        }
    }

    private static long count(Database db, String sql) {
        return db.read(Part.first(sql, r -> r.getLong(1))).orElseThrow();
    }

    private static Passphrase words() {
        return Passphrase.of("twelve or more".toCharArray());
    }

    private record Child(Process process, BufferedReader out) {
        static Child start(Config.Place.Remote place, Path keyFile) throws Exception {
            Process p = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                    Appender.class.getName(), place.url(), place.owner().user(), place.owner().password(), place.app().user(), place.app().password(), keyFile.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new Child(p, p.inputReader());
        }

        /// By its handle: [Process#destroyForcibly()] would throw away what it said last.
        void kill() throws InterruptedException {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }

        List<Long> read(int many) throws Exception {
            List<Long> ids = new ArrayList<>();
            while (ids.size() < many) ids.add(Long.parseLong(out.readLine()));
            return ids;
        }

        List<Long> rest() throws Exception {
            // The last line may be cut: only one that ended was said.
            List<Long> ids = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int c = out.read(); c >= 0; c = out.read()) {
                if (c != '\n') {
                    text.append((char) c);
                    continue;
                }
                ids.add(Long.parseLong(text.toString()));
                text.setLength(0);
            }
            return ids;
        }
    }

    /// Appends until it is killed, and says each entry that was acknowledged.
    static final class Appender {
        public static void main(String[] a) {
            Config.Place.Remote place = new Config.Place.Remote(a[0], new Login(a[1], a[2]), new Login(a[3], a[4]));
            Database db = Database.open(new Config(0, Path.of("."), place, new Config.Keys(Path.of(a[5]), java.util.Optional.empty()), 4));
            KeyFile keys = KeyFile.open(Path.of(a[5]), words());
            Journal journal = Journal.open(db, Vault.open(db, keys, InstantSource.system()), keys);
            for (int t = 0; t < 4; t++) {
                int subject = t + 1;
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        Receipt r = journal.append(JournalIT.event(Instant.now(), "r", subject));
                        r.await();
                        synchronized (System.out) {
                            System.out.println(r.entry());
                        }
                    }
                });
            }
        }
    }
}
