package org.serment.server.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serment.kernel.seal.Key;
import org.serment.kernel.seal.Seal;
import org.serment.kernel.seal.Unreadable;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Database;

/// Root keys in one file, each sealed under a key stretched from a passphrase. The default provider.
///
/// The file is text, readable by its owner only: a first line `serment-keys-1 ROUNDS SALT`, then one line
/// `NAME ENVELOPE` a key (base64). The name is bound into the envelope, so lines can't change places.
/// **Losing this file or its passphrase loses every record for good**: keep a copy away from the database.
public final class KeyFile implements KeyProvider {
    private static final String MAGIC = "serment-keys-1";
    private static final int ROUNDS = 400_000;
    private static final List<String> FIRST = List.of("epoch/1", "index", "journal", "cursor", "checkpoint", "token");

    private final int epoch;
    private final Map<String, Key> keys;
    private final KeyPair checkpoint;
    private final KeyPair token;

    private KeyFile(int epoch, Map<String, Key> keys, KeyPair checkpoint, KeyPair token) {
        this.epoch = epoch;
        this.keys = keys;
        this.checkpoint = checkpoint;
        this.token = token;
    }

    /// Makes a new file of random keys. For a new, empty database only.
    ///
    /// @throws CannotStart when the file exists or can't be written
    public static void create(Path file, Passphrase passphrase) {
        SecureRandom random = new SecureRandom();
        byte[] salt = bytes(random);
        StringBuilder text = new StringBuilder(MAGIC + ' ' + ROUNDS + ' ' + base64(salt) + '\n');
        try (Key kek = passphrase.stretch(salt, ROUNDS)) {
            for (String name : FIRST) {
                byte[] secret = bytes(random);
                text.append(name).append(' ').append(base64(Seal.seal(kek, 0, 0, bytes(random), associated(name), secret))).append('\n');
                Arrays.fill(secret, (byte) 0);
            }
        }
        write(file, text.toString());
    }

    /// The keys of a database: opened when the file is there, made when both are new. A database that was written
    /// with keys never gets new ones.
    ///
    /// @throws CannotStart when the file is missing though the database has been used, or doesn't open
    public static KeyFile of(Database database, Path file, Passphrase passphrase) {
        if (!Files.exists(file)) {
            if (KeyChecks.any(database))
                throw new CannotStart("the key file " + file + " is missing, and this database was written with its keys: put it back; nothing opens without it");
            create(file, passphrase);
        }
        return open(file, passphrase);
    }

    /// Opens an existing file.
    ///
    /// @throws CannotStart when it is missing, damaged, or the passphrase is wrong
    public static KeyFile open(Path file, Passphrase passphrase) {
        List<String> lines = lines(file);
        String[] head = lines.getFirst().split(" ");
        if (head.length != 3 || !head[0].equals(MAGIC)) throw new CannotStart(file + " is not a key file of Serment");
        Map<String, Key> keys = new LinkedHashMap<>();
        KeyPair checkpoint = null;
        KeyPair token = null;
        try (Key kek = passphrase.stretch(Base64.getDecoder().decode(head[2]), Integer.parseInt(head[1]))) {
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split(" ");
                if (parts.length != 2) throw new CannotStart("the key file " + file + " is damaged");
                byte[] secret = Seal.open(kek, associated(parts[0]), Base64.getDecoder().decode(parts[1]));
                switch (parts[0]) {
                    case "checkpoint" -> checkpoint = Ed25519.pair(secret);
                    case "token" -> token = Ed25519.pair(secret);
                    default -> keys.put(parts[0], Key.of(secret));
                }
                Arrays.fill(secret, (byte) 0);
            }
        } catch (Unreadable | IllegalArgumentException e) {
            throw new CannotStart("the key file " + file + " doesn't open: the passphrase is wrong, or the file is damaged", e);
        }
        if (checkpoint == null || token == null || !keys.keySet().containsAll(List.of("index", "journal", "cursor")))
            throw new CannotStart("the key file " + file + " lacks a key");
        int epoch = keys.keySet().stream().filter(k -> k.startsWith("epoch/")).mapToInt(k -> Integer.parseInt(k.substring(6))).max()
                .orElseThrow(() -> new CannotStart("the key file " + file + " has no epoch key"));
        return new KeyFile(epoch, keys, checkpoint, token);
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public Key epochKey(int epoch) {
        Key key = keys.get("epoch/" + epoch);
        if (key == null) throw new Locked("the key of epoch " + epoch + " is not in the key file");
        return key;
    }

    @Override
    public Key index() {
        return keys.get("index");
    }

    @Override
    public Key journal() {
        return keys.get("journal");
    }

    @Override
    public Key cursor() {
        return keys.get("cursor");
    }

    @Override
    public KeyPair checkpointSigner() {
        return checkpoint;
    }

    @Override
    public KeyPair tokenSigner() {
        return token;
    }

    private static byte[] associated(String name) {
        return ("serment/keys/1 " + name).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] b = new byte[32];
        random.nextBytes(b);
        return b;
    }

    private static String base64(byte[] b) {
        return Base64.getEncoder().encodeToString(b);
    }

    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.removeIf(String::isBlank);
            if (lines.isEmpty()) throw new CannotStart("the key file " + file + " is empty");
            return lines;
        } catch (IOException e) {
            throw new CannotStart("can't read the key file " + file, e);
        }
    }

    private static void write(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (Files.exists(file)) throw new CannotStart("the key file " + file + " exists already and is never overwritten");
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotStart("can't write the key file " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
