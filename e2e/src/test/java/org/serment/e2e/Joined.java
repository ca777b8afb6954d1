package org.serment.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// A second server that joins the database of the hospital's first, with the same keys.
public final class Joined {

    private Joined() {}

    public static int port(Hospital hospital) throws IOException {
        return Integer.parseInt(url(hospital).replaceAll(".*:(\\d+)/.*", "$1"));
    }

    /// @param port where it reaches the database: the database's own, or that of a [Proxy]
    public static Program start(Hospital hospital, int port) throws IOException {
        Properties properties = Books.properties(hospital.data());
        Map<String, String> environment = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            environment.put("SERMENT_" + name.toUpperCase(java.util.Locale.ROOT).replace('.', '_'),
                    properties.getProperty(name));
        }
        environment.put("SERMENT_DATABASE_URL", url(hospital).replaceAll(":\\d+/", ":" + port + "/"));
        environment.put("SERMENT_KEYS_FILE", hospital.data().resolve("keys").toString());
        Path own = hospital.data().resolveSibling("second");
        copyOnce(hospital.data().resolve("demo"), own.resolve("demo"));
        return Program.demo(own, Hospital.PATIENTS, environment);
    }

    /// The demonstration's own files: accounts, the loader's key, the passphrase, what is loaded.
    private static void copyOnce(Path from, Path to) throws IOException {
        if (Files.exists(to)) return;
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static String url(Hospital hospital) throws IOException {
        return Books.properties(hospital.data()).getProperty("database.url");
    }
}
