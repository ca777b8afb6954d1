package org.serment.server.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.serment.server.db.Away;

/// A promise that an entry is being made durable.
public final class Receipt {
    private final long entry;
    private final CompletableFuture<Void> done;

    Receipt(long entry, CompletableFuture<Void> done) {
        this.entry = entry;
        this.done = done;
    }

    /// The entry's number.
    public long entry() {
        return entry;
    }

    /// Waits until the entry is durable. Only then may the answer leave.
    ///
    /// @throws Away when the database went away: then it is not known to be, and nothing may leave
    public void await() {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException r) throw r;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the journal was written", e);
        }
    }
}
