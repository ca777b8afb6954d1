package org.serment.server.vault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Real key files for tests: random keys, made in `target`.
public final class TestKeys {
    private TestKeys() {}

    /// Fresh keys, unlike any others.
    public static KeyProvider fresh() {
        Path file = Path.of("target", "test-keys", UUID.randomUUID().toString()).toAbsolutePath();
        try (Passphrase words = Passphrase.of("twelve or more".toCharArray())) {
            KeyFile.create(file, words);
            return KeyFile.open(file, words);
        } finally {
            file.toFile().delete();
        }
    }

    /// Where a test keeps a file that it wants to damage.
    static Path file() throws java.io.IOException {
        return Files.createDirectories(Path.of("target", "test-keys").toAbsolutePath()).resolve(UUID.randomUUID().toString());
    }
}
