package org.serment.server.subscriptions;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.serment.server.db.Away;
import org.serment.server.db.Traces;
import org.serment.server.record.Feed;

/// Looks each second whom there is something to tell, and has it done on virtual threads, few at a time. Several processes may
/// do so on one database: a lease keeps a subscriber in one pair of hands.
final class Worker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Worker.class.getName());
    private static final long TICK_MS = 1_000;
    private static final int AT_ONCE = 32;
    private static final int FORGET_EVERY = 600;
    private static final Duration KEPT = Duration.ofDays(14);

    private final Subscribers subscribers;
    private final Feed feed;
    private final Sockets sockets;
    private final Delivery delivery;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread loop;

    Worker(Subscribers subscribers, Feed feed, Sockets sockets, Delivery delivery) {
        this.subscribers = subscribers;
        this.feed = feed;
        this.sockets = sockets;
        this.delivery = delivery;
        this.loop = Thread.ofVirtual().name("subscriptions").start(this::run);
    }

    private void run() {
        for (int tick = 0; ; tick++) {
            try {
                if (closing.await(TICK_MS, TimeUnit.MILLISECONDS)) return;
                look();
                if (tick % FORGET_EVERY == 0) subscribers.forget(KEPT);
            } catch (InterruptedException e) {
                return;
            } catch (Away e) {
                // the next tick tries again
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "subscriptions could not be looked through", Traces.withoutTexts(e));
            }
        }
    }

    private void look() throws InterruptedException {
        var candidates = subscribers.candidates(sockets.bindings());
        if (candidates.isEmpty()) return;
        var newest = feed.newest(candidates.stream().map(Subscribers.Candidate::stream).collect(Collectors.toSet()));
        for (var c : candidates) {
            var last = newest.get(c.stream());
            if (!c.urgent() && (last == null || last.compareTo(c.cursor()) <= 0)) continue;
            slots.acquire();
            threads.submit(() -> {
                try {
                    deliver(c);
                } finally {
                    slots.release();
                }
            });
        }
    }

    private void deliver(Subscribers.Candidate candidate) {
        try {
            boolean more = true;
            while (more && closing.getCount() > 0) {
                var claim = subscribers.claim(candidate.tenant(), candidate.oid());
                more = claim.isPresent() && step(claim.get());
            }
        } catch (Away e) {
            // the lease ends by itself
        }
    }

    private boolean step(Subscribers.Claim claim) {
        try {
            return delivery.step(claim);
        } catch (Away e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "a subscriber could not be told", Traces.withoutTexts(e));
            subscribers.later(claim, Duration.ofMinutes(1));
            return false;
        } finally {
            subscribers.release(claim);
        }
    }

    /// Lets what is in work end, for a moment.
    @Override
    public void close() {
        closing.countDown();
        loop.interrupt();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) threads.shutdownNow();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
