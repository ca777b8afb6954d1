package org.serment.server.accounts.apps;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Which account an identity at an outside provider belongs to. An administrator says so; nothing is ever guessed or made.
/// What the provider calls the person is stored as a keyed hash: the table tells nobody's national number.
public final class Outsiders {
    /// Identities are of the installation: a provider doesn't know establishments.
    private static final int EVERY_TENANT = 0;

    private final Secrets secrets;

    public Outsiders(Secrets secrets) {
        this.secrets = secrets;
    }

    /// An account at a provider.
    public record Linked(String provider, int tenant, long account, String name, Instant since) {}

    /// An account found by an identity.
    public record Known(int tenant, long account) {}

    /// Links an identity to an account.
    ///
    /// @return false when the identity, or the account at this provider, is linked already
    public boolean link(Tx tx, String provider, String identity, int tenant, long account, long administrator, Instant at) {
        return tx.update("insert into outside (provider, identity, tenant, account, linked_by, linked_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                provider, name(provider, identity), tenant, account, administrator, at.toEpochMilli()) == 1;
    }

    /// Ends a link.
    public boolean unlink(Tx tx, String provider, int tenant, long account) {
        return tx.update("delete from outside where provider = ? and tenant = ? and account = ?", provider, tenant, account) == 1;
    }

    public Part<Optional<Known>> find(String provider, String identity) {
        return Part.first("select tenant, account from outside where provider = ? and identity = ?", r -> new Known(r.getInt(1), r.getLong(2)), provider, name(provider, identity));
    }

    /// All of an establishment.
    public Part<List<Linked>> all(int tenant) {
        return Part.list("""
                select o.provider, o.tenant, o.account, a.name, o.linked_at from outside o join account a on a.tenant = o.tenant and a.account = o.account
                where o.tenant = ? order by a.name, o.account, o.provider""",
                r -> new Linked(r.getString(1), r.getInt(2), r.getLong(3), r.getString(4), Instant.ofEpochMilli(r.getLong(5))), tenant);
    }

    private UUID name(String provider, String identity) {
        return secrets.fingerprint(EVERY_TENANT, "outside/" + provider, identity);
    }
}
