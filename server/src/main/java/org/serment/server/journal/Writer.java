package org.serment.server.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.serment.server.db.Database;

/// Group commit: one thread commits all that queued up during its last commit, in one statement. The wait of a
/// request is therefore that of one or two flushes of the disk, whatever the load.
final class Writer implements AutoCloseable {
    private static final int MOST = 2_000;
    /// How long to gather more when requests come side by side: a commit costs the processor the same for one entry as for ten.
    private static final long GATHER_NS = 800_000;

    private sealed interface Item {}

    private record Waiting(Row row, CompletableFuture<Void> done) implements Item {}

    private record End() implements Item {}

    private final Database database;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
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
        List<Item> items = new ArrayList<>();
        while (true) {
            boolean crowded = items.size() > 1;
            items.clear();
            items.add(take());
            if (crowded) LockSupport.parkNanos(GATHER_NS);
            queue.drainTo(items, MOST - 1);
            List<Waiting> batch = new ArrayList<>(items.size());
            boolean end = false;
            for (Item item : items) {
                switch (item) {
                    case Waiting w -> batch.add(w);
                    case End _ -> end = true;
                }
            }
            if (!batch.isEmpty()) write(batch);
            if (end) return;
        }
    }

    private Item take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            return new End();
        }
    }

    private void write(List<Waiting> batch) {
        try {
            database.once(Row.insert(batch.stream().map(Waiting::row).toList()));
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
        queue.add(new End());
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Item item : queue)
            if (item instanceof Waiting w) w.done.completeExceptionally(new IllegalStateException("the journal was closed"));
    }
}
