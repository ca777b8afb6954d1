package org.serment.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One of our programs as a process of its own, the way the launcher starts it. Bound to loopback by itself.
public final class Program implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final URI base;

    private Program(Process process, Path log, URI base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    /// Starts a demonstration server on a free port and waits for its line `ready`.
    static Program demo(Path data, int patients, Map<String, String> environment) throws IOException {
        return started(data, environment, java(everything(), "org.serment.demo.Main", "--patients",
                Integer.toString(patients), "--port", "0", "--data", data.toString()));
    }

    /// Starts `serve` on a free port, from its own jar and class path, and waits for its line `ready`.
    static Program serve(Path data, Map<String, String> environment) throws IOException {
        return started(data, environment,
                java(classPathOfServe(), "org.serment.server.Main", "--port", "0", "--data", data.toString()));
    }

    private static Program started(Path data, Map<String, String> environment, List<String> command) throws IOException {
        Path log = data.resolveSibling(data.getFileName() + "-" + System.nanoTime() + ".log");
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready ")) {
                Thread.ofVirtual().start(() -> drain(out));
                return new Program(process, log, URI.create(line.substring("ready ".length()).strip()));
            }
        }
        throw new IOException("it ended before it was ready:\n" + Files.readString(log));
    }

    private static void drain(BufferedReader out) {
        try (out) {
            out.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // the program ended
        }
    }

    /// Runs a program to its end.
    public static Ended run(String main, String... arguments) throws IOException, InterruptedException {
        return ended(Map.of(), java(everything(), main, arguments));
    }

    /// Runs `serve` to its end: for starts that are refused.
    static Ended refusedServe(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return ended(environment, java(classPathOfServe(), "org.serment.server.Main", arguments));
    }

    /// Runs `demo` to its end: for starts that are refused.
    static Ended refusedDemo(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return ended(environment, java(everything(), "org.serment.demo.Main", arguments));
    }

    private static Ended ended(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    /// A bearer token of a demonstration account.
    static String token(Path data, String account) throws IOException, InterruptedException {
        Ended ended = run("org.serment.demo.Token", account, "--minutes", "60", "--data", data.toString());
        if (ended.status() != 0) throw new IOException("no token for " + account + ": " + ended.text());
        return ended.text().strip();
    }

    public record Ended(int status, String text) {}

    public URI base() {
        return base;
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    /// Processor time that it and its database have used so far.
    public double processorMillis() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream()).mapToDouble(one -> one.toNanos() / 1e6).sum();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// SIGKILL, as a crash of the program would be.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM; returns the exit code.
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running a minute after SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String everything() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /// What the launcher gives to `serve`, written by Maven's package phase.
    static String classPathOfServe() throws IOException {
        Path target = repository().resolve("server/target");
        try (var jars = Files.newDirectoryStream(target, "server-*.jar")) {
            return jars.iterator().next() + ":" + Files.readString(target.resolve("classpath")).strip();
        }
    }

    private static List<String> java(String classPath, String main, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m", "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8", "-Dserment.home=" + repository(), "-cp",
                classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    public static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) here = here.getParent();
        return here;
    }
}
