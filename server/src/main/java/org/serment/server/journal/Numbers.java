package org.serment.server.journal;

import java.util.List;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Numbers for entries, taken from the database in blocks. Gaps are harmless: the log has its own order.
///
/// A block is taken outside the lock, and by a writer on the connection that it has: who waits for a connection never
/// keeps those waiting who hold one.
final class Numbers {
    private static final int BLOCK = 1024;
    private static final Part<Long> TAKE = new Part<>("select nextval('entry_number')", List.of(), rows -> {
        rows.next();
        return rows.getLong(1);
    });
    private final Database database;
    private long next;
    private long end;

    Numbers(Database database) {
        this.database = database;
    }

    long next() {
        long number = left();
        if (number >= 0) return number;
        try (Tx tx = database.begin()) {
            long block = tx.query(TAKE);
            tx.commit();
            return first(block);
        }
    }

    /// The same inside a transaction; the number stays taken when it is rolled back.
    long next(Tx tx) {
        long number = left();
        return number >= 0 ? number : first(tx.query(TAKE));
    }

    private synchronized long left() {
        return next == end ? -1 : next++;
    }

    private synchronized long first(long block) {
        next = block + 1;
        end = block + BLOCK;
        return block;
    }
}
