package org.serment.server.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.Hash;
import org.serment.server.db.Away;
import org.serment.server.db.CopyRows;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Puts committed entries into the log and signs its new state, each second. Several processes may run one on the same
/// database: the row of `head` is the lock, and what follows it happens in one transaction, so the log can't fork.
final class Sequencer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sequencer.class.getName());
    private static final long TICK_MS = 1_000;
    private static final int MOST = 20_000;
    private static final int TILE_HEIGHT = 8;

    private record Queued(long id, Hash leaf) {}

    private final Database database;
    private final Signer signer;
    private final Thread thread;
    private final ReentrantLock mine = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);

    Sequencer(Database database, Signer signer) {
        this.database = database;
        this.signer = signer;
        this.thread = Thread.ofPlatform().name("journal-sequencer").daemon().start(this::run);
    }

    private void run() {
        while (true) {
            try {
                if (closing.await(TICK_MS, TimeUnit.MILLISECONDS)) return;
                drain();
            } catch (InterruptedException e) {
                return;
            } catch (Away e) {
                // the next tick tries again
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "the journal could not be sequenced", e);
            }
        }
    }

    /// Sequences all that is committed now, unless another process is doing it.
    ///
    /// @return how many entries were put into the log
    long drain() {
        mine.lock();
        try {
            long all = 0;
            while (true) {
                int done = step();
                all += done;
                if (done < MOST) return all;
            }
        } finally {
            mine.unlock();
        }
    }

    private int step() {
        if (!database.read(Part.first("select exists (select from pending)", r -> r.getBoolean(1))).orElse(false)) return 0;
        try (Tx tx = database.begin()) {
            Optional<Frontier> head = tx.query(Part.first("select frontier from head for update skip locked", r -> Frontier.of(r.getBytes(1))));
            if (head.isEmpty()) return 0;
            List<Queued> queued = tx.query(Part.list("""
                    select p.entry_id, e.leaf_data from pending p join entry e on e.entry_id = p.entry_id
                    order by p.entry_id limit ?""", r -> new Queued(r.getLong(1), Hash.leaf(r.getBytes(2))), MOST));
            if (queued.isEmpty()) return 0;
            Frontier grown = append(tx, head.get(), queued);
            tx.update("delete from pending where entry_id = any(?)", queued.stream().mapToLong(Queued::id).toArray());
            tx.update("update head set frontier = ?", grown.bytes());
            tx.update("insert into checkpoint (size, note) values (?, ?)", grown.size(), signer.sign(grown));
            tx.commit();
            return queued.size();
        }
    }

    private static Frontier append(Tx tx, Frontier head, List<Queued> queued) {
        try (CopyRows leaves = CopyRows.into(tx, "leaf", "index", "entry_id", "hash")) {
            long index = head.size();
            for (Queued q : queued) leaves.row().int8(index++).int8(q.id()).bytea(q.leaf().bytes());
            leaves.end();
        }
        record Node(int level, long index, Hash hash) {}
        List<Node> nodes = new java.util.ArrayList<>();
        Frontier grown = head.append(queued.stream().map(Queued::leaf).toList(), (level, index, hash) -> {
            if (level > 0 && level % TILE_HEIGHT == 0) nodes.add(new Node(level / TILE_HEIGHT, index, hash));
        });
        if (nodes.isEmpty()) return grown;
        try (CopyRows rows = CopyRows.into(tx, "node", "level", "index", "hash")) {
            for (Node n : nodes) rows.row().int2(n.level()).int8(n.index()).bytea(n.hash().bytes());
            rows.end();
        }
        return grown;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
