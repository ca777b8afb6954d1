package org.serment.server.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.serment.kernel.access.Action;
import org.serment.r4.Params;
import org.serment.r4.Problem;
import org.serment.r4.Types;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;
import org.serment.server.vault.Vault;

/// A patient's whole record, page by page (FHIR R4 patient-operation-everything.html): the Patient, what belongs to the patient by
/// type and number, what belongs to several patients, and last what all that refers to and belongs to nobody. Each
/// once, each type under its own plan; what is hidden leads to nothing.
final class Everything {
    /// A page. Most records fit in one, and a page is bounded.
    static final int USUAL = 1_000, MOST = 1_000;
    private static final List<String> SHARED = List.of("Practitioner", "PractitionerRole", "Organization", "Location", "Medication");
    /// What says when care took place, the first that a type has.
    private static final List<String> CARE = List.of("date", "period", "performed", "occurrence", "onset-date", "effective-time", "effective", "started",
            "whenhandedover", "authoredon", "authored", "collected", "sent", "recorded", "created", "issued");
    private static final int[] DATES = dates();

    private final Vault vault;
    private final Database database;

    Everything(Vault vault, Database database) {
        this.vault = vault;
        this.database = database;
    }

    /// @param since versions from this number on
    /// @param types those wanted; empty for all
    record Asked(String text, long since, Set<String> types, int count, Optional<long[]> care) {
        boolean wants(String type) {
            return types.isEmpty() || types.contains(type);
        }
    }

    /// The last resource of the page before.
    ///
    /// @param stage 0 the patient, 1 what is the patient's, 2 of several patients, 3 shared
    private record Place(int stage, int type, long oid) {}

    private record Hit(Place place, long rid) {}

    private static int[] dates() {
        var params = new int[Types.names().stream().mapToInt(Types::number).max().orElse(0) + 2];
        for (var type : Types.names())
            CARE.stream().flatMap(code -> Params.find(type, code).stream()).filter(p -> p.kind() == org.serment.r4.Param.Kind.DATE).findFirst()
                    .ifPresent(p -> params[Types.number(type)] = p.id());
        return params;
    }

    static Asked read(String query) {
        long since = 0;
        var types = new TreeSet<String>();
        int count = USUAL;
        long start = Long.MIN_VALUE, end = Long.MAX_VALUE;
        for (var p : QueryString.pairs(query).orElseThrow(() -> new Misread("", "invalid", "the query is not well encoded"))) {
            var value = p.getValue();
            switch (p.getKey()) {
                case "_since" -> since = Histories.from(p.getKey(), value);
                case "_type" -> {
                    for (var type : value.split(",")) {
                        if (!Types.known(type)) throw new Misread("_type", "invalid", "not a FHIR R4 resource type");
                        types.add(type);
                    }
                }
                case "_count" -> count = Histories.count(value, MOST);
                case "start" -> start = DateReader.interval("start", value).lo();
                case "end" -> end = DateReader.interval("end", value).hi();
                case "_format", "_pretty" -> {}
                default -> throw new Misread(Misread.known(p.getKey()), "not-supported", "not a parameter of this operation");
            }
        }
        boolean all = start == Long.MIN_VALUE && end == Long.MAX_VALUE;
        return new Asked(query, since, types, count, all ? Optional.empty() : Optional.of(new long[] {start, end}));
    }

    Record.Search page(Permit permit, String query, Optional<String> cursor) {
        long subject = permit.standing().orElseThrow().oid();
        var place = "$everything " + subject;
        var from = cursor.flatMap(link -> vault.openLink(permit.tenant(), permit.actor().account(), place, link)).map(text -> text.split(" ", 4));
        if (cursor.isPresent() && from.isEmpty()) return new Record.Search.Refused(new Problem("_cursor", "invalid", "this page link is not yours, or was changed: begin again"));
        try {
            var asked = read(from.map(f -> f[3]).orElse(query));
            var after = from.map(f -> new Place(Integer.parseInt(f[0]), Integer.parseInt(f[1]), Long.parseLong(f[2])));
            var permits = permits(permit);
            var hits = hits(permits, permit, asked, after.orElse(new Place(0, -1, -1)));
            var page = hits.subList(0, Math.min(asked.count, hits.size()));
            var next = hits.size() <= asked.count ? Optional.<String>empty() : Optional.of(page.getLast().place)
                    .map(last -> vault.sealLink(permit.tenant(), permit.actor().account(), place, last.stage + " " + last.type + " " + last.oid + " " + asked.text));
            return opened(permit, permits, asked, page, next, subject);
        } catch (Misread m) {
            return new Record.Search.Refused(m.problem);
        }
    }

    private static Map<String, Permit> permits(Permit first) {
        var permits = new TreeMap<String, Permit>();
        for (var type : Types.names()) (type.equals(first.type()) ? Optional.of(first) : first.also(Action.SEARCH, type)).ifPresent(p -> permits.put(type, p));
        return permits;
    }

    private List<Hit> hits(Map<String, Permit> permits, Permit permit, Asked asked, Place after) {
        var all = new ArrayList<Hit>();
        var at = permit.standing().orElseThrow();
        int limit = asked.count + 1;
        if (after.stage == 0 && after.oid < 0 && asked.wants("Patient") && at.rid() >= asked.since) all.add(new Hit(new Place(0, 0, at.oid()), at.rid()));
        var theirs = permits.values().stream().filter(p -> !p.type().equals("Patient")).toList();
        var wanted = theirs.stream().filter(p -> asked.wants(p.type()) && !SHARED.contains(p.type())).toList();
        if (!wanted.isEmpty() && after.stage <= 1) all.addAll(database.read(own(at.oid(), permit.tenant(), wanted, asked, after.stage == 1 ? after : new Place(1, -1, -1), limit)));
        if (!wanted.isEmpty() && after.stage <= 2 && all.size() < limit) all.addAll(database.read(several(at.oid(), permit.tenant(), wanted, asked, after.stage == 2 ? after.oid : -1, limit)));
        var shared = permits.values().stream().filter(p -> asked.wants(p.type()) && SHARED.contains(p.type())).toList();
        if (!shared.isEmpty() && all.size() < limit) all.addAll(database.read(shared(at.oid(), permit.tenant(), theirs, shared, asked, after.stage == 3 ? after.oid : -1, limit)));
        return all.subList(0, Math.min(limit, all.size()));
    }

    private static Part<List<Hit>> part(StringBuilder sql, List<Object> binds, int stage) {
        return Part.list(sql.toString(), r -> new Hit(new Place(stage, r.getInt(1), r.getLong(2)), r.getLong(3)), binds.toArray());
    }

    private static Part<List<Hit>> own(long subject, int tenant, Collection<Permit> permits, Asked asked, Place after, int limit) {
        var sql = new StringBuilder("select c.type, c.oid, c.rid from current c where c.tenant = ? and c.subject = ? and (c.type, c.oid) > (?::smallint, ?::bigint) and not c.deleted");
        var binds = new ArrayList<Object>(List.of(tenant, subject, after.type, after.oid));
        narrow(sql, binds, permits, asked, true);
        sql.append(" order by c.type, c.oid limit ?");
        binds.add(limit);
        return part(sql, binds, 1);
    }

    // where a resource of several patients stands: its type, then its current row
    private static final String SEVERAL = " from compartment m cross join lateral (select v.type from version v where v.tenant = m.tenant and v.oid = m.oid order by v.rid desc limit 1) t"
            + " join current c on c.tenant = m.tenant and c.type = t.type and c.oid = m.oid";

    private static Part<List<Hit>> several(long subject, int tenant, Collection<Permit> permits, Asked asked, long after, int limit) {
        var sql = new StringBuilder("select c.type, c.oid, c.rid").append(SEVERAL).append(" where m.tenant = ? and m.subject = ? and m.oid > ? and not c.deleted");
        var binds = new ArrayList<Object>(List.of(tenant, subject, after));
        narrow(sql, binds, permits, asked, true);
        sql.append(" order by m.oid limit ?");
        binds.add(limit);
        return part(sql, binds, 2);
    }

    private static Part<List<Hit>> shared(long subject, int tenant, Collection<Permit> permits, Collection<Permit> shared, Asked asked, long after, int limit) {
        var sql = new StringBuilder("select c.type, c.oid, c.rid from (select distinct h.hash from (");
        var binds = new ArrayList<Object>();
        var plans = new Plans(permits);
        sql.append("select r.hash from current c join reference r on r.tenant = c.tenant and r.oid = c.oid where c.tenant = ? and c.subject = ? and not c.deleted");
        binds.addAll(List.of(tenant, subject));
        plans.add(sql, binds, "c");
        sql.append(" union all select r.hash").append(SEVERAL).append(" join reference r on r.tenant = c.tenant and r.oid = c.oid where m.tenant = ? and m.subject = ? and not c.deleted");
        binds.addAll(List.of(tenant, subject));
        plans.add(sql, binds, "c");
        sql.append(") h) h join current c on c.tenant = ? and c.type = any(?) and c.self_hash = h.hash where c.oid > ? and not c.deleted");
        binds.addAll(List.of(tenant, shared.stream().mapToInt(p -> Types.number(p.type())).toArray(), after));
        narrow(sql, binds, shared, asked, false);
        sql.append(" order by c.oid limit ?");
        binds.add(limit);
        return part(sql, binds, 3);
    }

    /// The plan of each type, and what was asked for. What has no date of care is not left out for it.
    private static void narrow(StringBuilder sql, List<Object> binds, Collection<Permit> permits, Asked asked, boolean care) {
        new Plans(permits).add(sql, binds, "c");
        sql.append(" and c.rid >= ?");
        binds.add(asked.since);
        if (!care || asked.care.isEmpty()) return;
        var dated = "(select 1 from moment d where d.tenant = c.tenant and d.param = (?::int[])[c.type + 1] and d.oid = c.oid";
        sql.append(" and (not exists ").append(dated).append(" offset 0) or exists ").append(dated).append(" and d.hi >= ? and d.lo <= ? offset 0))");
        binds.addAll(List.of(DATES, DATES, asked.care.get()[0], asked.care.get()[1]));
    }

    private Record.Search.Page opened(Permit permit, Map<String, Permit> permits, Asked asked, List<Hit> page, Optional<String> next, long subject) {
        var rows = new HashMap<Long, Reading.Row>();
        for (var row : database.read(Reading.many(permit.tenant(), page.stream().mapToLong(h -> h.place.oid).toArray(), page.stream().mapToLong(Hit::rid).toArray()))) rows.put(row.at().oid(), row);
        var found = new ArrayList<Found>();
        var shared = new ArrayList<Found>();
        var used = new TreeSet<String>();
        for (var h : page) {
            var row = rows.get(h.place.oid);
            var its = permits.get(row.at().type());
            used.add(row.at().type());
            row.found(vault, its).ifPresent(h.place.stage == 3 ? shared::add : found::add);
        }
        var met = new ArrayList<>(List.of(permit));
        used.stream().filter(t -> !t.equals(permit.type())).forEach(t -> met.add(permits.get(t)));
        return new Record.Search.Page(asked.text, found, shared, Optional.empty(), Set.of(subject), next, List.of(), met);
    }
}
