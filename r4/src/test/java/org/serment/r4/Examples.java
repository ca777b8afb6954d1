package org.serment.r4;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The published example resources, from their jar.
final class Examples implements AutoCloseable {
    private final FileSystem jar;

    Examples() {
        try {
            String url = Examples.class.getResource("/json/spec/patient-example.json").toURI().toString();
            jar = FileSystems.newFileSystem(URI.create(url.substring(0, url.indexOf("!/"))), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The `.json` files below a folder such as `/json/spec`, sorted.
    List<Path> files(String folder) {
        try (Stream<Path> all = Files.walk(jar.getPath(folder))) {
            return all.filter(p -> p.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            jar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
