package org.serment.server.db;

import java.util.Optional;

/// An establishment: the number that every key of every table starts with, and its name.
public record Establishment(int number, String name) {
    /// The number of the first one.
    public static final int FIRST = 1;

    /// The establishment that an installation was made for; empty before it was founded.
    public static Optional<Establishment> of(Database database) {
        return database.read(Part.first("select tenant, name from tenant order by tenant limit 1", r -> new Establishment(r.getInt(1), r.getString(2))));
    }

    /// Founds the first establishment, unless it is there.
    public static void found(Tx tx, String name) {
        tx.update("insert into tenant (tenant, name) values (?, ?) on conflict do nothing", FIRST, name);
    }
}
