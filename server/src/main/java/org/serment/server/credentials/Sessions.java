package org.serment.server.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Who is signed in, for all processes alike. Of the browser's secret only the SHA-256 is kept, and what the session holds is
/// sealed: the table alone lets nobody in and tells nothing but when an account was there.
public final class Sessions {
    /// @param account 0 until somebody has signed in
    /// @param seen    when it was last used, to the minute
    public record Kept(int tenant, long account, Instant started, Instant seen, byte[] contents) {
        boolean holds(Config.Sitting sitting, Instant now) {
            return now.isBefore(started.plus(sitting.longest())) && now.isBefore(seen.plus(sitting.idle()));
        }
    }

    /// A session, for the page that lists them.
    public record Line(Instant started, Instant seen, boolean here) {}

    private final Database database;
    private final Secrets secrets;
    private final Config.Sitting sitting;

    Sessions(Database database, Secrets secrets, Config.Sitting sitting) {
        this.sitting = sitting;
        this.database = database;
        this.secrets = secrets;
    }

    /// How long a session may idle.
    public Duration idle() {
        return sitting.idle();
    }

    /// The session that a browser's secret opens; empty when there is none, or it is over.
    public Optional<Kept> find(String secret, Instant now) {
        byte[] name = name(secret);
        return database.read(Part.first("select tenant, account, started, seen, sealed from session where name = ?", r -> new Kept(r.getInt(1), r.getLong(2),
                        Instant.ofEpochMilli(r.getLong(3)), Instant.ofEpochMilli(r.getLong(4)), r.getBytes(5)), name))
                .filter(k -> k.holds(sitting, now))
                .map(k -> new Kept(k.tenant, k.account, k.started, k.seen, secrets.open(k.tenant, k.account, kind(name), k.contents)));
    }

    /// Keeps a new session, and forgets those that are over.
    public void add(String secret, Kept one) {
        byte[] name = name(secret);
        database.once(
                Tx.Write.of("delete from session where seen < ?", one.seen.minus(sitting.idle()).toEpochMilli()),
                Tx.Write.of("insert into session (name, tenant, account, started, seen, until_at, sealed) values (?, ?, ?, ?, ?, ?, ?)", name, one.tenant, one.account,
                        one.started.toEpochMilli(), one.seen.toEpochMilli(), one.started.plus(sitting.longest()).toEpochMilli(), secrets.seal(one.tenant, one.account, kind(name), one.contents)));
    }

    /// Keeps what has changed in a session. One that was ended meanwhile stays ended.
    public void change(String secret, Kept one) {
        byte[] name = name(secret);
        database.once(Tx.Write.of("update session set tenant = ?, account = ?, seen = ?, sealed = ? where name = ?", one.tenant, one.account, one.seen.toEpochMilli(),
                secrets.seal(one.tenant, one.account, kind(name), one.contents), name));
    }

    public void seen(String secret, Instant now) {
        database.once(Tx.Write.of("update session set seen = ? where name = ?", now.toEpochMilli(), name(secret)));
    }

    public void end(String secret) {
        database.once(Tx.Write.of("delete from session where name = ?", name(secret)));
    }

    /// Ends all sessions of an account but one.
    public void endOthers(Tx tx, int tenant, long account, String here) {
        tx.update("delete from session where tenant = ? and account = ? and name <> ?", tenant, account, name(here));
    }

    void end(Tx tx, int tenant, long account) {
        tx.update("delete from session where tenant = ? and account = ?", tenant, account);
    }

    public List<Line> of(int tenant, long account, String here, Instant now) {
        byte[] name = name(here);
        return database.read(Part.list("select started, seen, name = ? from session where tenant = ? and account = ? and until_at > ? and seen > ? order by seen desc",
                r -> new Line(Instant.ofEpochMilli(r.getLong(1)), Instant.ofEpochMilli(r.getLong(2)), r.getBoolean(3)),
                name, tenant, account, now.toEpochMilli(), now.minus(sitting.idle()).toEpochMilli()));
    }

    /// Whether a session lasts in which this account is signed in.
    public Part<Boolean> lasts(byte[] name, int tenant, long account, Instant now) {
        return new Part<>("select from session where name = ? and tenant = ? and account = ? and until_at > ? and seen > ?",
                List.of(name, tenant, account, now.toEpochMilli(), now.minus(sitting.idle()).toEpochMilli()), ResultSet::next);
    }

    private static String kind(byte[] name) {
        return "session " + HexFormat.of().formatHex(name);
    }

    /// What a session is known by, here and to others: SHA-256 of the browser's secret.
    public static byte[] name(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
