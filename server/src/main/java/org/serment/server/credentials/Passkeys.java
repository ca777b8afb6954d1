package org.serment.server.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Passkeys (WebAuthn credentials): found by a keyed hash of their id; id, public key and counter are sealed.
public final class Passkeys {
    /// @param name    what stands for it on pages and in addresses
    /// @param id      the credential's id
    /// @param key     its public key (COSE)
    /// @param counter the authenticator's signature counter
    /// @param backed  it may be, and it is, copied to other devices (BE, BS)
    public record Passkey(UUID name, int tenant, long account, byte[] id, byte[] key, long counter, boolean backupEligible, boolean backed, String label, Instant since) {}

    private static final String COLUMNS = "select name, tenant, account, sealed, since from passkey ";

    private final Database database;
    private final Secrets secrets;

    Passkeys(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    public void add(Tx tx, int tenant, long account, byte[] id, byte[] key, long counter, boolean backupEligible, boolean backed, String label, Instant now) {
        var one = new Passkey(name(tenant, id), tenant, account, id, key, counter, backupEligible, backed, label, now);
        tx.update("insert into passkey (tenant, name, account, sealed, since) values (?, ?, ?, ?, ?)", tenant, one.name(), account, sealed(one), now.toEpochMilli());
    }

    public Optional<Passkey> find(int tenant, byte[] id) {
        return database.read(Part.first(COLUMNS + "where tenant = ? and name = ?", this::read, tenant, name(tenant, id)));
    }

    public Part<List<Passkey>> of(int tenant, long account) {
        return Part.list(COLUMNS + "where tenant = ? and account = ? order by since", this::read, tenant, account);
    }

    /// Keeps what an assertion said of the counter and of copies.
    public void used(Passkey one, long counter, boolean backed) {
        var now = new Passkey(one.name, one.tenant, one.account, one.id, one.key, counter, one.backupEligible, backed, one.label, one.since);
        database.once(Tx.Write.of("update passkey set sealed = ? where tenant = ? and name = ?", sealed(now), one.tenant, one.name));
    }

    public void remove(Tx tx, int tenant, long account, UUID name) {
        tx.update("delete from passkey where tenant = ? and account = ? and name = ?", tenant, account, name);
    }

    void end(Tx tx, int tenant, long account) {
        tx.update("delete from passkey where tenant = ? and account = ?", tenant, account);
    }

    private UUID name(int tenant, byte[] id) {
        return secrets.fingerprint(tenant, "passkey", Base64.getEncoder().encodeToString(id));
    }

    private byte[] sealed(Passkey p) {
        byte[] rest = ByteBuffer.allocate(10).putLong(p.counter).put((byte) (p.backupEligible ? 1 : 0)).put((byte) (p.backed ? 1 : 0)).array();
        return secrets.seal(p.tenant, p.account, "passkey " + p.name, Factors.joined(p.id, p.key, rest, p.label.getBytes(StandardCharsets.UTF_8)));
    }

    private Passkey read(java.sql.ResultSet row) throws java.sql.SQLException {
        var name = row.getObject(1, UUID.class);
        int tenant = row.getInt(2);
        long account = row.getLong(3);
        var in = ByteBuffer.wrap(secrets.open(tenant, account, "passkey " + name, row.getBytes(4)));
        byte[] id = next(in);
        byte[] key = next(in);
        var rest = ByteBuffer.wrap(next(in));
        return new Passkey(name, tenant, account, id, key, rest.getLong(), rest.get() == 1, rest.get() == 1, new String(next(in), StandardCharsets.UTF_8), Instant.ofEpochMilli(row.getLong(5)));
    }

    private static byte[] next(ByteBuffer in) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part;
    }
}
