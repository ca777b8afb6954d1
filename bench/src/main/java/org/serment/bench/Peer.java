package org.serment.bench;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.serment.server.db.Embedded;

/// The common choice: HAPI's JPA server, built from `bench/peer` by Maven, on an embedded PostgreSQL of the same
/// programs and settings as ours, with the same Java, heap and number of connections.
record Peer(Embedded postgres, Child child, Path database, long postgresPid) implements Subject {

    /// Ours has two pools of 16.
    private static final int CONNECTIONS = 32;

    /// @param home the directory that holds `bench/peer`
    static Peer start(Path home, Path data) throws IOException, InterruptedException {
        Path project = home.resolve("bench/peer");
        build(project, data.resolveSibling("peer-build.log"));
        Embedded postgres = Embedded.start(Files.createDirectories(data));
        try {
            Path settings = data.resolve("peer.properties");
            settings(data.resolve("connection.properties"), settings);
            var command = new ArrayList<>(Server.machine());
            command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp",
                    project.resolve("target/peer-0.1.0.jar") + ":" + Files.readString(project.resolve("target/classpath")).strip(),
                    "org.serment.peer.Peer", settings.toString(), "0"));
            Child child = Child.start(command, data.resolveSibling("peer.log"));
            return new Peer(postgres, child, data, Subject.postgres(data));
        } catch (IOException e) {
            postgres.close();
            throw e;
        }
    }

    private static void build(Path project, Path log) throws IOException, InterruptedException {
        var maven = new ProcessBuilder("mvn", "-q", "-B", "-ntp", "package")
                .directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (maven.start().waitFor() != 0) throw new IOException("the peer was not built:\n" + Files.readString(log));
    }

    /// The role that owns the tables, since the peer makes its own.
    private static void settings(Path ours, Path file) throws IOException {
        var known = new Properties();
        try (var reader = Files.newBufferedReader(ours)) {
            known.load(reader);
        }
        var wanted = new Properties();
        wanted.setProperty("database.url", known.getProperty("database.url"));
        wanted.setProperty("database.user", known.getProperty("database.owner.user"));
        wanted.setProperty("database.password", known.getProperty("database.owner.password"));
        wanted.setProperty("database.connections", Integer.toString(CONNECTIONS));
        var text = new StringWriter();
        wanted.store(text, null);
        Files.writeString(file, text.toString());
    }

    @Override
    public String name() {
        return "HAPI";
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
    public String token(String account) {
        return "";
    }

    @Override
    public void close() {
        child.close();
        postgres.close();
    }
}
