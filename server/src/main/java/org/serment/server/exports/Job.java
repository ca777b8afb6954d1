package org.serment.server.exports;

import java.time.Instant;
import java.util.UUID;
import org.serment.kernel.identity.Actor;
import org.serment.server.record.Extract;

/// A job as its row says.
///
/// @param at      the moment that is exported
/// @param before  transactions below this one had ended then
/// @param step    index of the type at work
/// @param place   how far that type has come
/// @param written resources so far
/// @param until   when it is forgotten with its files
record Job(UUID id, int tenant, long account, String client, State state, Instant at, String before, Asked asked, int step, Extract.Place place, long written, Instant until) {
    enum State { RUNNING, DONE, FAILED, ENDED }

    /// Who asked, as the token said then; the rest are facts, read anew.
    Actor actor() {
        return new Actor(tenant, account, client, true, asked.scopes());
    }

    boolean of(Actor actor) {
        return actor.tenant() == tenant && actor.account() == account && actor.client().equals(client);
    }

    /// A file of it.
    ///
    /// @param type   what its resources are, or what is listed as deleted
    /// @param bytes  before compression
    /// @param pieces how many it has
    record File(int number, Kind kind, String type, long lines, long bytes, int pieces) {}

    enum Kind { OUTPUT, DELETED, ERROR }
}
