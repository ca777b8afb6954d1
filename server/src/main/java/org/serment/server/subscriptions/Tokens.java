package org.serment.server.subscriptions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.serment.server.db.Database;
import org.serment.server.db.Part;

/// Tokens by which a web socket, which can't carry a bearer token, shows whose it is. Good once, for a minute.
final class Tokens {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int LONGEST = 100;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    Tokens(Database database) {
        this.database = database;
    }

    /// @param oids the numbers of the Subscriptions
    record Good(int tenant, long account, List<Long> oids) {}

    Subscriptions.Token give(int tenant, long account, List<Long> oids) {
        var secret = new byte[32];
        random.nextBytes(secret);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        try (var tx = database.begin()) {
            tx.update("delete from socket_token where until_at < clock_timestamp()");
            var until = tx.query(Part.first("insert into socket_token (hash, tenant, account, oids, until_at) values (?, ?, ?, ?, clock_timestamp() + ? * interval '1 second') returning until_at",
                    r -> r.getObject(1, OffsetDateTime.class).toInstant(), hash(text), tenant, account, oids.stream().mapToLong(Long::longValue).toArray(), LIFE.toSeconds())).orElseThrow();
            tx.commit();
            return new Subscriptions.Token(text, until);
        }
    }

    /// What it stands for; from then on for nothing.
    Optional<Good> take(String text) {
        if (text.length() > LONGEST) return Optional.empty();
        try (var tx = database.begin()) {
            var good = tx.query(Part.first("delete from socket_token where hash = ? and until_at > clock_timestamp() returning tenant, account, oids",
                    r -> new Good(r.getInt(1), r.getLong(2), List.of((Long[]) r.getArray(3).getArray())), (Object) hash(text)));
            tx.commit();
            return good;
        }
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
