package org.serment.server.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// The process of the embedded server: started, watched, started again when it ends by itself, stopped.
final class Postmaster implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Postmaster.class.getName());
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Path home;
    private final RunAs runAs;
    private final Path cluster;
    private final int port;
    private volatile Process process;
    private volatile boolean closing;

    private Postmaster(Path home, RunAs runAs, Path cluster, int port) {
        this.home = home;
        this.runAs = runAs;
        this.cluster = cluster;
        this.port = port;
    }

    /// Starts it and waits until it takes connections.
    static Postmaster start(Path home, RunAs runAs, Path cluster, int port) throws IOException {
        Postmaster p = new Postmaster(home, runAs, cluster, port);
        p.process = p.launch();
        Thread.ofPlatform().name("postgresql-watch").daemon().start(p::watch);
        return p;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C in a terminal reaches this program alone, which then stops PostgreSQL last.
        if (Files.isExecutable(SETSID)) command.add(SETSID.toString());
        command.addAll(runAs.command(home.resolve("bin/postgres"), "-D", cluster));
        command.addAll(Settings.arguments(port));
        Path log = cluster.resolveSibling("start.log");
        var program = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // the C library would give memory back to the system after each statement and ask for it again before the next
        program.environment().putAll(Map.of("MALLOC_TRIM_THRESHOLD_", "33554432", "MALLOC_TOP_PAD_", "1048576"));
        Process p = program.start();
        p.getOutputStream().close();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        try {
            while (!ready(p.pid())) {
                if (p.waitFor(20, TimeUnit.MILLISECONDS)) throw new CannotStart("PostgreSQL did not start: " + why(log));
                if (System.nanoTime() > deadline) {
                    p.destroy();
                    throw new CannotStart("PostgreSQL was not ready after five minutes: " + why(log));
                }
            }
        } catch (InterruptedException e) {
            p.destroy();
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while PostgreSQL started", e);
        }
        return p;
    }

    /// Starts it again, on the same port, when it ended without being asked to: requests are answered 503 meanwhile.
    private void watch() {
        try {
            while (true) {
                int exit = process.waitFor();
                if (closing) return;
                LOG.log(Level.SEVERE, "PostgreSQL ended by itself (exit {0}); it is started again", exit);
                again();
                if (closing) {
                    stop();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void again() throws InterruptedException {
        for (long wait = 100; !closing; wait = Math.min(2 * wait, 10_000)) {
            Thread.sleep(wait);
            try {
                Orphan.stop(home.getParent(), cluster);
                process = launch();
                LOG.info("PostgreSQL is back");
                return;
            } catch (IOException | CannotStart e) {
                LOG.log(Level.SEVERE, "PostgreSQL could not be started again: {0}", e.getMessage());
            }
        }
    }

    /// `postmaster.pid` holds the pid in line 1 and the status in line 8.
    private boolean ready(long pid) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            return lines.size() >= 8 && lines.get(0).strip().equals(Long.toString(pid)) && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private String why(Path log) {
        String text = tail(log);
        Path logs = cluster.resolve("log");
        if (Files.isDirectory(logs)) {
            try (Stream<Path> all = Files.list(logs)) {
                text += " " + all.max(Comparator.comparingLong(p -> p.toFile().lastModified())).map(Postmaster::tail).orElse("");
            } catch (IOException e) {
                // what start.log says is enough
            }
        }
        if (text.contains("No space left")) return "the disk is full; free some space. " + text;
        if (text.contains("Address already in use")) return "its port was taken meanwhile; start again. " + text;
        return text;
    }

    /// The last lines of a log of PostgreSQL, which holds no data.
    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
        } catch (IOException e) {
            return "(no log: " + Reasons.of(e) + ")";
        }
    }

    /// Stops it cleanly: open transactions are rolled back, a checkpoint is written.
    @Override
    public void close() {
        closing = true;
        stop();
    }

    private void stop() {
        Process running = process;
        try {
            Orphan.signal("INT", running.pid());
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                Orphan.signal("QUIT", running.pid());
                running.waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
