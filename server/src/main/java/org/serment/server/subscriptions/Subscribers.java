package org.serment.server.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.r4.Types;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.record.Feed;

/// The table of subscribers: how far each one got, and which delivery has it in work. All times are the database's.
final class Subscribers {
    /// What a delivery needs beyond the time that an attempt may take.
    private static final int MARGIN_SECONDS = 10;

    private final Database database;

    Subscribers(Database database) {
        this.database = database;
    }

    /// One that may have to be told something.
    ///
    /// @param urgent something is due whether or not anything was written
    record Candidate(int tenant, long oid, Feed.Stream stream, Feed.Place cursor, boolean urgent) {}

    /// One in work: nobody else has it until the lease ends.
    ///
    /// @param expired it is beyond its end
    record Claim(int tenant, long oid, long account, Feed.Stream stream, State state, String announced, byte[] sealed, String known, Feed.Place cursor,
                 long numbered, long delivered, int attempts, boolean heartbeat, boolean greet, boolean expired, Optional<UUID> bound, UUID lease) {}

    /// An event with its number.
    record Numbered(long number, long resource, int version) {}

    /// What `$status` says.
    record Standing(State state, long numbered) {}

    /// Those that are not in work and whose wait is over. A web socket belongs to the process that holds it.
    List<Candidate> candidates(Collection<UUID> bound) {
        return database.read(Part.list("""
                select tenant, oid, type, cursor_xid::text::bigint, cursor_rid,
                       greet or state = 'requested' or announced <> state or until_at <= clock_timestamp() or delivered < numbered
                         or heartbeat > 0 and sent_at + heartbeat * interval '1 second' <= clock_timestamp()
                from subscriber
                where (state in ('requested', 'active') or announced <> state) and next_at <= clock_timestamp() and leased_until <= clock_timestamp()
                  and (channel = 'R' or bound = any(?) or until_at <= clock_timestamp())""",
                r -> new Candidate(r.getInt(1), r.getLong(2), new Feed.Stream(r.getInt(1), Types.name(r.getInt(3))), new Feed.Place(r.getLong(4), r.getLong(5)), r.getBoolean(6)),
                (Object) bound.toArray(UUID[]::new)));
    }

    /// Takes one, unless somebody else has it.
    Optional<Claim> claim(int tenant, long oid) {
        var lease = UUID.randomUUID();
        try (var tx = database.begin()) {
            var claim = tx.query(Part.first("""
                    update subscriber set lease = ?, leased_until = clock_timestamp() + (patience + ?) * interval '1 second'
                    where tenant = ? and oid = ? and next_at <= clock_timestamp() and leased_until <= clock_timestamp()
                    returning account, type, state, announced, sealed, known::text, cursor_xid::text::bigint, cursor_rid, numbered, delivered, attempts,
                      heartbeat > 0 and sent_at + heartbeat * interval '1 second' <= clock_timestamp(), greet, until_at <= clock_timestamp(), bound""",
                    r -> new Claim(tenant, oid, r.getLong(1), new Feed.Stream(tenant, Types.name(r.getInt(2))), State.of(r.getString(3)), r.getString(4), r.getBytes(5), r.getString(6),
                            new Feed.Place(r.getLong(7), r.getLong(8)), r.getLong(9), r.getLong(10), r.getInt(11), r.getBoolean(12), r.getBoolean(13), r.getBoolean(14),
                            Optional.ofNullable(r.getObject(15, UUID.class)), lease),
                    lease, MARGIN_SECONDS, tenant, oid));
            tx.commit();
            return claim;
        }
    }

    /// Gives it back. What was found out is written by the others below, each only while the lease is ours.
    void release(Claim c) {
        database.once(mine(c, "lease = null, leased_until = '-infinity'"));
    }

    /// Gives numbers to events, after which they keep them, and moves on in the feed.
    ///
    /// @return false when the lease was lost
    boolean number(Claim c, Feed.Place upTo, List<Feed.Written> matched) {
        var writes = new ArrayList<Tx.Write>();
        writes.add(mine(c, "cursor_xid = (?::text)::xid8, cursor_rid = ?, numbered = ?", upTo.xid(), upTo.rid(), c.numbered() + matched.size()));
        long number = c.numbered();
        for (var w : matched) writes.add(Tx.Write.of("insert into subscriber_event (tenant, oid, number, resource, version) values (?, ?, ?, ?, ?)",
                c.tenant(), c.oid(), ++number, w.oid(), w.version()));
        try (var tx = database.begin()) {
            if (tx.update(writes)[0] != 1) return false;
            tx.commit();
            return true;
        }
    }

    /// Events that were numbered and not yet taken, in order.
    List<Numbered> waiting(Claim c, int most) {
        return events(c.tenant(), c.oid(), c.delivered() + 1, Long.MAX_VALUE, most);
    }

    /// Events by number, both ends included.
    List<Numbered> events(int tenant, long oid, long from, long until, int most) {
        return database.read(Part.list("select number, resource, version from subscriber_event where tenant = ? and oid = ? and number between ? and ? order by number limit ?",
                r -> new Numbered(r.getLong(1), r.getLong(2), r.getInt(3)), tenant, oid, from, until, most));
    }

    /// Something was taken by the other side.
    ///
    /// @return false when the lease was lost
    boolean sent(Claim c, long delivered) {
        return database.once(mine(c, "delivered = ?, attempts = 0, sent_at = clock_timestamp()", delivered))[0] == 1;
    }

    /// An attempt failed, or was refused: the next one after a wait.
    void later(Claim c, Duration pause) {
        database.once(mine(c, "attempts = attempts + 1, next_at = clock_timestamp() + ? * interval '1 millisecond'", pause.toMillis()));
    }

    /// Reads on later without having told anything.
    void skip(Claim c, Feed.Place upTo) {
        database.once(mine(c, "cursor_xid = (?::text)::xid8, cursor_rid = ?", upTo.xid(), upTo.rid()));
    }

    /// Another state.
    ///
    /// @return false when the subscriber asked for something else in between, or the lease was lost
    boolean become(Claim c, State next) {
        return database.once(Tx.Write.of("""
                update subscriber set state = ?, attempts = 0, greet = false, sent_at = clock_timestamp()
                where tenant = ? and oid = ? and lease = ? and state = ?""", next.code(), c.tenant(), c.oid(), c.lease(), c.state().code()))[0] == 1;
    }

    /// The resource says so, or can't be made to.
    void announced(Claim c, State state) {
        database.once(mine(c, "announced = ?", state.code()));
    }

    Optional<Standing> standing(int tenant, long oid) {
        return database.read(Part.first("select state, numbered from subscriber where tenant = ? and oid = ?", r -> new Standing(State.of(r.getString(1)), r.getLong(2)), tenant, oid));
    }

    /// The last binding is the one that is told; it is greeted first.
    void bind(int tenant, long oid, UUID binding) {
        database.once(Tx.Write.of("update subscriber set bound = ?, greet = true, next_at = clock_timestamp(), attempts = 0 where tenant = ? and oid = ? and channel = 'W'",
                binding, tenant, oid));
    }

    /// Forgets events older than that.
    void forget(Duration age) {
        database.once(Tx.Write.of("delete from subscriber_event e using subscriber s where e.at < clock_timestamp() - ? * interval '1 second' "
                + "and s.tenant = e.tenant and s.oid = e.oid and e.number <= s.delivered", age.toSeconds()));
    }

    /// What the row says before a Subscription is written, in its transaction; held until then.
    record Known(State state, UUID definition) {}

    static Optional<Known> known(Tx tx, int tenant, long oid) {
        return tx.query(Part.first("select state, definition from subscriber where tenant = ? and oid = ? for update",
                r -> new Known(State.of(r.getString(1)), r.getObject(2, UUID.class)), tenant, oid));
    }

    /// Begins, or begins again where it stopped: numbers go on.
    static void ask(Tx tx, int tenant, long oid, long account, Definition d, State state, UUID definition, byte[] sealed, Instant until) {
        tx.update("""
                insert into subscriber (tenant, oid, account, type, channel, state, announced, definition, sealed, heartbeat, patience, until_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, oid) do update set account = excluded.account, type = excluded.type, channel = excluded.channel, state = excluded.state,
                  announced = excluded.announced, definition = excluded.definition, sealed = excluded.sealed, heartbeat = excluded.heartbeat,
                  patience = excluded.patience, until_at = excluded.until_at, attempts = 0, next_at = clock_timestamp()""",
                tenant, oid, account, Types.number(d.topic().type()), d.webSocket() ? "W" : "R", state.code(), state.code(), definition, sealed,
                d.heartbeat().map(h -> (int) h.toSeconds()).orElse(0), (int) d.patience().toSeconds(), until);
    }

    static void same(Tx tx, int tenant, long oid, State announced) {
        tx.update("update subscriber set announced = ? where tenant = ? and oid = ?", announced.code(), tenant, oid);
    }

    static void remove(Tx tx, int tenant, long oid) {
        tx.update("delete from subscriber where tenant = ? and oid = ?", tenant, oid);
    }

    private static Tx.Write mine(Claim c, String what, Object... binds) {
        var all = new ArrayList<Object>(List.of(binds));
        all.addAll(List.of(c.tenant(), c.oid(), c.lease()));
        return new Tx.Write("update subscriber set " + what + " where tenant = ? and oid = ? and lease = ?", all);
    }
}
