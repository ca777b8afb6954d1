package org.serment.server.accounts.apps;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// Openings of applications from a patient's record (SMART App Launch 2.2, EHR launch): each works once, soon, and for the person,
/// the session and the application that it was made for.
public final class Launches {
    /// From the click to the application's question.
    private static final Duration LIFE = Duration.ofMinutes(2);
    private static final int RANDOM_BYTES = 32;
    private static final String SEAL = "app-launch";

    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Launches(Database database, Secrets secrets, InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Whom an opening is for.
    ///
    /// @param session SHA-256 of the session's name
    public record For(int tenant, long account, String app, byte[] session) {}

    private record Row(int tenant, long account, String app, byte[] session, byte[] sealed) {
        boolean of(For who) {
            return tenant == who.tenant && account == who.account && app.equals(who.app) && Arrays.equals(session, who.session);
        }
    }

    /// Keeps an opening and gives the value that names it.
    ///
    /// @param contents stored sealed
    public String open(For who, String contents) {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.once(Tx.Write.of("delete from launch where until_at < ?", clock.millis()),
                Tx.Write.of("insert into launch (hash, tenant, account, app, session, sealed, until_at) values (?, ?, ?, ?, ?, ?, ?)",
                        Grants.hash(value), who.tenant, who.account, who.app, who.session,
                        secrets.seal(who.tenant, who.account, SEAL, contents.getBytes(StandardCharsets.UTF_8)), clock.instant().plus(LIFE).toEpochMilli()));
        return value;
    }

    /// What an opening holds. Whoever brings it, it is used up.
    public Optional<String> take(String value, For who) {
        Optional<Row> row;
        try (Tx tx = database.begin()) {
            row = tx.query(Part.first("delete from launch where hash = ? and until_at > ? returning tenant, account, app, session, sealed", Launches::read, Grants.hash(value), clock.millis()));
            tx.commit();
        }
        return row.filter(r -> r.of(who)).map(r -> new String(secrets.open(r.tenant, r.account, SEAL, r.sealed), StandardCharsets.UTF_8));
    }

    private static Row read(ResultSet r) throws SQLException {
        return new Row(r.getInt(1), r.getLong(2), r.getString(3), r.getBytes(4), r.getBytes(5));
    }
}
