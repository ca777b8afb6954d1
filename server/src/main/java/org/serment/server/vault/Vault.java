package org.serment.server.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Target;
import org.serment.kernel.seal.BlindIndex;
import org.serment.kernel.seal.Key;
import org.serment.kernel.seal.Seal;
import org.serment.kernel.seal.Unreadable;
import org.serment.kernel.seal.Wrap;
import org.serment.server.db.CopyRows;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Seals bodies and opens them. A body is a zstd frame sealed under its owner's key; the key lies in `record_key`,
/// wrapped under the key of an epoch, which the [KeyProvider] holds outside the database.
///
/// The wrapped key of a body comes in the body's own query ([#wrapped(String)]): a key destroyed a moment ago is gone for
/// the next read, on every node, and nothing is cached here.
public final class Vault {
    private static final int INDEX_EPOCH = 1;
    private static final int PACKED_FROM = 1024;
    private static final byte PLAIN = 0;
    private static final byte PACKED = 1;

    private final KeyProvider keys;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Frames frames = new Frames();
    private final SecureRandom random = new SecureRandom();
    private final Pieces pieces;
    private final Map<Integer, BlindIndex> indexes = new ConcurrentHashMap<>();
    private final Map<Integer, Key> trails = new ConcurrentHashMap<>();

    private Vault(KeyProvider keys, InstantSource clock) {
        this.keys = keys;
        this.secrets = new Secrets(keys);
        this.clock = clock;
        this.pieces = new Pieces(keys, frames, clock);
    }

    /// Opens the vault on a database.
    ///
    /// @throws org.serment.server.db.CannotStart when a root key is not the one that the database was written with
    public static Vault open(Database database, KeyProvider keys, InstantSource clock) {
        KeyChecks.compare(database, keys);
        return new Vault(keys, clock);
    }

    /// What seals the secrets of accounts.
    public Secrets secrets() {
        return secrets;
    }

    /// What seals files that wait to be fetched.
    public Pieces pieces() {
        return pieces;
    }

    /// The blind index of an establishment.
    public BlindIndex index(int tenant) {
        return indexes.computeIfAbsent(tenant, t -> new BlindIndex(keys.index().derive("serment/index/" + t), t, INDEX_EPOCH));
    }

    /// A new random key for an owner that has none yet. Nothing is stored before [#keep].
    public RecordKey create(int tenant, long owner) {
        byte[] secret = new byte[Key.BYTES];
        random.nextBytes(secret);
        Key key = Key.of(secret);
        java.util.Arrays.fill(secret, (byte) 0);
        int epoch = keys.epoch();
        byte[] wrapped = Wrap.wrap(keys.epochKey(epoch), owner, epoch, salt(), associated(tenant, owner), key);
        return new RecordKey(tenant, owner, epoch, key, wrapped);
    }

    /// Stores new keys, in the transaction that stores the first body sealed under them.
    public void keep(Tx tx, Collection<RecordKey> created) {
        if (created.isEmpty()) return;
        if (created.size() == 1) {
            RecordKey k = created.iterator().next();
            tx.later(List.of(Tx.Write.of("insert into record_key (tenant, owner, epoch, wrapped) values (?, ?, ?, ?)", k.tenant(), k.owner(), k.epoch(), k.wrapped())));
            return;
        }
        try (CopyRows rows = CopyRows.into(tx, "record_key", "tenant", "owner", "epoch", "wrapped")) {
            for (RecordKey k : created) rows.row().int2(k.tenant()).int8(k.owner()).int4(k.epoch()).bytea(k.wrapped());
            rows.end();
        }
    }

    /// SQL for the wrapped key of a row that has columns `tenant` and `owner`: a scalar to put into the SELECT that reads the row.
    /// NULL when the key was destroyed.
    public static String wrapped(String alias) {
        return "(select k.wrapped from record_key k where k.tenant = " + alias + ".tenant and k.owner = " + alias + ".owner)";
    }

    /// The stored key of an owner, to seal with: absent when there is none.
    public Part<Optional<RecordKey>> stored(int tenant, long owner) {
        return Part.first("select wrapped from record_key where tenant = ? and owner = ?", r -> unwrap(tenant, owner, r.getBytes(1)), tenant, owner);
    }

    /// Makes a key usable from the bytes that [#wrapped(String)] gave.
    ///
    /// @throws Locked when it doesn't open, saying which key
    public RecordKey unwrap(int tenant, long owner, byte[] wrapped) {
        int epoch = epoch(tenant, owner, wrapped);
        try {
            return new RecordKey(tenant, owner, epoch, Wrap.unwrap(keys.epochKey(epoch), associated(tenant, owner), wrapped), wrapped);
        } catch (Unreadable e) {
            throw new Locked("the record key of owner " + owner + " of establishment " + tenant + " doesn't open under the key of epoch " + epoch
                    + ": the row was changed, or the key file is another one");
        }
    }

    /// Compresses and seals.
    public byte[] seal(RecordKey key, Place place, byte[] contents) {
        same(key, place);
        return Seal.seal(key.key(), place.owner(), key.epoch(), salt(), place.associated(), frames.pack(contents));
    }

    /// Opens a body.
    ///
    /// @param type its FHIR type
    /// @throws Locked when it doesn't open, saying which key
    public Body open(Authority authority, String type, Action action, Sealed row) {
        authority.require(row.target(), type, action, clock.instant());
        return open(row.place(), row.wrapped(), row.body());
    }

    private Body open(Place place, byte[] wrapped, byte[] sealed) {
        if (wrapped.length == 0)
            throw new Locked("there is no record key of owner " + place.owner() + " of establishment " + place.tenant() + ": it was destroyed or never stored");
        try (RecordKey key = unwrap(place.tenant(), place.owner(), wrapped)) {
            byte[] frame = Seal.open(key.key(), place.associated(), sealed);
            return new Body(frame, frames.unpack(frame));
        } catch (Unreadable e) {
            throw new Locked("a body of owner " + place.owner() + " of establishment " + place.tenant()
                    + " doesn't open under its record key: the row was changed, or belongs to another key");
        }
    }

    /// Seals what the journal remembers, under a key that is independent of all record keys: a destroyed record keeps its trail.
    ///
    /// @param leafData what the log commits to; bound into the seal
    public byte[] sealTrail(int tenant, byte[] leafData, byte[] memory) {
        return Seal.seal(trail(tenant), tenant, keys.epoch(), salt(), trailPlace(tenant, leafData), memory.length < PACKED_FROM
                ? tagged(PLAIN, memory) : tagged(PACKED, frames.pack(memory)));
    }

    /// Throws when the authority doesn't cover a patient's lines of the journal; for what only counts them.
    public void mayOpenTrail(Authority authority, Action action, int tenant, long subject) {
        authority.require(new Target(tenant, Set.of(subject), 0, 0, 0), "AuditEvent", action, clock.instant());
    }

    /// Opens an entry of the journal for one of its patients.
    ///
    /// @param subject the patient whose line is wanted; the authority is asked for it
    /// @throws Locked when it doesn't open
    public byte[] openTrail(Authority authority, Action action, int tenant, long subject, byte[] leafData, byte[] sealed) {
        mayOpenTrail(authority, action, tenant, subject);
        try {
            byte[] tagged = Seal.open(trail(tenant), trailPlace(tenant, leafData), sealed);
            byte[] rest = java.util.Arrays.copyOfRange(tagged, 1, tagged.length);
            return tagged[0] == PLAIN ? rest : frames.unpack(rest);
        } catch (Unreadable e) {
            throw new Locked("an entry of the journal of establishment " + tenant + " doesn't open under the journal key: the row was changed, or the key file is another one");
        }
    }

    /// Seals where a page ends, for the link to the next one: only this account, on this resource type, can use it.
    public String sealLink(int tenant, long account, String type, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                Seal.seal(keys.cursor(), 0, 0, salt(), linkPlace(tenant, account, type), text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Empty for a link that is forged, damaged or another's.
    public Optional<String> openLink(int tenant, long account, String type, String link) {
        try {
            return Optional.of(new String(Seal.open(keys.cursor(), linkPlace(tenant, account, type), Base64.getUrlDecoder().decode(link)), StandardCharsets.UTF_8));
        } catch (Unreadable | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] linkPlace(int tenant, long account, String type) {
        return ("serment/link/1 " + tenant + ' ' + account + ' ' + type).getBytes(StandardCharsets.US_ASCII);
    }

    private Key trail(int tenant) {
        return trails.computeIfAbsent(tenant, t -> keys.journal().derive("serment/trail/" + t));
    }

    private static byte[] trailPlace(int tenant, byte[] leafData) {
        byte[] domain = "serment/trail/1".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(domain.length + 4 + leafData.length).put(domain).putInt(tenant).put(leafData).array();
    }

    private static byte[] tagged(byte tag, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(tag).put(rest).array();
    }

    private int epoch(int tenant, long owner, byte[] wrapped) {
        try {
            return Seal.header(wrapped).epoch();
        } catch (Unreadable e) {
            throw new Locked("the record key of owner " + owner + " of establishment " + tenant + " is damaged");
        }
    }

    private static void same(RecordKey key, Place place) {
        if (key.tenant() != place.tenant() || key.owner() != place.owner())
            throw new IllegalArgumentException("the key is of another owner than the place");
    }

    private static byte[] associated(int tenant, long owner) {
        byte[] domain = "serment/record-key/1".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(domain.length + 12).put(domain).putInt(tenant).putLong(owner).array();
    }

    private byte[] salt() {
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        return salt;
    }
}
