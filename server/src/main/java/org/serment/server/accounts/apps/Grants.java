package org.serment.server.accounts.apps;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.vault.Secrets;

/// What applications hold of people. A grant is opened when a person is asked ([Kind#TICKET]), gives one code ([Kind#CODE]),
/// then refresh tokens that follow each other ([Kind#REFRESH]). Each token works once; one that comes again ends the grant
/// with all that follows from it, and so do the end of the account, of the application and of the consent; that the session
/// still lasts is looked at by whoever finds the grant.
public final class Grants {
    /// How long a grant may last; no token outlives it.
    public static final Duration LONGEST = Duration.ofHours(8);
    private static final String SEAL = "app-grant";

    private static final String FIND = """
            select g.id, g.tenant, g.account, g.app, g.turn, g.sealed, g.until_at, t.kind, t.used, t.until_at, g.session,
                   a.revoked_at is null and a.review_due > ? and p.revoked_at is null
                   and (t.kind = 'TICKET' or exists (select from app_consent c where c.tenant = g.tenant and c.account = g.account and c.app = g.app))
            from app_token t join app_grant g on g.id = t.app_grant join app p on p.app = g.app
                 join account a on a.tenant = g.tenant and a.account = g.account
            where t.hash = ?""";

    /// What a token is for.
    public enum Kind {
        /// The person has been asked and has not answered yet.
        TICKET,
        /// The application may fetch its first tokens.
        CODE,
        /// The application may fetch others.
        REFRESH
    }

    /// @param value what the application or the browser gets; stored as a hash only
    public record Token(Kind kind, String value, Instant until) {}

    /// @param turn     which of its states this is: 0 the first
    /// @param session  SHA-256 of the session's name
    /// @param until    when it ends at the latest
    /// @param contents what the protocol wants to find again; stored sealed
    public record Grant(UUID id, int tenant, long account, String app, int turn, byte[] session, Instant until, byte[] contents) {}

    /// A grant and how its token was found.
    public record Held(Grant grant, Token token) {}

    private record Row(Grant grant, Token token, boolean used, boolean standing) {}

    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;

    public Grants(Database database, Secrets secrets, InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Stores a new grant with its first token. What has ended by time is forgotten on the way.
    public void open(Grant grant, List<Token> tokens) {
        List<Tx.Write> writes = new ArrayList<>();
        writes.add(Tx.Write.of("delete from app_grant where until_at < ?", clock.millis()));
        writes.add(Tx.Write.of("insert into app_grant (id, tenant, account, app, session, turn, sealed, until_at) values (?, ?, ?, ?, ?, 0, ?, ?)",
                grant.id(), grant.tenant(), grant.account(), grant.app(), grant.session(), sealed(grant), grant.until().toEpochMilli()));
        tokens.forEach(t -> writes.add(insert(grant.id(), t)));
        database.once(writes.toArray(Tx.Write[]::new));
    }

    /// The grant of a token that works. A token that was used before, or whose grant has lost what it stood on, ends the grant.
    public Optional<Held> find(String token) {
        long now = clock.millis();
        Optional<Row> found = database.read(Part.first(FIND, r -> row(r.getObject(1, UUID.class), token, r), now, hash(token)));
        if (found.isEmpty()) return Optional.empty();
        Row row = found.get();
        if (row.used() || !row.standing()) {
            end(row.grant().id());
            return Optional.empty();
        }
        return row.token().until().toEpochMilli() > now ? Optional.of(new Held(row.grant(), row.token())) : Optional.empty();
    }

    /// The next state of a grant: its tokens are used, `fresh` ones take their place.
    ///
    /// @param grant as it was found, with new contents
    /// @return false when another request was faster: two that use one token at once end the grant
    public boolean turn(Grant grant, List<Token> fresh) {
        try (Tx tx = database.begin()) {
            int turned = tx.update("update app_grant set turn = turn + 1, sealed = ? where id = ? and turn = ?", sealed(grant), grant.id(), grant.turn());
            if (turned == 1) {
                tx.update("update app_token set used = true where app_grant = ?", grant.id());
                for (Token t : fresh) {
                    Tx.Write w = insert(grant.id(), t);
                    tx.update(w.sql(), w.binds().toArray());
                }
                tx.commit();
                return true;
            }
        }
        end(grant.id());
        return false;
    }

    /// Keeps other contents for a grant whose person is still being asked.
    ///
    /// @return false when it has moved on meanwhile
    public boolean keep(Grant grant) {
        try (Tx tx = database.begin()) {
            int kept = tx.update("update app_grant set sealed = ? where id = ? and turn = ?", sealed(grant), grant.id(), grant.turn());
            tx.commit();
            return kept == 1;
        }
    }

    /// Ends a grant.
    public void end(UUID grant) {
        database.once(Tx.Write.of("delete from app_grant where id = ?", grant));
    }

    /// SHA-256, as tokens and names of sessions are stored.
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tx.Write insert(UUID grant, Token t) {
        return Tx.Write.of("insert into app_token (hash, app_grant, kind, until_at) values (?, ?, ?, ?)", hash(t.value()), grant, t.kind().name(), t.until().toEpochMilli());
    }

    private byte[] sealed(Grant g) {
        return secrets.seal(g.tenant(), g.account(), place(g.id()), g.contents());
    }

    private Row row(UUID id, String token, ResultSet r) throws SQLException {
        byte[] contents = secrets.open(r.getInt(2), r.getLong(3), place(id), r.getBytes(6));
        Grant grant = new Grant(id, r.getInt(2), r.getLong(3), r.getString(4), r.getInt(5), r.getBytes(11), Instant.ofEpochMilli(r.getLong(7)), contents);
        return new Row(grant, new Token(Kind.valueOf(r.getString(8)), token, Instant.ofEpochMilli(r.getLong(10))), r.getBoolean(9), r.getBoolean(12));
    }

    /// Bound to the grant's number: contents can't change places.
    private static String place(UUID id) {
        return SEAL + ' ' + id;
    }
}
