package org.serment.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.serment.demo.load.ClientKey;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Config;
import org.serment.server.vault.KeyFile;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.Passphrase;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The demonstration's own files, in `demo` under the data directory, for its owner alone.
record Home(Config config, Path directory) {

    /// @param options of the launcher: `port`, `data`
    static Home of(Map<String, String> environment, Map<String, String> options) {
        Path data = Config.load(Optional.empty(), environment, options).data();
        Path directory = data.resolve("demo");
        Map<String, String> all = new HashMap<>(options);
        if (!environment.containsKey("SERMENT_KEYS_PASSPHRASE_FILE"))
            all.put("keys.passphrase.file", directory.resolve("passphrase").toString());
        return new Home(Config.load(Optional.empty(), environment, all), directory);
    }

    /// Makes the directory. Loopback is no guard against other users of the machine: the files are for their owner.
    ///
    /// @throws CannotStart when the data are a real establishment's: nothing is written beside them
    void make() throws IOException {
        if (!Files.exists(directory) && Files.exists(config.data().resolve("keys")))
            throw new CannotStart(config.data() + " is no demonstration: it holds root keys of another installation; choose another --data");
        Files.createDirectories(directory.getParent());
        if (!Files.exists(directory))
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// The root keys. Only a demonstration invents a passphrase.
    KeyProvider keys() throws IOException {
        Path words = config.keys().passphrase().orElseThrow();
        if (!Files.exists(words)) {
            if (Files.exists(config.keys().file()))
                throw new CannotStart("the passphrase file " + words + " is missing: the key file " + config.keys().file() + " can't be opened without it");
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            write(words, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        try (Passphrase passphrase = Passphrase.ofFile(words)) {
            if (!Files.exists(config.keys().file())) KeyFile.create(config.keys().file(), passphrase);
            return KeyFile.open(config.keys().file(), passphrase);
        }
    }

    ClientKey loaderKey() throws IOException {
        return ClientKey.in(directory.resolve("loader.jwk"));
    }

    /// What was loaded into one installation.
    Path loaded(UUID installation) {
        return directory.resolve("loaded-" + installation + ".txt");
    }

    /// How many patients this directory's hospital has, once it has some.
    Optional<Integer> patients() throws IOException {
        Path file = directory.resolve("patients");
        return Files.exists(file) ? Optional.of(Integer.parseInt(Files.readString(file).strip())) : Optional.empty();
    }

    void patients(int count) throws IOException {
        write(directory.resolve("patients"), count + "\n");
    }

    /// Who may sign in; empty before the histories were loaded.
    List<Player> cast() throws IOException {
        Path file = directory.resolve("accounts.json");
        return Files.exists(file) ? JsonMapper.shared().readValue(Files.readString(file), new TypeReference<List<Player>>() {}) : List.of();
    }

    void cast(List<Player> players) throws IOException {
        write(directory.resolve("accounts.json"), JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(players) + "\n");
    }

    /// What the people of the demonstration sign in with.
    List<Ticket> tickets() throws IOException {
        Path file = directory.resolve("sign-in.json");
        return Files.exists(file) ? JsonMapper.shared().readValue(Files.readString(file), new TypeReference<List<Ticket>>() {}) : List.of();
    }

    void tickets(List<Ticket> tickets) throws IOException {
        write(directory.resolve("sign-in.json"), JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tickets) + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
