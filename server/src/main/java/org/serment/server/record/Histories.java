package org.serment.server.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.time.Instant;
import org.serment.kernel.access.Action;
import org.serment.r4.Problem;
import org.serment.r4.Span;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Standing;
import org.serment.server.gate.Touched;
import org.serment.server.vault.Vault;

/// Versions newest first: of one resource, of a type, of everything (FHIR R4 http.html 3.1.0.13). A version is shown when its own
/// columns and those of the current row satisfy the plan of its type; a tombstone too, whose name comes from the version before.
public final class Histories {
    static final int USUAL = 50, MOST = 1_000;

    private final Vault vault;
    private final Database database;

    Histories(Vault vault, Database database) {
        this.vault = vault;
        this.database = database;
    }

    /// A version of `type/id`.
    ///
    /// @param found empty for a tombstone
    public record Version(String type, String id, Set<Long> subjects, int version, Instant updated, Optional<Found> found) {}

    /// What became of a history.
    public sealed interface Result {
        /// @param query   what was asked, also when it came out of a page link
        /// @param next    a sealed cursor for the next page
        /// @param permits of the types that the page holds, for the journal; the first is the one it came with
        record Page(String query, List<Version> versions, Optional<String> next, List<Permit> permits) implements Result {
            /// What the page releases, patient by patient.
            public List<Touched> touched() {
                var what = new TreeMap<Long, List<String>>();
                for (var v : versions)
                    for (long subject : v.subjects.isEmpty() ? Set.of(0L) : v.subjects) what.computeIfAbsent(subject, s -> new ArrayList<>()).add(v.type + '/' + v.id);
                return what.entrySet().stream().map(e -> new Touched(Action.HISTORY, e.getKey(), e.getValue().stream().distinct().toList())).toList();
            }
        }

        record Refused(Problem problem) implements Result {}
    }

    /// @param since versions from this number on
    /// @param at    versions that were current between these times: not yet replaced before the first number, made before the second
    private record Asked(String text, int count, long since, Optional<long[]> at) {}

    private record Key(long oid, long rid) {}

    private static Asked read(String query) {
        int count = USUAL;
        long since = 0;
        var at = Optional.<long[]>empty();
        for (var p : QueryString.pairs(query).orElseThrow(() -> new Misread("", "invalid", "the query is not well encoded"))) {
            switch (p.getKey()) {
                case "_count" -> count = count(p.getValue(), MOST);
                case "_since" -> since = from("_since", p.getValue());
                case "_at" -> {
                    var span = span("_at", p.getValue());
                    at = Optional.of(new long[] {Numbers.floor(span.lo().toEpochMilli() + 1), Numbers.floor(span.hi().toEpochMilli() + 1)});
                }
                case "_format", "_pretty" -> {}
                default -> throw new Misread(Misread.known(p.getKey()), "not-supported", "a history takes _count, _since and _at");
            }
        }
        return new Asked(query, count, since, at);
    }

    static int count(String value, int most) {
        if (!value.matches("[1-9][0-9]{0,8}")) throw new Misread("_count", "invalid", "not a number from 1");
        return Math.min(Integer.parseInt(value), most);
    }

    /// The least number of a version made at that time or later.
    static long from(String name, String value) {
        return Numbers.floor(span(name, value).lo().toEpochMilli());
    }

    private static Span span(String name, String value) {
        return Span.parse(value).orElseThrow(() -> new Misread(name, "invalid", "not a date or an instant with a time zone"));
    }

    /// @param permits of the types it is about, the one it came with first
    /// @param place   what it is a history of, for the page link
    Result page(List<Permit> permits, String place, String query, Optional<String> cursor) {
        var first = permits.getFirst();
        var link = "_history " + place;
        var from = cursor.flatMap(c -> vault.openLink(first.tenant(), first.actor().account(), link, c)).map(text -> text.split(" ", 3));
        if (cursor.isPresent() && from.isEmpty()) return new Result.Refused(new Problem("_cursor", "invalid", "this page link is not yours, or was changed: begin again"));
        try {
            var asked = read(from.map(f -> f[2]).orElse(query));
            var after = from.map(f -> new Key(Long.parseLong(f[1]), Long.parseLong(f[0]))).orElse(new Key(Long.MAX_VALUE, Long.MAX_VALUE));
            var keys = new ArrayList<Key>();
            for (var s : statements(permits, asked, after)) keys.addAll(database.read(s));
            keys.sort((a, b) -> a.rid != b.rid ? Long.compare(b.rid, a.rid) : Long.compare(b.oid, a.oid));
            var page = keys.subList(0, Math.min(asked.count, keys.size()));
            var next = keys.size() <= asked.count ? Optional.<String>empty()
                    : Optional.of(vault.sealLink(first.tenant(), first.actor().account(), link, page.getLast().rid + " " + page.getLast().oid + " " + asked.text));
            return opened(permits, asked, page, next);
        } catch (Misread m) {
            return new Result.Refused(m.problem);
        }
    }

    /// One statement for types under the same plan; of the addressed resource, one.
    private static List<Part<List<Key>>> statements(List<Permit> permits, Asked asked, Key after) {
        var first = permits.getFirst();
        if (first.standing().isPresent()) {
            var s = new StringBuilder("select v.oid, v.rid from version v join current c on c.tenant = v.tenant and c.type = v.type and c.oid = v.oid where v.tenant = ? and v.oid = ?");
            var binds = new ArrayList<Object>(List.of(first.tenant(), first.standing().get().oid()));
            visible(s, binds, new Plans.Group(new int[0], first.scope()), asked, after);
            s.append(" order by v.rid desc limit ?");
            binds.add(asked.count + 1);
            return List.of(keys(s, binds));
        }
        return new Plans(permits).groups().stream().map(g -> walk(first.tenant(), g, asked, after)).toList();
    }

    /// Walks each type, and each patient where the plan names them, for no more than the page needs.
    private static Part<List<Key>> walk(int tenant, Plans.Group group, Asked asked, Key after) {
        var patients = Driving.patients(group.plan());
        var s = new StringBuilder("select x.oid, x.rid from unnest(?::int[]) t(v)");
        var binds = new ArrayList<Object>(List.of(group.types()));
        patients.ifPresent(p -> {
            s.append(" cross join unnest(?::bigint[]) s(v)");
            binds.add(p);
        });
        s.append(" cross join lateral (select v.oid, v.rid from version v join current c on c.tenant = v.tenant and c.type = v.type and c.oid = v.oid where v.tenant = ? and v.type = t.v");
        binds.add(tenant);
        if (patients.isPresent()) s.append(" and v.subject = s.v");
        visible(s, binds, group, asked, after);
        s.append(" order by v.rid desc, v.oid desc limit ?) x order by x.rid desc, x.oid desc limit ?");
        binds.addAll(List.of(asked.count + 1, asked.count + 1));
        return keys(s, binds);
    }

    private static void visible(StringBuilder s, List<Object> binds, Plans.Group group, Asked asked, Key after) {
        s.append(" and (v.rid, v.oid) < (?::bigint, ?::bigint) and v.rid >= ?");
        binds.addAll(List.of(after.rid, after.oid, asked.since));
        asked.at.ifPresent(at -> {
            s.append(" and v.rid < ? and not exists (select 1 from version n where n.tenant = v.tenant and n.oid = v.oid and n.rid > v.rid and n.rid < ? offset 0)");
            binds.addAll(List.of(at[1], at[0]));
        });
        for (var alias : List.of("v", "c")) {
            s.append(" and ");
            Plans.plan(s, binds, alias, group.plan());
        }
    }

    private static Part<List<Key>> keys(StringBuilder s, List<Object> binds) {
        return Part.list(s.toString(), r -> new Key(r.getLong(1), r.getLong(2)), binds.toArray());
    }

    private Result opened(List<Permit> permits, Asked asked, List<Key> page, Optional<String> next) {
        int tenant = permits.getFirst().tenant();
        var byType = new HashMap<String, Permit>();
        permits.forEach(p -> byType.put(p.type(), p));
        long[] oids = page.stream().mapToLong(Key::oid).toArray(), rids = page.stream().mapToLong(Key::rid).toArray();
        var rows = new HashMap<Key, Reading.Row>();
        for (var row : database.read(Reading.many(tenant, oids, rids))) rows.put(new Key(row.at().oid(), row.at().rid()), row);
        var buried = rows.values().stream().map(Reading.Row::at).filter(Standing::deleted).toList();
        var names = names(tenant, buried, byType);
        var versions = new ArrayList<Version>();
        var used = new LinkedHashMap<String, Permit>();
        used.put(permits.getFirst().type(), permits.getFirst());
        for (var key : page) {
            var row = rows.get(key);
            var at = row.at();
            var permit = byType.get(at.type());
            var found = at.deleted() ? Optional.<Found>empty() : row.found(vault, permit);
            // granular scopes accept no tombstone: it has no content
            var id = at.deleted() ? Optional.ofNullable(names.get(at.oid())).filter(n -> !Granular.of(permit).narrows()) : found.map(Found::id);
            id.ifPresent(n -> versions.add(new Version(at.type(), n, at.target().subjects(), at.version(), row.updated(), found)));
            used.putIfAbsent(at.type(), permit);
        }
        return new Result.Page(asked.text, versions, next, List.copyOf(used.values()));
    }

    /// The ids of deleted resources: a tombstone has no body, the version before has.
    private Map<Long, String> names(int tenant, Collection<Standing> buried, Map<String, Permit> byType) {
        var names = new HashMap<Long, String>();
        if (buried.isEmpty()) return names;
        var before = Reading.before(tenant, buried.stream().mapToLong(Standing::oid).toArray(), buried.stream().mapToLong(Standing::rid).toArray());
        for (var row : database.read(before)) {
            var permit = byType.get(row.at().type());
            if (permit.scope().accepts(row.at().target())) names.put(row.at().oid(), Reading.id(row.open(vault, permit, permit.action()).contents()));
        }
        return names;
    }
}
