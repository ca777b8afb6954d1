package org.serment.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A demonstration server of our own, started as a child with this process's own class path and options, on a free
/// port and in a data directory that nobody else uses. Closing it sends SIGTERM and waits.
final class Server implements AutoCloseable {

    /// Enough for somebody in each unit of the demonstration's accounts.
    static final int PATIENTS = 6;

    private final Process process;
    private final Path data;
    private final int port;
    private final long postgresPid;

    private Server(Process process, Path data, int port, long postgresPid) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.postgresPid = postgresPid;
    }

    /// Starts it with a few patients, so that there are units with staff and people in care, and waits until it is ready.
    static Server start(Path data) throws IOException {
        Process process = new ProcessBuilder(java("org.serment.demo.Main",
                "--patients", Integer.toString(PATIENTS), "--port", "0", "--data", data.toString()))
                .redirectError(data.resolveSibling("server.log").toFile())
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
                Thread.ofVirtual().start(() -> out.lines().forEach(_ -> { }));
                return new Server(process, data, port, postgres(data));
            }
        }
        throw new IOException("the server ended before it was ready; see " + data.resolveSibling("server.log"));
    }

    /// A bearer token of a demonstration account, good for the longest time that the demonstration gives.
    String token(String account) throws IOException {
        Process made = new ProcessBuilder(java("org.serment.demo.Token",
                account, "--minutes", "120", "--data", data.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String token = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) throw new IOException("no token for " + account);
        return token;
    }

    Load load() {
        return new Load(InetAddress.getLoopbackAddress(), port);
    }

    Connection connect() throws IOException {
        return new Connection(InetAddress.getLoopbackAddress(), port);
    }

    long javaPid() {
        return process.pid();
    }

    long postgresPid() {
        return postgresPid;
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

    /// The command that starts one of our programs like this one: same Java, same options, same class path.
    static List<String> java(String main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static long postgres(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data, 4)) {
            Path pid = files.filter(file -> file.endsWith("postmaster.pid")).findFirst()
                    .orElseThrow(() -> new IOException("no postmaster.pid below " + data));
            return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        }
    }
}
