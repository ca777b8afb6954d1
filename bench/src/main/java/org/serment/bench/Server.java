package org.serment.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.serment.bench.off.Switch;

/// A demonstration server of our own, started as a child with this process's own class path and options, on a free
/// port and in a data directory that nobody else uses.
///
/// @param before what stands before the server's own classes on its class path
record Server(String name, String before, Child child, Path data, long postgresPid) implements Subject {

    /// Enough for somebody in each unit of the demonstration's accounts.
    static final int PATIENTS = 6;

    /// Starts it with a few patients, so that there are units with staff and people in care, and waits until it is ready.
    static Server start(Path data) throws IOException {
        return start("Serment", data, "");
    }

    /// Starts it without what these switches stand for.
    static Server without(Set<Switch> off, String name, Path data) throws IOException {
        Path classes = data.resolveSibling(data.getFileName() + "-classes");
        Switch.off(off, Files.createDirectories(classes));
        return start(name, data, classes + ":");
    }

    private static Server start(String name, Path data, String before) throws IOException {
        Child child = Child.start(command(before, "org.serment.demo.Main",
                "--patients", Integer.toString(PATIENTS), "--port", "0", "--data", data.toString()),
                data.resolveSibling(data.getFileName() + ".log"));
        return new Server(name, before, child, data, Subject.postgres(data));
    }

    @Override
    public int port() {
        return child.port();
    }

    @Override
    public long javaPid() {
        return child.process().pid();
    }

    @Override
    public Path database() {
        return data;
    }

    /// Good for the longest time that the demonstration gives.
    @Override
    public String token(String account) throws IOException {
        Process made = new ProcessBuilder(command(before, "org.serment.demo.Token",
                account, "--minutes", "120", "--data", data.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String token = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) throw new IOException("no token for " + account);
        return token;
    }

    @Override
    public void close() {
        child.close();
    }

    /// The command that starts one of our programs like this one: same Java, same options, same class path.
    private static List<String> command(String before, String main, String... arguments) {
        var command = new ArrayList<>(machine());
        command.addAll(List.of("-cp", before + System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
    }

    /// This process's own Java and its options, which include the size of the heap.
    static List<String> machine() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
                .forEach(command::add);
        return command;
    }
}
