package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Plan;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.References;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Touched;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The names of a request: which resource each change is about, what each reference means, within what the caller may see.
/// Belongs to one [Writing].
final class Resolving {
    /// A resource outside the request that a reference leads to.
    ///
    /// @param place where the first such reference stands
    record Lead(String type, String place) {}

    /// How many different conditions can be worked on at once, an establishment.
    private static final long LOCKS = 64;

    private final Tx tx;
    private final Hearing hearing;
    private final Searching searching;
    private final Hasher hasher;
    private final List<Item> items = new ArrayList<>();
    /// `urn:uuid:…` and `Type?query` to `Type/id`.
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Item> byReference = new HashMap<>();
    private final Map<UUID, Lead> leads = new LinkedHashMap<>();

    Resolving(Tx tx, Hearing hearing, Searching searching, Hasher hasher, List<Change> changes) {
        this.tx = tx;
        this.hearing = hearing;
        this.searching = searching;
        this.hasher = hasher;
        changes.forEach(this::name);
        alone();
        for (var item : items) once(item);
        references();
    }

    List<Item> items() {
        return items;
    }

    /// By hash of `Type/id`.
    Map<UUID, Lead> leads() {
        return leads;
    }

    /// The item that makes or changes `Type/id`, if one does.
    Optional<Item> here(String reference) {
        return Optional.ofNullable(byReference.get(reference));
    }

    /// What the request did, patient by patient and action by action.
    List<Touched> touched() {
        var what = new LinkedHashMap<Done, List<String>>();
        for (var item : items) {
            if (item.kept) continue;
            var action = switch (item.done.orElseThrow().kind()) {
                case CREATED -> Action.CREATE;
                case UPDATED -> Action.UPDATE;
                case DELETED -> Action.DELETE;
                case KEPT -> Action.SEARCH;
            };
            for (long subject : item.subjects.isEmpty() ? Set.of(0L) : item.subjects)
                what.computeIfAbsent(new Done(action, subject), d -> new ArrayList<>()).add(item.reference());
        }
        return what.entrySet().stream().map(e -> new Touched(e.getKey().action, e.getKey().subject, e.getValue())).toList();
    }

    private record Done(Action action, long subject) {}

    private void name(Change change) {
        var item = switch (change) {
            case Change.Create c -> item(c, c.resource().get("resourceType").stringValue(), c.resource(), UUID.randomUUID().toString());
            case Change.Update u -> item(u, u.type(), u.resource(), u.id());
            case Change.Delete d -> item(d, d.type(), JsonNodeFactory.instance.objectNode(), d.id());
        };
        if (item.type.equals("AuditEvent"))
            throw new Refusal(Change.Cause.UNPROCESSABLE, change.place(), "business-rule", "the journal alone writes AuditEvents");
        items.add(item);
        switch (change) {
            case Change.Create c -> c.fullUrl().ifPresent(url -> call(url, item));
            case Change.Update u -> u.fullUrl().ifPresent(url -> call(url, item));
            case Change.Delete _ -> { }
        }
        if (byReference.put(item.reference(), item) != null)
            throw new Refusal(Change.Cause.INVALID, change.place(), "duplicate", "the same resource is changed twice in one request");
    }

    private void call(String fullUrl, Item item) {
        if (fullUrl.startsWith("urn:") && names.put(fullUrl, item.reference()) != null)
            throw new Refusal(Change.Cause.INVALID, item.change.place() + ".fullUrl", "duplicate", "two entries have the same fullUrl");
    }

    private Item item(Change change, String type, ObjectNode resource, String id) {
        return new Item(change, type, resource, id, hasher.reference(type + '/' + id));
    }

    /// Takes the locks of all conditional creates before anything is looked up or held: a few dozen shared ones at most, in
    /// one order, so that two transactions can't wait for each other nor fill the table of locks.
    private void alone() {
        var locks = new TreeSet<Long>();
        var queries = new HashSet<String>();
        for (var item : items) {
            if (!(item.change instanceof Change.Create c) || c.ifNoneExist().isEmpty()) continue;
            if (hearing.plan(Action.CREATE, item.type) instanceof Plan.None)
                throw new Refusal(Change.Cause.FORBIDDEN, c.place(), "forbidden", "you may not create resources of this type");
            if (!queries.add(item.type + '?' + c.ifNoneExist().get()))
                throw new Refusal(Change.Cause.INVALID, c.place() + ".request.ifNoneExist", "duplicate", "two entries create under the same condition");
            locks.add(Math.floorMod(hasher.token(0, item.type + '?' + c.ifNoneExist().get()), LOCKS));
        }
        if (!locks.isEmpty()) tx.query(Part.list("select pg_advisory_xact_lock(?, v::int) from unnest(?::bigint[]) v", _ -> true,
                hearing.actor().tenant(), locks.stream().mapToLong(Long::longValue).toArray()));
    }

    /// A conditional create: nothing is made when the search finds one.
    private void once(Item item) {
        if (!(item.change instanceof Change.Create c) || c.ifNoneExist().isEmpty()) return;
        var query = c.ifNoneExist().get();
        var found = find(item.type, query, c.place() + ".request.ifNoneExist");
        if (found.size() > 1) throw new Refusal(Change.Cause.PRECONDITION, c.place() + ".request.ifNoneExist", "multiple-matches", "the search finds several resources");
        if (found.isEmpty()) return;
        var one = found.getFirst();
        byReference.remove(item.reference());
        item.kept = true;
        item.id = one.id();
        item.oid = one.oid();
        byReference.put(item.reference(), item);
        hearing.saw(one.subjects(), item.reference());
        item.subjects = one.subjects();
        item.done = Optional.of(new Change.Done(item.type, one.id(), one.version(), one.updated(), Change.Kind.KEPT, one.body()));
        c.fullUrl().ifPresent(url -> names.put(url, item.reference()));
    }

    private List<Found> find(String type, String query, String place) {
        if (hearing.plan(Action.SEARCH, type) instanceof Plan.None) return List.of();
        return searching.match(tx, hearing, type, query, 2, place);
    }

    /// Resolves every reference of the items.
    private void references() {
        for (var item : items) {
            if (item.kept || item.removes()) continue;
            var place = item.place();
            References.each(item.resource, reference -> {
                switch (Refs.of(reference)) {
                    case Refs.Entry e when !names.containsKey(e.urn()) ->
                            throw new Refusal(Change.Cause.INVALID, place, "not-found", "a reference names an entry that the bundle does not hold");
                    case Refs.Entry _, Refs.Elsewhere _ -> { }
                    case Refs.Malformed _ -> throw new Refusal(Change.Cause.INVALID, place, "invalid", "a reference is neither Type/id, an entry of the bundle, a search nor a URL");
                    case Refs.Local l -> lead(l, place);
                    case Refs.Conditional c -> {
                        if (Refs.of(names.computeIfAbsent(reference, r -> one(c, place))) instanceof Refs.Local l) lead(l, place);
                    }
                }
            });
            if (!names.isEmpty()) References.rewrite(item.resource, r -> names.getOrDefault(r, r));
        }
    }

    private void lead(Refs.Local l, String place) {
        if (!byReference.containsKey(l.reference())) leads.putIfAbsent(hasher.reference(l.reference()), new Lead(l.type(), place));
    }

    private String one(Refs.Conditional c, String place) {
        var found = find(c.type(), c.query(), place);
        if (found.size() != 1)
            throw new Refusal(Change.Cause.PRECONDITION, place, found.isEmpty() ? "not-found" : "multiple-matches",
                    "a conditional reference finds " + (found.isEmpty() ? "no resource" : "several resources"));
        hearing.saw(found.getFirst().subjects(), c.type() + '/' + found.getFirst().id());
        return c.type() + '/' + found.getFirst().id();
    }
}
