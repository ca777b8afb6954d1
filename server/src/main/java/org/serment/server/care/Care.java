package org.serment.server.care;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Facts;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.server.accounts.Accounts;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads care relationships out of what is written, and states them for a request.
///
/// A professional has in care the patients who are present in a unit where the professional is posted now, and those who left it
/// less than a grace period ago.
public final class Care {
    /// How long after discharge a relationship lasts: the follow-up is part of care (CSP L1110-4).
    public static final Duration DEFAULT_GRACE = Duration.ofDays(30);
    /// Relationships are carried into SQL as a list; beyond this many, the most recent count and the others are missing facts.
    private static final int MOST = 2_000;
    private static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

    private final Duration grace;
    private final InstantSource clock;

    public Care(Duration grace, InstantSource clock) {
        this.grace = grace;
        this.clock = clock;
    }

    /// Must be told of each resource that is written, in its transaction.
    ///
    /// @param subjects  the patients it is about
    /// @param oid       the resource's number
    /// @param movements the writer is one whose word on stays counts
    public void written(Tx tx, int tenant, String type, Set<Long> subjects, long oid, ObjectNode resource, Hasher hasher, boolean movements) {
        switch (type) {
            case "Encounter" -> {
                if (movements && subjects.size() == 1) stay(tx, tenant, subjects.iterator().next(), oid, Stay.of(resource, hasher, clock.instant()));
            }
            case "Consent" -> consent(tx, tenant, subjects, oid, resource);
            default -> { }
        }
    }

    /// Must be told of each resource that is deleted, in its transaction.
    public void removed(Tx tx, int tenant, String type, long oid) {
        switch (type) {
            case "Encounter" -> tx.update("delete from presence where tenant = ? and source_oid = ?", tenant, oid);
            case "Consent" -> tx.update("delete from opposition where tenant = ? and source_oid = ?", tenant, oid);
            default -> { }
        }
    }

    /// What follows for a stay replaces what followed before. One that gave its last relationship long ago leaves no row.
    private void stay(Tx tx, int tenant, long subject, long oid, Optional<Stay> stay) {
        long over = clock.instant().minus(grace).toEpochMilli();
        if (stay.isEmpty() || stay.get().until() <= over) {
            tx.update("delete from presence where tenant = ? and source_oid = ?", tenant, oid);
            return;
        }
        tx.update("""
                with before as (delete from presence where tenant = ? and source_oid = ?)
                insert into presence (tenant, subject, unit, from_at, until_at, source_oid) values (?, ?, ?, ?, ?, ?)""",
                tenant, oid, tenant, subject, stay.get().unit(), stay.get().from(), stay.get().until(), oid);
    }

    /// An active privacy consent whose provision denies opposes sharing. One that names whom or what it is against is taken as
    /// against all: it must not be read as less than it says.
    private static void consent(Tx tx, int tenant, Set<Long> subjects, long oid, ObjectNode consent) {
        tx.update("delete from opposition where tenant = ? and source_oid = ?", tenant, oid);
        if (!consent.path("status").asString("").equals("active") || !denies(consent.path("provision"))) return;
        for (long subject : subjects) tx.update("insert into opposition (tenant, subject, source_oid) values (?, ?, ?)", tenant, subject, oid);
    }

    /// At any depth.
    private static boolean denies(JsonNode provision) {
        if (provision.path("type").asString("").equals("deny")) return true;
        for (JsonNode inner : provision.path("provision")) if (denies(inner)) return true;
        return false;
    }

    /// The relationships of an actor at a moment, and who of these patients opposes sharing.
    public Part<Facts> facts(Actor actor, Instant at) {
        long now = at.toEpochMilli();
        String sql = """
                select p.subject, w.number, p.from_at, p.until_at, p.source_oid,
                       exists (select from opposition o where o.tenant = p.tenant and o.subject = p.subject)
                from (%s) w join presence p on p.tenant = ? and p.unit = w.unit
                where p.until_at > ? and p.from_at <= ?
                order by p.from_at desc limit ?""".formatted(Accounts.postedUnits());
        return new Part<>(sql, Arrays.asList(actor.tenant(), actor.account(), now, now, actor.tenant(), now - grace.toMillis(), now, MOST), rows -> {
            List<Facts.Care> care = new ArrayList<>();
            Set<Long> opposed = new HashSet<>();
            while (rows.next()) {
                long subject = rows.getLong(1);
                long until = rows.getLong(4);
                care.add(new Facts.Care(subject, rows.getInt(2), Facts.Care.Source.PRESENCE, Instant.ofEpochMilli(rows.getLong(3)),
                        until == Long.MAX_VALUE ? OPEN : Instant.ofEpochMilli(until).plus(grace), "stay/" + rows.getLong(5)));
                if (rows.getBoolean(6)) opposed.add(subject);
            }
            return Facts.care(care).plus(Facts.opposed(opposed));
        });
    }
}
