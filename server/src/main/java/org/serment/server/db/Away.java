package org.serment.server.db;

/// The database can't be reached now, or has no disk, memory or connection left. Nothing was lost that had been acknowledged; a later call
/// may succeed, because the pools find the database again by themselves. Doors answer 503.
public final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;

    Away(Throwable cause) {
        super("the database is away", cause);
    }
}
