package org.serment.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ObjIntConsumer;

/// A wire between a server and its database, on loopback, that can be cut and mended, and counts what is asked.
public final class Proxy implements AutoCloseable {

    private final ServerSocket door;
    private final int target;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Ear.Counts counts = Ear.Counts.zero();
    private volatile boolean cut;

    public Proxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /// Statements that were executed so far, on all connections.
    public long statements() {
        return counts.statements().get();
    }

    /// Round trips so far, on all connections.
    public long trips() {
        return counts.trips().get();
    }

    /// Breaks all connections, and each new one at once.
    void cut() {
        cut = true;
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) close(socket);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket from = door.accept();
                if (cut) {
                    close(from);
                    continue;
                }
                var to = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(from);
                open.add(to);
                var ear = new Ear(counts);
                Thread.ofVirtual().start(() -> pump(from, to, ear::hear));
                Thread.ofVirtual().start(() -> pump(to, from, (_, _) -> { }));
            } catch (IOException _) {
                // closed, or the database refused: the next one may work
            }
        }
    }

    private static void pump(Socket from, Socket to, ObjIntConsumer<byte[]> ear) {
        try {
            byte[] bytes = new byte[1 << 16];
            for (int n = from.getInputStream().read(bytes); n >= 0; n = from.getInputStream().read(bytes)) {
                ear.accept(bytes, n);
                to.getOutputStream().write(bytes, 0, n);
            }
        } catch (IOException _) {
            // cut
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
