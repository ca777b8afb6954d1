package org.serment.server.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Slows guessing down, for each login and each address, on all processes together. Counted before the attempt is looked at, so
/// that a hundred at once are not a hundred free ones. Nobody is locked out for good: the wait grows to a quarter of an hour, and
/// failures halve with each quarter of an hour that somebody need not wait. So a ward's slips wear off, and whoever comes back as
/// soon as a wait is over gains nothing. A login that no account has is counted like any other.
public final class Attempts {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration HALVED = Duration.ofMinutes(15);
    /// After a day without any, nothing is left of failures.
    private static final Duration MEMORY = Duration.ofDays(1);
    private static final int FREE_OF_A_LOGIN = 5;
    /// A ward signs in from one address.
    private static final int FREE_OF_AN_ADDRESS = 50;

    /// What is counted.
    public record Who(UUID name, int free) {}

    private final Database database;
    private final Secrets secrets;

    public Attempts(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    public Who login(int tenant, String login) {
        return new Who(secrets.fingerprint(tenant, "login", login), FREE_OF_A_LOGIN);
    }

    public Who address(String address) {
        return new Who(secrets.fingerprint(0, "address", address), FREE_OF_AN_ADDRESS);
    }

    /// The passkeys of an account, which no guesses of its password and none of its neighbours hold up.
    public Who passkeys(int tenant, long account) {
        return new Who(secrets.fingerprint(tenant, "passkeys", Long.toString(account)), FREE_OF_A_LOGIN);
    }

    /// Counts an attempt of all of `whos`, unless one of them must wait.
    ///
    /// @return how long to wait; empty when the attempt may go on
    public Optional<Duration> admit(List<Who> whos, Instant now) {
        try (var tx = database.begin()) {
            for (var who : whos) {
                var wait = admit(tx, who, now.toEpochMilli());
                if (wait.isPresent()) return wait;
            }
            tx.commit();
            return Optional.empty();
        }
    }

    private static Optional<Duration> admit(Tx tx, Who who, long now) {
        // at: since when failures have not been halved
        int counted = tx.update("""
                insert into attempt as a (name, failures, at, free_at) values (?, 1, ?, 0)
                on conflict (name) do update set (failures, at, free_at) = (
                  select n, case when halved = 0 then a.at else excluded.at end,
                    case when n < ? then 0 else excluded.at + least(?, ? * power(2, least(n - ?, 20)))::bigint end
                  from (select (excluded.at - greatest(a.at, a.free_at)) / ? as halved) h,
                    lateral (select (a.failures >> least(greatest(halved, 0), 31)::int) + 1 as n) f)
                where a.free_at <= excluded.at""",
                who.name(), now, who.free(), LONGEST.toMillis(), FIRST.toMillis(), who.free(), HALVED.toMillis());
        if (counted == 1) return Optional.empty();
        long free = tx.query(Part.first("select free_at from attempt where name = ?", r -> r.getLong(1), who.name())).orElse(now);
        return Optional.of(Duration.ofMillis(Math.max(1_000, free - now)));
    }

    /// Takes back what [#admit] counted: the attempt was good, though not the last one.
    public void good(List<Who> whos) {
        try (var tx = database.begin()) {
            for (var who : whos) tx.update("update attempt set failures = greatest(0, failures - 1), free_at = 0 where name = ?", who.name());
            tx.commit();
        }
    }

    /// The person is in: failures of the login are forgotten, and the address has one fewer, besides what [#good] took back.
    public void in(Who login, Who address, Instant now) {
        try (var tx = database.begin()) {
            tx.update("delete from attempt where name = ? or at < ?", login.name(), now.minus(MEMORY).toEpochMilli());
            tx.update("update attempt set failures = greatest(0, failures - 1), free_at = 0 where name = ?", address.name());
            tx.commit();
        }
    }
}
