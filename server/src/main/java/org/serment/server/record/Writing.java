package org.serment.server.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Target;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Owner;
import org.serment.r4.Parsed;
import org.serment.r4.Problem;
import org.serment.r4.TooManyValues;
import org.serment.r4.Types;
import org.serment.r4.Values;
import org.serment.server.db.Answers;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Standing;
import org.serment.server.gate.Touched;
import org.serment.server.vault.Place;
import org.serment.server.vault.RecordKey;
import org.serment.server.vault.Vault;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One transaction that writes: once names and references are resolved ([Resolving]), it finds where resources stand and
/// whose they are, asks the gate for each, seals, indexes and sends. Made for one request and thrown away.
///
/// Order of work (each step needs the one before): conditions, names, standings, patches, references, owners, keys, decisions, rows.
final class Writing {
    /// What a condition found was changed before it could be held: seen from a new transaction it is an ordinary case.
    static final class Again extends RuntimeException {
        Again() {
            super("again", null, false, false);
        }
    }

    private final Tx tx;
    private final Hearing hearing;
    private final Vault vault;
    private final Numbers numbers;
    private final Surrogates surrogates;
    private final Observer observer;
    private final int tenant;
    private final Hasher hasher;
    private final Rows rows;
    private final Resolving resolving;
    private final List<Item> items;
    private final Map<Long, RecordKey> keys = new HashMap<>();
    private final List<RecordKey> created = new ArrayList<>();
    private Map<UUID, Standing> referenced = Map.of();
    /// Keys that came along with what stands there, by owner.
    private final Map<Long, byte[]> wrapped = new HashMap<>();
    private long clock;

    Writing(Tx tx, Hearing hearing, Vault vault, Numbers numbers, Searching searching, Observer observer, List<Change> changes) {
        this.tx = tx;
        this.hearing = hearing;
        this.vault = vault;
        this.numbers = numbers;
        this.observer = observer;
        this.tenant = hearing.actor().tenant();
        this.hasher = vault.index(tenant).hasher();
        this.surrogates = new Surrogates(tx, tenant, hasher);
        this.rows = new Rows(tenant, Record.GENERATION);
        this.resolving = new Resolving(tx, hearing, searching, hasher, changes);
        this.items = resolving.items();
    }

    /// Does all of it but the commit.
    List<Change.Done> run() {
        stand();
        for (var item : items) if (!item.kept && !item.removes()) own(item);
        keys();
        for (var item : items) if (!item.kept) write(item);
        vault.keep(tx, created);
        rows.send(tx);
        resolving.conditions().once(items);
        keys.values().forEach(RecordKey::close);
        return items.stream().map(i -> i.done.orElseThrow()).toList();
    }

    /// What the request touched, patient by patient.
    List<Touched> touched() {
        return resolving.touched();
    }

    /// Where the changed and the referenced resources stand; the changed ones are held until the end.
    private void stand() {
        var changed = new HashMap<UUID, Integer>();
        for (var item : items) if (!(item.change instanceof Change.Create) && !item.kept) changed.put(item.hash, Types.number(item.type));
        var held = Standings.keyed(tenant, changed, true);
        var now = Part.first("select (extract(epoch from clock_timestamp()) * 1000)::bigint", r -> r.getLong(1));
        if (items.stream().anyMatch(i -> i.change instanceof Change.Patch)) {
            // what a patch refers to is known once it was applied to what is held
            hold(tx.read(now, held), now, held);
            for (var item : items) if (item.change instanceof Change.Patch p) patch(item, p);
            resolving.references();
            refers(tx.query(Standings.keyed(tenant, local(), false)));
        } else {
            resolving.references();
            var seen = Standings.keyed(tenant, local(), false);
            // nothing is held by what only creates
            var answers = changed.isEmpty() ? tx.read(now, seen) : tx.read(now, held, seen);
            if (changed.isEmpty()) clock = answers.of(now).orElseThrow();
            else hold(answers, now, held);
            refers(answers.of(seen));
        }
        resolving.leads().forEach((hash, lead) -> {
            var standing = referenced.get(hash);
            boolean visible = standing != null && !standing.deleted() && hearing.covers(Action.READ, standing.type(), standing.target()) && granted(Action.READ, standing);
            if (standing != null && !visible) hearing.note(Action.READ, standing.type(), standing.target(), lead.type());
            if (!visible || lead.version() > standing.version())
                throw new Refusal(Change.Cause.UNPROCESSABLE, lead.place(), "not-found", "a reference leads to no " + lead.type() + " that you may see");
        });
        for (var item : items) if (!item.kept) item.oid = item.before.map(Standing::oid).orElseGet(() -> numbers.oid(tx));
    }

    private Map<UUID, Integer> local() {
        var local = new HashMap<UUID, Integer>();
        resolving.leads().forEach((hash, lead) -> local.put(hash, Types.number(lead.type())));
        return local;
    }

    private void refers(Standings.Keyed to) {
        referenced = to.standings();
        wrapped.putAll(to.keys());
    }

    private void hold(Answers answers, Part<Optional<Long>> now, Part<Standings.Keyed> held) {
        clock = answers.of(now).orElseThrow();
        wrapped.putAll(answers.of(held).keys());
        for (var item : items) item.before = Optional.ofNullable(answers.of(held).standings().get(item.hash));
        for (var item : items) if (!resolving.conditions().still(item)) throw new Again();
    }

    /// Applies a patch to the resource as it stands. What the caller may not read, no patch may test.
    private void patch(Item item, Change.Patch p) {
        if (item.before.isEmpty()) throw new Refusal(Change.Cause.NOT_FOUND, p.place(), "not-found", "no such resource for you");
        var before = item.before.get();
        may(Action.READ, item, before);
        may(Action.UPDATE, item, before);
        if (before.deleted()) throw new Refusal(Change.Cause.NOT_FOUND, p.place(), "not-found", "no such resource for you");
        match(p.ifMatch(), item, before);
        item.resource = switch (p.edit().of(Found.tree(opened(item, before)))) {
            case Change.Edited.Not n -> throw new Refusal(Change.Cause.UNPROCESSABLE, List.of(at(p, n.problem())));
            case Change.Edited.Ok ok -> switch (Json.parse(Json.write(ok.resource()), Limits.DEFAULT)) {
                case Parsed.Rejected r -> throw new Refusal(Change.Cause.UNPROCESSABLE, r.problems().stream().map(problem -> at(p, problem)).toList());
                case Parsed.Ok same when same.resource().path("resourceType").asString("").equals(item.type) && same.resource().path("id").asString("").equals(item.id) -> same.resource();
                case Parsed.Ok _ -> throw new Refusal(Change.Cause.UNPROCESSABLE, item.place(), "business-rule", "a patch changes neither type nor id");
            };
        };
    }

    /// In a bundle the place is that of the entry.
    private static Problem at(Change change, Problem problem) {
        return change.place().isEmpty() ? problem : new Problem(change.place(), problem.code(), problem.message());
    }

    /// Whether granular scopes accept what stands there now, deleted or not to be opened included: then they accept nothing.
    private boolean granted(Action action, Standing at) {
        var permit = hearing.permit(action, at.type());
        if (permit.within().isEmpty()) return true;
        return !at.deleted() && tx.query(Reading.sealed(at)).flatMap(row -> row.found(vault, permit)).isPresent();
    }

    /// Whether they accept what shall be written.
    private boolean granted(Action action, Item item) {
        return Granular.of(hearing.permit(action, item.type)).accepts(item.resource);
    }

    /// Whose a resource is.
    private void own(Item item) {
        item.subjects = switch (Owner.of(item.resource)) {
            case Owner.Self _ -> Set.of(item.oid);
            case Owner.Establishment _ -> Set.of();
            case Owner.Refused r -> throw new Refusal(Change.Cause.UNPROCESSABLE, item.change.place(), "not-supported", "resources of this type are not kept here");
            case Owner.Patients p -> {
                var subjects = new HashSet<Long>();
                for (var reference : p.references()) subjects.add(subject(reference).orElseThrow(() ->
                        new Refusal(Change.Cause.UNPROCESSABLE, item.change.place(), "not-found", "a reference to a patient leads to none")));
                yield subjects;
            }
        };
    }

    private Optional<Long> subject(String reference) {
        if (!(Refs.of(reference) instanceof Refs.Local l)) return Optional.empty();
        var here = resolving.here(l.reference());
        if (here.isPresent()) return here.map(i -> i.oid);
        return Optional.ofNullable(referenced.get(hasher.reference(l.reference()))).map(Standing::oid);
    }

    /// The keys that seal what follows: a new one for each new owner, those that came along, the others in one round trip.
    private void keys() {
        var stored = new ArrayList<Part<?>>();
        var owners = new HashSet<Long>();
        for (var item : items) {
            if (item.kept || item.removes() || !owners.add(owner(item))) continue;
            boolean fresh = owner(item) == item.oid && item.before.isEmpty();
            if (fresh) make(owner(item));
            else if (wrapped.containsKey(owner(item))) keys.put(owner(item), vault.unwrap(tenant, owner(item), wrapped.get(owner(item))));
            else stored.add(vault.stored(tenant, owner(item)));
        }
        if (stored.isEmpty()) return;
        var answers = tx.read(stored.toArray(Part[]::new));
        for (var part : stored) ((Optional<?>) answers.of(part)).map(RecordKey.class::cast).ifPresent(k -> keys.put(k.owner(), k));
        // the establishment's own key is made by its first resource without a patient; of two at once, the second tries again
        if (owners.contains(0L) && !keys.containsKey(0L)) make(0);
    }

    private void make(long owner) {
        var key = vault.create(tenant, owner);
        keys.put(owner, key);
        created.add(key);
    }

    private static long owner(Item item) {
        return item.subjects.isEmpty() ? 0 : item.subjects.size() == 1 ? item.subjects.iterator().next() : item.oid;
    }

    private static long subjectColumn(Set<Long> subjects) {
        return subjects.isEmpty() ? Standings.NOBODY : subjects.size() == 1 ? subjects.iterator().next() : Standings.SEVERAL;
    }

    private void write(Item item) {
        if (item.change instanceof Change.Delete d) delete(item, d);
        else store(item);
    }

    private void store(Item item) {
        int label = surrogates.labels(item.resource);
        int unit = surrogates.unit(item.resource);
        long author = hearing.actor().account();
        var target = new Target(tenant, item.subjects, label, unit, author);
        item.before.ifPresentOrElse(before -> mayReplace(item, before, target), () -> mayCreate(item, target));
        observer.admit(tx, hearing.actor(), item.type, item.id, item.oid, item.resource).ifPresent(p -> {
            throw new Refusal(Change.Cause.UNPROCESSABLE, item.change.place().isEmpty() ? p.path() : item.change.place() + ".resource", p.code(), p.message());
        });
        int version = item.before.map(b -> b.version() + 1).orElse(1);
        long rid = numbers.rid(tx, clock, item.before.map(Standing::rid).orElse(0L));
        var body = Json.write(stamp(item, version, rid));
        long subject = subjectColumn(item.subjects);
        var key = keys.get(owner(item));
        if (key == null) throw new Refusal(Change.Cause.UNPROCESSABLE, item.change.place(), "suppressed", "the key of this record was destroyed");
        int type = Types.number(item.type);
        var place = new Place(tenant, type, item.hash, version, subject, label, unit, author, key.owner());
        var sealed = vault.seal(key, place, body);
        var postings = postings(item);
        var row = new Rows.Version(tenant, type, item.hash, item.oid, rid, version, subject, key.owner(), author, label, unit,
                postings.present(), false, sealed, item.subjects);
        if (item.before.isEmpty()) rows.create(row, postings);
        else rows.replace(row, item.before.get().deleted() ? Postings.NONE : old(item, item.before.get()), postings);
        observer.written(tx, tenant, item.type, item.subjects, item.oid, item.resource, hasher, hearing.recordsMovements());
        item.done = Optional.of(new Change.Done(item.type, item.id, version, Instant.ofEpochMilli(Numbers.millis(rid)),
                item.before.isEmpty() || item.before.get().deleted() ? Change.Kind.CREATED : Change.Kind.UPDATED, body));
    }

    private Postings postings(Item item) {
        try {
            return Postings.of(Values.of(item.resource), hasher);
        } catch (TooManyValues e) {
            throw new Refusal(Change.Cause.UNPROCESSABLE, item.change.place(), "too-costly", "the resource has more search values than are indexed");
        }
    }

    private void mayCreate(Item item, Target target) {
        boolean own = item.change instanceof Change.Create || item.fresh || hearing.actor().machine() && hearing.plan(Action.CREATE, item.type) instanceof Plan.All;
        if (!own) throw new Refusal(Change.Cause.NOT_FOUND, item.change.place(), "not-found", "no such resource for you");
        if (item.ifMatch().isPresent())
            throw new Refusal(Change.Cause.PRECONDITION, item.change.place(), "conflict", "If-Match names a version of a resource that does not exist");
        if (!hearing.covers(Action.CREATE, item.type, target) || !granted(Action.CREATE, item)) {
            hearing.note(Action.CREATE, item.type, target, item.type);
            throw new Refusal(Change.Cause.FORBIDDEN, item.change.place(), "forbidden", "you may not create this resource: no care relationship, role, purpose or scope allows it");
        }
    }

    private void mayReplace(Item item, Standing before, Target target) {
        may(Action.UPDATE, item, before);
        // what was deleted comes back by those who could have deleted it
        if (before.deleted()) may(Action.DELETE, item, before);
        match(item.ifMatch(), item, before);
        if (!before.target().subjects().equals(target.subjects()))
            throw new Refusal(Change.Cause.UNPROCESSABLE, item.change.place(), "business-rule", "a resource can't move to another patient");
        if (!hearing.covers(Action.UPDATE, item.type, target) || !granted(Action.UPDATE, item))
            throw new Refusal(Change.Cause.FORBIDDEN, item.change.place(), "forbidden", "you may not give the resource these labels, this unit or this content");
    }

    private void may(Action action, Item item, Standing before) {
        if (hearing.covers(action, item.type, before.target()) && granted(action, before)) return;
        hearing.note(action, item.type, before.target(), item.reference());
        throw new Refusal(Change.Cause.NOT_FOUND, item.change.place(), "not-found", "no such resource for you");
    }

    private static void match(Optional<Integer> ifMatch, Item item, Standing before) {
        if (ifMatch.isPresent() && ifMatch.get() != before.version())
            throw new Refusal(Change.Cause.PRECONDITION, item.change.place(), "conflict", "the resource changed since the version in If-Match");
    }

    private void delete(Item item, Change.Delete d) {
        if (item.before.isEmpty()) throw new Refusal(Change.Cause.NOT_FOUND, d.place(), "not-found", "no such resource for you");
        var before = item.before.get();
        may(Action.DELETE, item, before);
        match(d.ifMatch(), item, before);
        item.subjects = before.target().subjects();
        if (before.deleted()) {
            item.done = Optional.of(new Change.Done(item.type, item.id, before.version(), Instant.ofEpochMilli(Numbers.millis(before.rid())), Change.Kind.DELETED, new byte[0]));
            return;
        }
        long rid = numbers.rid(tx, clock, before.rid());
        var t = before.target();
        rows.replace(new Rows.Version(tenant, Types.number(item.type), item.hash, item.oid, rid, before.version() + 1, before.subject(), before.owner(),
                hearing.actor().account(), t.labels(), t.unit(), 0, true, new byte[0], item.subjects), old(item, before), Postings.NONE);
        observer.removed(tx, tenant, item.type, item.oid);
        item.done = Optional.of(new Change.Done(item.type, item.id, before.version() + 1, Instant.ofEpochMilli(Numbers.millis(rid)), Change.Kind.DELETED, new byte[0]));
    }

    /// The index rows of the version that is replaced, from its opened body.
    private Postings old(Item item, Standing before) {
        return Postings.of(Values.of(Found.tree(opened(item, before))), hasher);
    }

    private byte[] opened(Item item, Standing before) {
        var action = item.removes() ? Action.DELETE : Action.UPDATE;
        if (item.opened.isEmpty()) item.opened = Optional.of(tx.query(Reading.sealed(before)).orElseThrow().open(vault, hearing.permit(action, item.type), action).contents());
        return item.opened.get();
    }

    /// The resource as it is stored: type, id and meta first, its version and time of the server.
    private static ObjectNode stamp(Item item, int version, long rid) {
        var stamped = JsonNodeFactory.instance.objectNode();
        stamped.put("resourceType", item.type);
        stamped.put("id", item.id);
        var meta = stamped.putObject("meta");
        meta.put("versionId", Integer.toString(version));
        meta.put("lastUpdated", Record.instant(rid));
        if (item.resource.get("meta") instanceof ObjectNode came)
            came.properties().forEach(e -> {
                if (!meta.has(e.getKey()) && !e.getKey().equals("_versionId") && !e.getKey().equals("_lastUpdated")) meta.set(e.getKey(), e.getValue());
            });
        item.resource.properties().forEach(e -> {
            if (!stamped.has(e.getKey()) && !e.getKey().equals("_id")) stamped.set(e.getKey(), e.getValue());
        });
        return stamped;
    }
}
