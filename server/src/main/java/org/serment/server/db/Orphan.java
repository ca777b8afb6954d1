package org.serment.server.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A PostgreSQL of ours that outlived its process (kill -9). It must not be attached to silently, nor run beside a new one.
///
/// Ours is a process whose program lies in our data directory and whose working directory is our cluster:
/// PostgreSQL's processes all run in it. A reused pid is never taken for one.
final class Orphan {
    private static final long PATIENCE_MS = 60_000;

    private Orphan() {}

    /// Stops what is left; the caller holds the lock of `data`.
    static void stop(Path data, Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        recorded(pidFile).filter(pid -> ours(pid, data, cluster)).ifPresent(pid -> signal("INT", pid));
        long begun = System.currentTimeMillis();
        boolean pressed = false;
        while (true) {
            List<Long> left = living(data, cluster);
            if (left.isEmpty()) break;
            long waited = System.currentTimeMillis() - begun;
            if (waited > PATIENCE_MS)
                throw new CannotStart("a PostgreSQL left by an earlier process (pid " + left.getFirst() + ") doesn't stop; end it, then start again");
            if (waited > PATIENCE_MS / 2 && !pressed) {
                left.forEach(pid -> signal("QUIT", pid));
                pressed = true;
            }
            pause();
        }
        try {
            // Nothing runs in the cluster: a pid file now is stale, and its number may be another program's.
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new CannotStart("can't remove the stale " + pidFile, e);
        }
    }

    static void signal(String name, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Long> recorded(Path pidFile) {
        try {
            return Optional.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()));
        } catch (IOException | NumberFormatException | java.util.NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static List<Long> living(Path data, Path cluster) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid).filter(pid -> ours(pid, data, cluster)).toList();
        }
    }

    private static boolean ours(long pid, Path data, Path cluster) {
        try {
            Path proc = Path.of("/proc", Long.toString(pid));
            return Files.readSymbolicLink(proc.resolve("cwd")).equals(cluster)
                    && Files.readSymbolicLink(proc.resolve("exe")).startsWith(data);
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while an earlier PostgreSQL stopped", e);
        }
    }
}
