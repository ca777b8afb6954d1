package org.serment.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.kernel.access.Role;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// The accounts of an establishment, for whoever makes and ends them. No patient's name is here: the record has it, sealed.
public final class Register {
    /// @param subject the patient whose record is its own; 0 for all others
    /// @param ended   when it was
    public record Entry(long account, Role role, String name, String login, long subject, Instant reviewDue, Optional<Instant> ended) {}

    /// Where an account works.
    ///
    /// @param until ms since 1970, or [Accounts#ALWAYS]
    public record Post(UUID unit, String name, Instant from, long until) {}

    private static final String COLUMNS = "select account, role, name, login, review_due, revoked_at, subject from account where tenant = ? ";

    /// All that stand, or all that ended, by login.
    public Part<List<Entry>> all(int tenant, boolean ended, int most) {
        return Part.list(COLUMNS + "and (revoked_at is not null) = ? order by login limit ?", Register::entry, tenant, ended, most);
    }

    public Part<Optional<Entry>> one(int tenant, long account) {
        return Part.first(COLUMNS + "and account = ?", Register::entry, tenant, account);
    }

    public Part<List<Post>> posts(int tenant, long account) {
        return Part.list("select unit, name, from_at, until_at from posting where tenant = ? and account = ? order by from_at desc",
                r -> new Post(r.getObject(1, UUID.class), r.getString(2), Instant.ofEpochMilli(r.getLong(3)), r.getLong(4)), tenant, account);
    }

    /// The yearly review: the account's rights were looked at, and are needed until `due`.
    public void review(Tx tx, int tenant, long account, Instant due) {
        tx.update("update account set review_due = ? where tenant = ? and account = ? and revoked_at is null", due.toEpochMilli(), tenant, account);
    }

    /// Ends a posting that has not ended.
    public void endPost(Tx tx, int tenant, long account, UUID unit, Instant from, Instant until) {
        tx.update("update posting set until_at = ? where tenant = ? and account = ? and unit = ? and from_at = ? and until_at > ?",
                until.toEpochMilli(), tenant, account, unit, from.toEpochMilli(), until.toEpochMilli());
    }

    private static Entry entry(ResultSet r) throws SQLException {
        var ended = Optional.ofNullable(r.getObject(6, Long.class)).map(Instant::ofEpochMilli);
        return new Entry(r.getLong(1), Role.valueOf(r.getString(2)), r.getString(3), r.getString(4), r.getLong(7), Instant.ofEpochMilli(r.getLong(5)), ended);
    }
}
