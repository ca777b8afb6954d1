package org.serment.server.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Verifiers of passwords: Argon2id (RFC 9106) in the usual text form, which says its own parameters. Which passwords are good
/// enough follows NIST SP 800-63B 3.1.1.2: length, no rules of composition, not the commonest ones.
public final class Passwords {
    public static final int LEAST = 12;
    public static final int MOST = 256;
    /// What OWASP recommends: 19 MiB, two passes, one lane.
    private static final int KIB = 19 * 1024;
    private static final int PASSES = 2;
    /// Each verification takes 19 MiB: as many at once as the machine has cores, at most eight.
    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
    private static final Pattern TEXT = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /// Why a password is not taken.
    public enum Weakness { SHORT, LONG, LOGIN, COMMON }

    private final SecureRandom random = new SecureRandom();
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final Set<String> common = common();
    private final String nobody = verifier(Base64.getEncoder().encodeToString(random(24)));

    /// Why a password is too weak for an account; empty when it is good.
    public Optional<Weakness> weakness(String login, String password) {
        var text = normal(password);
        int length = text.codePointCount(0, text.length());
        var folded = text.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
        if (length < LEAST) return Optional.of(Weakness.SHORT);
        if (length > MOST) return Optional.of(Weakness.LONG);
        if (!login.isEmpty() && folded.replace(login.toLowerCase(Locale.ROOT), "").length() < LEAST / 2) return Optional.of(Weakness.LOGIN);
        return common.contains(folded) || folded.chars().distinct().count() < 4 ? Optional.of(Weakness.COMMON) : Optional.empty();
    }

    /// What is kept of a password.
    public String verifier(String password) {
        byte[] salt = random(16);
        byte[] hash = hash(password, salt, KIB, PASSES, 1, 32);
        var text = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + KIB + ",t=" + PASSES + ",p=1$" + text.encodeToString(salt) + '$' + text.encodeToString(hash);
    }

    /// Whether a verifier is this password's. Without a verifier it takes the same time and is false.
    public boolean matches(String password, Optional<String> verifier) {
        var parts = TEXT.matcher(verifier.orElse(nobody));
        if (!parts.matches()) throw new IllegalStateException("not a verifier of this program");
        byte[] wanted = Base64.getDecoder().decode(parts.group(5));
        byte[] given = hash(password, Base64.getDecoder().decode(parts.group(4)), Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)), wanted.length);
        return MessageDigest.isEqual(wanted, given) && verifier.isPresent();
    }

    private byte[] hash(String password, byte[] salt, int kib, int passes, int lanes, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt).withMemoryAsKB(kib).withIterations(passes).withParallelism(lanes).build());
        byte[] text = normal(password).getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        turns.acquireUninterruptibly();
        try {
            generator.generateBytes(text, hash);
        } finally {
            turns.release();
            Arrays.fill(text, (byte) 0);
        }
        return hash;
    }

    /// One password typed on two keyboards is one password.
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Set<String> common() {
        try (var in = Passwords.class.getResourceAsStream("common-passwords.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
