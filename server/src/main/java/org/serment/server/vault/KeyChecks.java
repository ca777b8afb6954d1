package org.serment.server.vault;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.serment.kernel.seal.BlindIndex;
import org.serment.kernel.seal.Key;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// Tells a wrong key file before it does harm. The database keeps one check value for each root key, a keyed hash of
/// a constant: it reveals nothing of the key and differs for another.
final class KeyChecks {
    private KeyChecks() {}

    static void compare(Database database, KeyProvider keys) {
        Map<String, UUID> ours = new TreeMap<>();
        ours.put("index key", check(keys.index()));
        ours.put("journal key", check(keys.journal()));
        ours.put("key of epoch " + keys.epoch(), check(keys.epochKey(keys.epoch())));
        try (Tx tx = database.begin()) {
            ours.forEach((name, value) -> {
                tx.update("insert into key_check (name, value) values (?, ?) on conflict do nothing", name, value);
                UUID stored = tx.query(Part.first("select value from key_check where name = ?", r -> r.getObject(1, UUID.class), name)).orElseThrow();
                if (!stored.equals(value))
                    throw new CannotStart("the " + name + " of the key file is not the one that this database was written with: "
                            + "nothing would be found or opened. Use the key file that belongs to this database");
            });
            tx.commit();
        }
    }

    /// Whether the database was ever opened with keys.
    static boolean any(Database database) {
        return database.read(Part.first("select exists (select from key_check)", r -> r.getBoolean(1))).orElse(false);
    }

    private static UUID check(Key key) {
        return new BlindIndex(key.derive("serment/check/1"), 0, 0).hasher().exact(0, "serment/check/1");
    }
}
