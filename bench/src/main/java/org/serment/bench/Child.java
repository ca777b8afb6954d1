package org.serment.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server as a process of its own, ready once it has said `ready http://localhost:PORT`. Closing it sends SIGTERM
/// and waits.
///
/// @param seconds how long it took until it was ready
record Child(Process process, int port, double seconds) implements AutoCloseable {

    /// @param log where its error stream goes
    static Child start(List<String> command, Path log) throws IOException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
                Thread.ofVirtual().start(() -> out.lines().forEach(_ -> { }));
                return new Child(process, port, seconds);
            }
        }
        throw new IOException("the server ended before it was ready; see " + log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
