package org.serment.server.credentials;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Codes on paper: the one that opens an account for its first factors, and those for a factor that was lost. Each works once;
/// only keyed hashes are kept. 80 and 50 random bits, and [Attempts] slows guessing.
public final class Codes {
    /// How long an enrolment code is good.
    public static final Duration ENROLMENT = Duration.ofHours(72);
    private static final int RECOVERY = 10;

    private final Secrets secrets;
    private final SecureRandom random = new SecureRandom();

    public Codes(Secrets secrets) {
        this.secrets = secrets;
    }

    /// A new enrolment code, which replaces an older one. It is shown once.
    public String enrol(Tx tx, int tenant, long account, Instant now) {
        var code = code(10);
        tx.update("insert into enrolment (tenant, account, code, until_at) values (?, ?, ?, ?) on conflict (tenant, account) do update set code = excluded.code, until_at = excluded.until_at",
                tenant, account, hash(tenant, account, "enrolment", code), now.plus(ENROLMENT).toEpochMilli());
        return Base32.grouped(code);
    }

    /// Whether a code opens an account now.
    public Part<Boolean> enrols(int tenant, long account, String typed, Instant now) {
        return new Part<>("select exists (select from enrolment where tenant = ? and account = ? and code = ? and until_at > ?)",
                List.of(tenant, account, hash(tenant, account, "enrolment", Base32.normal(typed)), now.toEpochMilli()), r -> r.next() && r.getBoolean(1));
    }

    /// Uses an enrolment code up.
    ///
    /// @return false when it was used, replaced or too old
    boolean enrolled(Tx tx, int tenant, long account, String typed, Instant now) {
        return tx.update("delete from enrolment where tenant = ? and account = ? and code = ? and until_at > ?",
                tenant, account, hash(tenant, account, "enrolment", Base32.normal(typed)), now.toEpochMilli()) == 1;
    }

    /// Ten new recovery codes in place of all older ones. They are shown once.
    public List<String> recovery(Tx tx, int tenant, long account) {
        tx.update("delete from recovery where tenant = ? and account = ?", tenant, account);
        var codes = Stream.generate(() -> code(7)).map(c -> c.substring(0, 10)).distinct().limit(RECOVERY).toList();
        for (var code : codes) tx.update("insert into recovery (tenant, account, code) values (?, ?, ?)", tenant, account, hash(tenant, account, "recovery", code));
        return codes.stream().map(c -> c.substring(0, 5) + '-' + c.substring(5)).toList();
    }

    /// Uses a recovery code up.
    ///
    /// @return false when it is none, or was used
    boolean recovered(Tx tx, int tenant, long account, String typed) {
        return tx.update("delete from recovery where tenant = ? and account = ? and code = ?",
                tenant, account, hash(tenant, account, "recovery", Base32.normal(typed))) == 1;
    }

    /// How many recovery codes are left.
    Part<Optional<Integer>> left(int tenant, long account) {
        return Part.first("select count(*) from recovery where tenant = ? and account = ?", r -> r.getInt(1), tenant, account);
    }

    static void end(Tx tx, int tenant, long account) {
        tx.update("delete from recovery where tenant = ? and account = ?", tenant, account);
        tx.update("delete from enrolment where tenant = ? and account = ?", tenant, account);
    }

    private UUID hash(int tenant, long account, String kind, String code) {
        return secrets.fingerprint(tenant, kind + ' ' + account, code);
    }

    private String code(int bytes) {
        byte[] random = new byte[bytes];
        this.random.nextBytes(random);
        return Base32.of(random);
    }
}
