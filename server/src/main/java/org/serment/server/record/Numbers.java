package org.serment.server.record;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Numbers for new resources and versions, taken from the database in blocks and handed out one by one.
/// Two processes never hand out the same number; a block that a process leaves unused is a gap that nobody minds.
final class Numbers {
    private static final int BLOCK = 1024;
    private static final int RID_BITS = 22;
    /// Version numbers count from 2020-01-01T00:00:00Z: 41 bits of milliseconds last until 2089.
    private static final long EPOCH = 1_577_836_800_000L, LAST = (1L << 41) - 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Block oids = new Block("select nextval('record_oid')");
    private final Block rids = new Block("select nextval('record_rid')");

    private static final class Block {
        private final Part<Long> take;
        private long next;
        private int left;

        Block(String sql) {
            take = new Part<>(sql, List.of(), rows -> {
                rows.next();
                return rows.getLong(1);
            });
        }

        long next(Tx tx) {
            if (left == 0) {
                next = tx.query(take);
                left = BLOCK;
            }
            left--;
            return next++;
        }
    }

    long oid(Tx tx) {
        lock.lock();
        try {
            return oids.next(tx);
        } finally {
            lock.unlock();
        }
    }

    /// A version's number: the database's clock in milliseconds, then a sequence; always above `previous`.
    long rid(Tx tx, long clockMillis, long previous) {
        lock.lock();
        try {
            return Math.max(floor(clockMillis) | rids.next(tx), previous + 1);
        } finally {
            lock.unlock();
        }
    }

    /// When the version of that number was made, in milliseconds since 1970.
    static long millis(long rid) {
        return (rid >> RID_BITS) + EPOCH;
    }

    /// The least number a version made at that millisecond can have; the ends of time for times outside.
    static long floor(long millis) {
        return Math.clamp(millis - EPOCH, 0, LAST) << RID_BITS;
    }
}
