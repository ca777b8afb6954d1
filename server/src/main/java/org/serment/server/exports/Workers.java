package org.serment.server.exports;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.db.Away;
import org.serment.server.db.Database;
import org.serment.server.db.Traces;
import org.serment.server.gate.Gate;
import org.serment.server.record.Record;
import org.serment.server.vault.Vault;

/// The threads that work on jobs, step by step, few and of the platform: an export never takes the machine from those who wait for an
/// answer. Other processes have theirs; a lock of the database gives each step to one of them.
final class Workers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Workers.class.getName());
    private static final int THREADS = 2;
    private static final long IDLE_MS = 1_000;
    private static final long EXPIRY_MS = 60_000;

    private final Database database;
    private final Vault vault;
    private final Gate gate;
    private final Record record;
    private final Jobs jobs;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    Workers(Database database, Vault vault, Gate gate, Record record, Jobs jobs, InstantSource clock) {
        this.database = database;
        this.vault = vault;
        this.gate = gate;
        this.record = record;
        this.jobs = jobs;
        this.clock = clock;
    }

    void start() {
        for (int i = 0; i < THREADS; i++) threads.add(Thread.ofPlatform().name("export-" + i).daemon().start(this::run));
    }

    /// There is something to do.
    void ring() {
        bell.release();
    }

    private void run() {
        long expired = 0;
        while (!closing) {
            try {
                boolean worked = turn();
                if (clock.millis() - expired > EXPIRY_MS) {
                    jobs.expire(clock.instant());
                    expired = clock.millis();
                }
                if (!worked) bell.tryAcquire(IDLE_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            } catch (Away e) {
                rest();
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "exports stand still", Traces.withoutTexts(e));
                rest();
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(IDLE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One step of a job that nobody else is working on.
    ///
    /// @return false when there is none
    private boolean turn() {
        for (var id : jobs.runnable()) {
            try (var tx = database.begin()) {
                if (!Jobs.mine(tx, id)) continue;
                var job = jobs.job(tx, id).filter(j -> j.state() == Job.State.RUNNING);
                if (job.isEmpty()) continue;
                if (new Step(gate, record, vault, tx, job.get()).run(clock.instant()) instanceof Step.Result.Refused r) {
                    tx.close();
                    r.hearing().refused();
                    jobs.fail(id, clock.instant());
                }
                return true;
            } catch (Away e) {
                throw e;
            } catch (RuntimeException e) {
                broke(id, e);
                return true;
            }
        }
        return false;
    }

    private void broke(UUID id, RuntimeException e) {
        LOG.log(Level.SEVERE, "a step of an export broke", Traces.withoutTexts(e));
        jobs.broke(id, clock.instant());
        rest();
    }

    @Override
    public void close() {
        closing = true;
        bell.release(THREADS);
        for (var t : threads) {
            try {
                t.join(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
