package org.serment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Closed loops: each client sends its next request when it has the answer to the last. A run ends after its
/// time or its count, whichever comes first.
final class Load {

    /// What a client does next on its connection: one request, or several whose last answer counts.
    interface Call {
        /// Ends the client.
        Call END = connection -> {
            throw new IllegalStateException("nothing to call");
        };

        Connection.Answer on(Connection connection) throws IOException;

        static Call of(byte[] request) {
            return connection -> connection.send(request);
        }
    }

    /// Makes the calls of a run. `next` is called from several clients at once.
    interface Source {
        Call next(int client, long number);
    }

    /// @param errors answers with a status of 400 or above, and connections that broke
    /// @param firstError what the first of them said, empty when there was none
    record Outcome(Latencies latencies, long errors, String firstError, double seconds) {
        double perSecond() {
            return latencies.count() / seconds;
        }

        /// Two runs as one.
        Outcome plus(Outcome other) {
            var all = new Latencies();
            all.add(latencies);
            all.add(other.latencies);
            return new Outcome(all, errors + other.errors, firstError.isEmpty() ? other.firstError : firstError,
                    seconds + other.seconds);
        }
    }

    private final InetAddress address;
    private final int port;

    Load(InetAddress address, int port) {
        this.address = address;
        this.port = port;
    }

    Outcome run(int clients, Duration length, long most, Source source) throws InterruptedException {
        var numbers = new AtomicLong();
        var errors = new AtomicLong();
        var firstError = new AtomicReference<>("");
        var ready = new CountDownLatch(clients);
        var go = new CountDownLatch(1);
        var latencies = new Latencies[clients];
        var threads = new Thread[clients];
        long[] deadline = {Long.MAX_VALUE};
        for (int i = 0; i < clients; i++) {
            var mine = latencies[i] = new Latencies();
            int client = i;
            threads[i] = Thread.ofPlatform().name("client-" + i).start(() -> {
                try (var connection = new Connection(address, port)) {
                    ready.countDown();
                    go.await();
                    for (long number = numbers.getAndIncrement(); number < most; number = numbers.getAndIncrement()) {
                        Call call = source.next(client, number);
                        long begun = System.nanoTime();
                        if (call == Call.END || begun - deadline[0] >= 0) return;
                        Connection.Answer answer = call.on(connection);
                        mine.add(System.nanoTime() - begun);
                        if (answer.status() >= 400) {
                            errors.incrementAndGet();
                            firstError.compareAndSet("", answer.status() + " " + answer.text());
                        }
                    }
                } catch (IOException e) {
                    errors.incrementAndGet();
                    firstError.compareAndSet("", e.toString());
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } finally {
                    ready.countDown();
                }
            });
        }
        ready.await();
        long begun = System.nanoTime();
        deadline[0] = begun + length.toNanos();
        go.countDown();
        for (Thread thread : threads) thread.join();
        double seconds = (System.nanoTime() - begun) / 1e9;
        var all = new Latencies();
        for (Latencies one : latencies) all.add(one);
        return new Outcome(all, errors.get(), firstError.get(), seconds);
    }
}
