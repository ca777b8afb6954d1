package org.serment.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Accounts, where they work, and what is known of them at the moment of a request.
public final class Accounts {
    /// "No end", in columns of milliseconds.
    public static final long ALWAYS = Long.MAX_VALUE;
    /// The label set of a resource without labels: all that an account may see until clearances are managed.
    private static final Set<Integer> UNLABELLED = Set.of(0);

    private static final String OF = """
            , a.review_due, a.name, a.subject, p.number, p.name
            from account a left join posting p on p.tenant = a.tenant and p.account = a.account and p.from_at <= ? and p.until_at > ?
            where a.tenant = ? and a.account = ?""";
    private static final String PROGRAM = """
            select a.role, a.revoked_at is not null or not exists (
              select from client c where c.client = ? and c.tenant = a.tenant and c.account = a.account and c.revoked_at is null)""" + OF;
    private static final String PERSON = """
            select a.role, a.revoked_at is not null or exists (select from app x where x.app = ? and (x.revoked_at is not null or not exists (
              select from app_consent y where y.app = x.app and y.tenant = a.tenant and y.account = a.account)))""" + OF;

    /// An account to be made.
    ///
    /// @param name      display name; empty for a patient
    /// @param login     the code it signs in with
    /// @param subject   the patient whose record is its own; 0 for all others
    /// @param reviewDue when its rights must have been reviewed
    public record NewAccount(int tenant, long account, Role role, String name, String login, long subject, Instant reviewDue) {}

    /// An account as found by its login.
    public record Known(long account, Role role, String name, long subject) {}

    /// A number for a new account.
    public long number(Tx tx) {
        return tx.query(Part.first("select nextval('account_number')", r -> r.getLong(1))).orElseThrow();
    }

    /// Makes an account.
    public void create(Tx tx, NewAccount one) {
        tx.update("insert into account (tenant, account, role, name, login, subject, review_due) values (?, ?, ?, ?, ?, ?, ?)",
                one.tenant(), one.account(), one.role().name(), one.name(), one.login(), one.subject(), one.reviewDue().toEpochMilli());
    }

    /// Posts an account to a unit.
    ///
    /// @param unit   blind index of `Organization/id`
    /// @param number the unit's number in authorisation columns
    /// @param until  ms since 1970, or [#ALWAYS]
    public void post(Tx tx, int tenant, long account, UUID unit, int number, String name, Instant from, long until) {
        tx.update("insert into posting (tenant, account, unit, number, name, from_at, until_at) values (?, ?, ?, ?, ?, ?, ?)",
                tenant, account, unit, number, name, from.toEpochMilli(), until);
    }

    /// Ends what an account may do, from the next request on.
    public void revoke(Tx tx, int tenant, long account, Instant at) {
        tx.update("update account set revoked_at = ? where tenant = ? and account = ? and revoked_at is null", at.toEpochMilli(), tenant, account);
    }

    /// Ties a patient's account to its record.
    public void own(Tx tx, int tenant, long account, long subject) {
        tx.update("update account set subject = ? where tenant = ? and account = ?", subject, tenant, account);
    }

    public Part<Optional<Known>> byLogin(int tenant, String login) {
        return Part.first("select account, role, name, subject from account where tenant = ? and login = ?",
                Accounts::known, tenant, login);
    }

    /// Whether there is any account at all, of any establishment.
    public Part<Boolean> any() {
        return new Part<>("select exists (select from account)", List.of(), r -> r.next() && r.getBoolean(1));
    }

    /// The account that somebody signs in with: a person's, not ended.
    public Part<Optional<Known>> open(int tenant, String login) {
        return Part.first("select account, role, name, subject from account where tenant = ? and login = ? and revoked_at is null and role <> 'LOADER'",
                Accounts::known, tenant, login);
    }

    /// The same by its number.
    public Part<Optional<Known>> open(int tenant, long account) {
        return Part.first("select account, role, name, subject from account where tenant = ? and account = ? and revoked_at is null and role <> 'LOADER'",
                Accounts::known, tenant, account);
    }

    /// What an account signs in with.
    public Part<Optional<String>> login(int tenant, long account) {
        return Part.first("select login from account where tenant = ? and account = ?", r -> r.getString(1), tenant, account);
    }

    private static Known known(ResultSet r) throws SQLException {
        return new Known(r.getLong(1), Role.valueOf(r.getString(2)), r.getString(3), r.getLong(4));
    }

    /// What is known of an actor: its role, revocation, units, and its own record. Nothing when there is no such account;
    /// revoked when it is a program whose client is not, or no longer, its own, or an application that has ended or that the
    /// person no longer allows.
    public Part<Facts> facts(Actor actor, Instant at) {
        long now = at.toEpochMilli();
        return new Part<>(actor.machine() ? PROGRAM : PERSON, List.of(actor.client(), now, now, actor.tenant(), actor.account()), rows -> read(actor, rows));
    }

    /// SQL for the units where an account works: rows of (unit, number). Binds: tenant (Integer), account (Long), now (Long, ms), now again.
    public static String postedUnits() {
        return "select w.unit, w.number from posting w where w.tenant = ? and w.account = ? and w.from_at <= ? and w.until_at > ?";
    }

    private static Facts read(Actor actor, ResultSet rows) throws SQLException {
        if (!rows.next()) return Facts.NONE;
        Role role = Role.valueOf(rows.getString(1));
        boolean revoked = rows.getBoolean(2);
        Instant due = Instant.ofEpochMilli(rows.getLong(3));
        String name = rows.getString(4);
        long subject = rows.getLong(5);
        Map<Integer, String> units = new HashMap<>();
        do {
            int number = rows.getInt(6);
            if (!rows.wasNull()) units.put(number, rows.getString(7));
        } while (rows.next());
        Facts facts = Facts.account(new Facts.Account(role, revoked, due, name, units, "account/" + actor.account())).plus(Facts.clearance(UNLABELLED));
        return subject == 0 ? facts : facts.plus(Facts.own(Set.of(subject)));
    }
}
