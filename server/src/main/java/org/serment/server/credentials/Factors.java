package org.serment.server.credentials;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// What an account has to prove itself with. A password alone opens nothing, for anyone: it needs a one-time code (or a recovery
/// code) beside it; a passkey with user verification is two factors by itself.
public final class Factors {
    /// What an account has, for its own page.
    ///
    /// @param recovery how many recovery codes are left
    public record Known(Optional<Instant> password, Optional<Instant> totp, List<Passkeys.Passkey> passkeys, int recovery) {}

    /// What a second step found.
    public enum Second { NO, CODE, RECOVERY }

    private final Database database;
    private final Secrets secrets;
    private final Passwords passwords = new Passwords();
    private final Codes codes;
    private final Passkeys passkeys;
    private final Sessions sessions;
    private final SecureRandom random = new SecureRandom();

    public Factors(Database database, Secrets secrets) {
        this(database, secrets, Config.Sitting.USUAL);
    }

    /// @param sitting how long sessions last
    public Factors(Database database, Secrets secrets, Config.Sitting sitting) {
        this.database = database;
        this.secrets = secrets;
        this.codes = new Codes(secrets);
        this.passkeys = new Passkeys(database, secrets);
        this.sessions = new Sessions(database, secrets, sitting);
    }

    public Passwords passwords() {
        return passwords;
    }

    public Codes codes() {
        return codes;
    }

    public Passkeys passkeys() {
        return passkeys;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Known known(int tenant, long account) {
        var password = Part.first("select since from password where tenant = ? and account = ?", r -> Instant.ofEpochMilli(r.getLong(1)), tenant, account);
        var totp = Part.first("select since from totp where tenant = ? and account = ?", r -> Instant.ofEpochMilli(r.getLong(1)), tenant, account);
        var keys = passkeys.of(tenant, account);
        var left = codes.left(tenant, account);
        var all = database.read(password, totp, keys, left);
        return new Known(all.of(password), all.of(totp), all.of(keys), all.of(left).orElse(0));
    }

    /// Whether a password is an account's. Without an account it takes the same time and is false.
    public boolean password(int tenant, Optional<Long> account, String password) {
        var sealed = database.read(Part.first("select sealed from password where tenant = ? and account = ?", r -> r.getBytes(1), tenant, account.orElse(0L)));
        return passwords.matches(password, sealed.map(s -> new String(secrets.open(tenant, account.orElseThrow(), "password", s), StandardCharsets.UTF_8)));
    }

    /// Gives an account a password.
    ///
    /// @param verifier by [Passwords#verifier]
    public void password(Tx tx, int tenant, long account, String verifier, Instant now) {
        tx.update("insert into password (tenant, account, sealed, since) values (?, ?, ?, ?) on conflict (tenant, account) do update set sealed = excluded.sealed, since = excluded.since",
                tenant, account, secrets.seal(tenant, account, "password", verifier.getBytes(StandardCharsets.UTF_8)), now.toEpochMilli());
    }

    /// A secret for an authenticator application, not yet anybody's.
    public byte[] newTotp() {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /// Gives an account a new authenticator application, once a code of it was typed.
    ///
    /// @return false when the code isn't one of the secret now
    public boolean totp(Tx tx, int tenant, long account, byte[] secret, String code, Instant now) {
        var step = Totp.step(secret, code, now);
        if (step.isEmpty()) return false;
        tx.update("insert into totp (tenant, account, sealed, last_step, since) values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant, account) do update set sealed = excluded.sealed, last_step = excluded.last_step, since = excluded.since",
                tenant, account, secrets.seal(tenant, account, "totp", secret), step.getAsLong(), now.toEpochMilli());
        return true;
    }

    /// Takes a one-time code, or a recovery code, as the second factor. Neither is ever taken twice, on any process.
    public Second second(int tenant, long account, String typed, Instant now) {
        var digits = typed.replaceAll("\\s", "");
        if (digits.matches("\\d{6}")) return code(tenant, account, digits, now) ? Second.CODE : Second.NO;
        try (var tx = database.begin()) {
            boolean good = codes.recovered(tx, tenant, account, typed);
            tx.commit();
            return good ? Second.RECOVERY : Second.NO;
        }
    }

    private boolean code(int tenant, long account, String digits, Instant now) {
        var sealed = database.read(Part.first("select sealed from totp where tenant = ? and account = ?", r -> r.getBytes(1), tenant, account));
        if (sealed.isEmpty()) return false;
        var step = Totp.step(secrets.open(tenant, account, "totp", sealed.get()), digits, now);
        // the row decides which of two processes was first
        return step.isPresent() && database.once(Tx.Write.of("update totp set last_step = ? where tenant = ? and account = ? and last_step < ?",
                step.getAsLong(), tenant, account, step.getAsLong()))[0] == 1;
    }

    /// New factors in place of all old ones, by an enrolment code, which is used up. Sessions end.
    ///
    /// @return false when the code is no longer good: then nothing has changed
    public boolean enrol(Tx tx, int tenant, long account, String code, String verifier, Instant now) {
        if (!codes.enrolled(tx, tenant, account, code, now)) return false;
        end(tx, tenant, account);
        password(tx, tenant, account, verifier, now);
        return true;
    }

    /// Ends all factors and sessions of an account.
    public void end(Tx tx, int tenant, long account) {
        tx.update("delete from password where tenant = ? and account = ?", tenant, account);
        tx.update("delete from totp where tenant = ? and account = ?", tenant, account);
        passkeys.end(tx, tenant, account);
        Codes.end(tx, tenant, account);
        sessions.end(tx, tenant, account);
    }

    /// Whether nobody has ever enrolled.
    public boolean nobody() {
        return database.read(Part.first("select not exists (select from password)", r -> r.getBoolean(1))).orElse(true);
    }
}
