package org.serment.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One small demonstration hospital for all journeys, loaded once; a journey may kill and restart its server.
public final class Hospital implements AutoCloseable {

    /// `-Dserment.patients=N` makes a larger one, for pictures.
    static final int PATIENTS = Integer.getInteger("serment.patients", 6);

    private final Path data;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private Program server;

    private Hospital(Path data) throws IOException {
        this.data = data;
        this.server = Program.demo(data, PATIENTS, Map.of());
    }

    public Path data() {
        return data;
    }

    public Program server() {
        return server;
    }

    /// Where its server answers now, without a slash at the end.
    public String base() {
        return server.base().toString().replaceAll("/$", "");
    }

    /// Starts the server again, on another port, after it was killed or ended.
    void restart() throws IOException {
        server = Program.demo(data, PATIENTS, Map.of());
    }

    public String token(String account) throws IOException, InterruptedException {
        String token = tokens.get(account);
        if (token == null) {
            token = Program.token(data, account);
            tokens.put(account, token);
        }
        return token;
    }

    public Fhir as(String account) throws IOException, InterruptedException {
        return Fhir.as(server, token(account));
    }

    /// `Patient/id` of the demonstration's patient, who is in the care of `nurse`.
    public String patient() throws IOException, InterruptedException {
        return "Patient/" + as("patient").search("Patient", 1).getFirst().path("id").asString();
    }

    /// `Patient/id` of somebody in the care of `nurse2`, and of no other unit.
    public String stranger() throws IOException, InterruptedException {
        return "Patient/" + as("nurse2").search("Patient", 1).getFirst().path("id").asString();
    }

    @Override
    public void close() {
        server.close();
    }

    public static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    /// Gives the hospital to the tests that ask for it, and closes it after the last.
    public static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Hospital.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Hospital.class, _ -> open(), Hospital.class);
        }

        /// `-Dserment.hospital=DIR` takes, or leaves, a hospital there, which saves a minute while a journey is written.
        private static Hospital open() {
            try {
                Optional<String> kept = Optional.ofNullable(System.getProperty("serment.hospital"));
                Path data = Path.of(kept.orElse("target/hospital"), "data").toAbsolutePath();
                if (kept.isEmpty()) remove(data.getParent());
                Files.createDirectories(data.getParent());
                return new Hospital(data);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
