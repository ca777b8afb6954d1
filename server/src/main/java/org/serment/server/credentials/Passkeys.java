package org.serment.server.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Passkeys (WebAuthn credentials): found by a keyed hash of their id; everything else is sealed.
public final class Passkeys {
    /// @param name        what stands for it on pages and in addresses
    /// @param id          the credential's id
    /// @param attestation the attestation object of its making, which holds the public key
    /// @param counter     the authenticator's signature counter, 0 when it keeps none
    public record Passkey(UUID name, int tenant, long account, byte[] id, byte[] attestation, long counter, String label, Instant since) {}

    private static final String COLUMNS = "select name, tenant, account, sealed, since from passkey ";

    private final Database database;
    private final Secrets secrets;

    Passkeys(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    public void add(Tx tx, int tenant, long account, byte[] id, byte[] attestation, long counter, String label, Instant now) {
        var one = new Passkey(name(tenant, id), tenant, account, id, attestation, counter, label, now);
        tx.update("insert into passkey (tenant, name, account, sealed, since) values (?, ?, ?, ?, ?)", tenant, one.name(), account, sealed(one), now.toEpochMilli());
    }

    public Optional<Passkey> find(int tenant, byte[] id) {
        return database.read(Part.first(COLUMNS + "where tenant = ? and name = ?", this::read, tenant, name(tenant, id)));
    }

    public Part<List<Passkey>> of(int tenant, long account) {
        return Part.list(COLUMNS + "where tenant = ? and account = ? order by since", this::read, tenant, account);
    }

    /// Keeps the counter that an assertion brought. One that does not grow is a copy of the authenticator's.
    ///
    /// @return false when it must not be trusted
    public boolean used(Passkey one, long counter) {
        if (counter == 0 && one.counter == 0) return true;
        if (counter <= one.counter) return false;
        var now = new Passkey(one.name, one.tenant, one.account, one.id, one.attestation, counter, one.label, one.since);
        return database.once(Tx.Write.of("update passkey set sealed = ? where tenant = ? and name = ?", sealed(now), one.tenant, one.name))[0] == 1;
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
        byte[] counter = ByteBuffer.allocate(8).putLong(p.counter).array();
        return secrets.seal(p.tenant, p.account, "passkey " + p.name, joined(p.id, p.attestation, counter, p.label.getBytes(StandardCharsets.UTF_8)));
    }

    private Passkey read(ResultSet row) throws SQLException {
        var name = row.getObject(1, UUID.class);
        int tenant = row.getInt(2);
        long account = row.getLong(3);
        var in = ByteBuffer.wrap(secrets.open(tenant, account, "passkey " + name, row.getBytes(4)));
        return new Passkey(name, tenant, account, next(in), next(in), ByteBuffer.wrap(next(in)).getLong(), new String(next(in), StandardCharsets.UTF_8), Instant.ofEpochMilli(row.getLong(5)));
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> 4 + p.length).sum());
        for (var p : parts) all.putInt(p.length).put(p);
        return all.array();
    }

    private static byte[] next(ByteBuffer in) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part;
    }
}
