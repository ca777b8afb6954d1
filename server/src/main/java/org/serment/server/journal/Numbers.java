package org.serment.server.journal;

import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Numbers for entries, taken from the database in blocks. Gaps are harmless: the log has its own order.
final class Numbers {
    private static final int BLOCK = 1024;
    private final Database database;
    private long next;
    private long end;

    Numbers(Database database) {
        this.database = database;
    }

    synchronized long next() {
        if (next == end) {
            try (Tx tx = database.begin()) {
                next = tx.query(Part.first("select nextval('entry_number')", r -> r.getLong(1))).orElseThrow();
                tx.commit();
            }
            end = next + BLOCK;
        }
        return next++;
    }
}
