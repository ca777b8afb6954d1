package org.serment.server.accounts;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// System clients: programs that hold a private key of their own and whose public keys are registered here.
public final class Clients {
    /// @param keys public keys only
    record Client(String client, int tenant, long account, JWKSet keys) {}

    private final Database database;

    public Clients(Database database) {
        this.database = database;
    }

    /// Registers a client for an account.
    ///
    /// @param jwks a JSON Web Key Set (RFC 7517)
    /// @throws IllegalArgumentException when it isn't one, holds a private key, or a key that can't verify a signature
    public void register(Tx tx, int tenant, String client, long account, String jwks) {
        tx.update("insert into client (client, tenant, account, jwks) values (?, ?, ?, ?)", client, tenant, account, publicKeys(jwks).toString(true));
    }

    /// Ends what a client may do: its tokens stop with the next request.
    public void revoke(Tx tx, String client, Instant at) {
        tx.update("update client set revoked_at = ? where client = ? and revoked_at is null", at.toEpochMilli(), client);
    }

    Optional<Client> find(String client) {
        return database.read(Part.first("select tenant, account, jwks from client where client = ? and revoked_at is null",
                r -> new Client(client, r.getInt(1), r.getLong(2), publicKeys(r.getString(3))), client));
    }

    /// Marks an assertion as used.
    ///
    /// @return false when it was used before
    boolean first(String client, String jti, Instant now, Instant expires) {
        try (Tx tx = database.begin()) {
            tx.update("delete from assertion where expires_at < ?", now.toEpochMilli());
            int made = tx.update("insert into assertion (client, jti, expires_at) values (?, ?, ?) on conflict do nothing", client, jti, expires.toEpochMilli());
            tx.commit();
            return made == 1;
        }
    }

    private static JWKSet publicKeys(String jwks) {
        try {
            JWKSet keys = JWKSet.parse(jwks);
            if (keys.isEmpty() || keys.getKeys().stream().anyMatch(JWK::isPrivate)) throw new IllegalArgumentException("public keys are needed, and only those");
            return keys;
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a JSON Web Key Set", e);
        }
    }
}
