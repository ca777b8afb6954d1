package org.serment.server.db;

import java.util.Optional;
import java.util.UUID;

/// What a database is for, marked once and for good: a demonstration never becomes a hospital, nor the reverse.
public enum Installation {
    DEMONSTRATION, PRODUCTION;

    /// Marks the database, or checks the mark that it has.
    ///
    /// @return the identifier of the installation, the same for its whole life
    /// @throws CannotStart when it is marked as the other kind
    public UUID mark(Database database) {
        String kind = name().toLowerCase(java.util.Locale.ROOT);
        try (Tx tx = database.begin()) {
            tx.update("insert into installation (kind) values (?) on conflict do nothing", kind);
            record Found(String kind, UUID id) {}
            Found found = tx.query(Part.first("select kind, id from installation",
                    r -> new Found(r.getString(1), r.getObject(2, UUID.class)))).orElseThrow();
            if (!found.kind().equals(kind))
                throw new CannotStart("this database was made for " + found.kind() + " and can't be used for " + kind
                        + "; choose another data directory or database");
            tx.commit();
            return found.id();
        }
    }

    /// The mark, if there is one.
    public static Optional<Installation> of(Database database) {
        return database.read(Part.first("select kind from installation",
                r -> valueOf(r.getString(1).toUpperCase(java.util.Locale.ROOT))));
    }
}
