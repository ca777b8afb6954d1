package org.serment.server.vault;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.serment.kernel.seal.BlindIndex;
import org.serment.kernel.seal.Key;
import org.serment.kernel.seal.Seal;
import org.serment.kernel.seal.Unreadable;

/// Seals what accounts keep secret (factors, sessions) and hashes their codes, under keys that the database doesn't hold:
/// a thief of the database can't even start guessing. No patient's data passes here.
public final class Secrets {
    private static final int EPOCH = 1;

    private final KeyProvider keys;
    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Key> seals = new ConcurrentHashMap<>();
    private final Map<Integer, BlindIndex> fingerprints = new ConcurrentHashMap<>();

    Secrets(KeyProvider keys) {
        this.keys = keys;
    }

    /// Seals a secret. It opens for the same establishment, account and kind only.
    ///
    /// @param kind what it is, in ASCII; distinguishes several secrets of an account
    public byte[] seal(int tenant, long account, String kind, byte[] secret) {
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        return Seal.seal(key(tenant), account, EPOCH, salt, place(tenant, account, kind), secret);
    }

    /// Opens it.
    ///
    /// @throws Locked when it doesn't open: another account's, or changed
    public byte[] open(int tenant, long account, String kind, byte[] sealed) {
        try {
            return Seal.open(key(tenant), place(tenant, account, kind), sealed);
        } catch (Unreadable e) {
            throw new Locked("a secret of account " + account + " of establishment " + tenant + " doesn't open: the row was changed, or the key file is another one");
        }
    }

    /// A keyed hash of 128 bits: equal values of a kind give equal hashes, to nobody without the key.
    public UUID fingerprint(int tenant, String kind, String value) {
        return fingerprints.computeIfAbsent(tenant, t -> new BlindIndex(keys.index().derive("serment/fingerprint/" + t), t, EPOCH))
                .hasher().exact(0, kind + '\n' + value);
    }

    private Key key(int tenant) {
        return seals.computeIfAbsent(tenant, t -> keys.index().derive("serment/secret/" + t));
    }

    private static byte[] place(int tenant, long account, String kind) {
        return ("serment/secret/1 " + tenant + ' ' + account + ' ' + kind).getBytes(StandardCharsets.US_ASCII);
    }
}
