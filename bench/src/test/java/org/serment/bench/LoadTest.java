package org.serment.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The driver against a small real HTTP server.
class LoadTest {

    private final AtomicInteger seen = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            int number = seen.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] body = ("answer " + number).repeat(number % 3 == 0 ? 2_000 : 1).getBytes();
            boolean chunked = number % 2 == 0;
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/bad") ? 400 : 200,
                    chunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRunEndsByCount() throws Exception {
        byte[] request = Connection.request("POST", "/x", "t", true, "body".getBytes());
        var outcome = load().run(4, Duration.ofSeconds(30), 500, (_, _) -> Load.Call.of(request));
        assertEquals(500, outcome.latencies().count());
        assertEquals(500, seen.get());
        assertEquals(0, outcome.errors(), outcome.firstError());
    }

    @Test
    void aRunEndsByTime() throws Exception {
        byte[] request = Connection.request("GET", "/x", "t", false, new byte[0]);
        var outcome = load().run(2, Duration.ofMillis(300), Long.MAX_VALUE, (_, _) -> Load.Call.of(request));
        assertTrue(outcome.latencies().count() > 0);
        assertTrue(outcome.seconds() < 5, "took " + outcome.seconds());
    }

    @Test
    void refusalsAreErrors() throws Exception {
        byte[] request = Connection.request("GET", "/bad", "t", false, new byte[0]);
        var outcome = load().run(1, Duration.ofSeconds(30), 10, (_, _) -> Load.Call.of(request));
        assertEquals(10, outcome.errors());
        assertTrue(outcome.firstError().startsWith("400 answer"), outcome.firstError());
    }

    @Test
    void onlyLoopbackIsATarget() {
        assertThrows(IllegalArgumentException.class,
                () -> new Connection(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 80));
    }

    @Test
    void theProcessorClockSeesWorkOfThisProcess() {
        long pid = ProcessHandle.current().pid();
        double alone = ProcessTree.secondsAlone(pid);
        double tree = ProcessTree.seconds(pid);
        double machine = ProcessTree.machineSeconds();
        var clock = java.lang.management.ManagementFactory.getThreadMXBean();
        long begun = clock.getCurrentThreadCpuTime();
        while (clock.getCurrentThreadCpuTime() - begun < 300_000_000L) Thread.onSpinWait();
        assertTrue(ProcessTree.secondsAlone(pid) - alone >= 0.1);
        assertTrue(ProcessTree.seconds(pid) - tree >= 0.1);
        assertTrue(ProcessTree.machineSeconds() - machine >= 0.1);
    }

    private Load load() {
        return new Load(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
    }
}
