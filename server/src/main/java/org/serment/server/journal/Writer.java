package org.serment.server.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.serment.server.db.Database;
import org.serment.server.db.Tx;

/// Group commit: one thread commits all that queued up during its last commit, in one statement. The wait of a
/// request is therefore that of one or two flushes of the disk, whatever the load.
final class Writer implements AutoCloseable {
    private static final int MOST = 2_000;

    private record Waiting(Row row, CompletableFuture<Void> done) {}

    private final Database database;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    Writer(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().name("journal-writer").daemon().start(this::run);
    }

    CompletableFuture<Void> offer(Row row) {
        if (closing) throw new IllegalStateException("the journal is closed");
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.add(new Waiting(row, done));
        return done;
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        while (true) {
            try {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, MOST - 1);
            } catch (InterruptedException e) {
                queue.drainTo(batch);
                if (!batch.isEmpty()) write(batch);
                return;
            }
            write(batch);
        }
    }

    private void write(List<Waiting> batch) {
        try (Tx tx = database.begin()) {
            Row.insert(tx, batch.stream().map(Waiting::row).toList());
            tx.commit();
        } catch (RuntimeException e) {
            batch.forEach(w -> w.done.completeExceptionally(e));
            return;
        }
        batch.forEach(w -> w.done.complete(null));
    }

    /// Writes what was offered before, then ends.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(w -> w.done.completeExceptionally(new IllegalStateException("the journal was closed")));
    }
}
