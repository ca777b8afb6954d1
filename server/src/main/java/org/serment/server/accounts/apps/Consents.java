package org.serment.server.accounts.apps;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// What people allowed applications: remembered for a person, an application and its scopes until taken back.
public final class Consents {

    /// @param app  client id
    /// @param name the application's
    public record Allowed(String app, String name, Set<String> scopes, Instant since) {}

    /// Remembers a consent; what was allowed before stays allowed.
    public void allow(Tx tx, int tenant, long account, String app, Set<String> scopes, Instant at) {
        Set<String> all = new TreeSet<>(scopes);
        tx.query(scopes(tenant, account, app)).ifPresent(all::addAll);
        tx.update("""
                insert into app_consent (tenant, account, app, scopes, given_at) values (?, ?, ?, ?, ?)
                on conflict (tenant, account, app) do update set scopes = excluded.scopes, given_at = excluded.given_at""",
                tenant, account, app, String.join(" ", all), at.toEpochMilli());
    }

    /// Takes a consent back: with the next request nothing that the application holds of this person works.
    public void withdraw(Tx tx, int tenant, long account, String app) {
        tx.update("delete from app_consent where tenant = ? and account = ? and app = ?", tenant, account, app);
        tx.update("delete from app_grant where tenant = ? and account = ? and app = ?", tenant, account, app);
    }

    /// The scopes that were allowed, if any.
    public Part<Optional<Set<String>>> scopes(int tenant, long account, String app) {
        return Part.first("select scopes from app_consent where tenant = ? and account = ? and app = ?", r -> Set.of(r.getString(1).split(" ")), tenant, account, app);
    }

    /// All that a person allowed, to applications still in service.
    public Part<List<Allowed>> all(int tenant, long account) {
        return Part.list("""
                select c.app, p.name, c.scopes, c.given_at from app_consent c join app p on p.app = c.app
                where c.tenant = ? and c.account = ? and p.revoked_at is null order by p.name, c.app""",
                r -> new Allowed(r.getString(1), r.getString(2), Set.of(r.getString(3).split(" ")), Instant.ofEpochMilli(r.getLong(4))), tenant, account);
    }
}
