package org.serment.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A server that is measured: started by the bench, on the loopback, with a PostgreSQL of its own.
sealed interface Subject extends AutoCloseable permits Server, Peer {

    /// How the report calls it.
    String name();

    int port();

    /// Its Java machine.
    long javaPid();

    /// Its PostgreSQL, parent of the processes that serve connections.
    long postgresPid();

    /// The directory of its embedded PostgreSQL.
    Path database();

    /// A bearer token of an account; empty where nobody is asked.
    String token(String account) throws IOException;

    @Override
    void close();

    default Load load() {
        return new Load(InetAddress.getLoopbackAddress(), port());
    }

    default Connection connect() throws IOException {
        return new Connection(InetAddress.getLoopbackAddress(), port());
    }

    /// The process id of the PostgreSQL below a directory.
    static long postgres(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data, 4)) {
            Path pid = files.filter(file -> file.endsWith("postmaster.pid")).findFirst()
                    .orElseThrow(() -> new IOException("no postmaster.pid below " + data));
            return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        }
    }
}
