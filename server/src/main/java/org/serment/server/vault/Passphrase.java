package org.serment.server.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.serment.kernel.seal.Key;
import org.serment.server.db.CannotStart;

/// The words that protect a key file. Held only while the file is opened; never shown.
public final class Passphrase implements AutoCloseable {
    private static final int SHORTEST = 12;
    private final char[] words;

    private Passphrase(char[] words) {
        this.words = words;
    }

    /// The first line of a file, which should be readable by its owner only.
    ///
    /// @throws CannotStart when it can't be read or is shorter than 12 characters
    public static Passphrase ofFile(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            int end = 0;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') end++;
            char[] words = Arrays.copyOf(text.array(), end);
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(text.array(), '\0');
            return of(words);
        } catch (IOException e) {
            throw new CannotStart("can't read the passphrase file " + file, e);
        }
    }

    /// Takes over `words`.
    ///
    /// @throws CannotStart when there are fewer than 12 characters
    public static Passphrase of(char[] words) {
        if (words.length < SHORTEST) throw new CannotStart("the passphrase of the key file needs at least " + SHORTEST + " characters");
        return new Passphrase(words);
    }

    /// PBKDF2 with HMAC-SHA-512.
    Key stretch(byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(words, salt, rounds, 8 * Key.BYTES);
        try {
            byte[] secret = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
            try {
                return Key.of(secret);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public void close() {
        Arrays.fill(words, '\0');
    }

    @Override
    public String toString() {
        return "Passphrase[secret]";
    }
}
