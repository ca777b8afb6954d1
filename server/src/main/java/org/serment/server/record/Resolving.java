package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private final Tx tx;
    private final Hearing hearing;
    private final Searching searching;
    private final Hasher hasher;
    private final List<Item> items = new ArrayList<>();
    /// `urn:uuid:…` and `Type?query` to `Type/id`.
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Item> byReference = new HashMap<>();
    private final Map<UUID, Lead> leads = new LinkedHashMap<>();
    /// What conditional references led to: its patients read of it in the journal too.
    private final List<Found> looked = new ArrayList<>();

    Resolving(Tx tx, Hearing hearing, Searching searching, Hasher hasher, List<Change> changes) {
        this.tx = tx;
        this.hearing = hearing;
        this.searching = searching;
        this.hasher = hasher;
        changes.forEach(this::name);
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

    /// What the request touched, patient by patient.
    List<Touched> touched() {
        var what = new TreeMap<Long, List<String>>();
        for (var item : items) add(what, item.subjects, item.reference());
        for (var found : looked) if (!found.subjects().isEmpty()) add(what, found.subjects(), found.type() + '/' + found.id());
        return what.entrySet().stream().map(e -> new Touched(e.getKey(), e.getValue())).toList();
    }

    private static void add(Map<Long, List<String>> what, Set<Long> subjects, String reference) {
        for (long subject : subjects.isEmpty() ? Set.of(0L) : subjects) what.computeIfAbsent(subject, s -> new ArrayList<>()).add(reference);
    }

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

    /// A conditional create: nothing is made when the search finds one. Under a lock, so that two requests at once make one.
    private void once(Item item) {
        if (!(item.change instanceof Change.Create c) || c.ifNoneExist().isEmpty()) return;
        var query = c.ifNoneExist().get();
        tx.query(Part.first("select pg_advisory_xact_lock(?)", _ -> true, hasher.token(0, item.type + '?' + query)));
        var found = find(item.type, query, c.place() + ".request.ifNoneExist");
        if (found.size() > 1) throw new Refusal(Change.Cause.PRECONDITION, c.place() + ".request.ifNoneExist", "multiple-matches", "the search finds several resources");
        if (found.isEmpty()) return;
        var one = found.getFirst();
        byReference.remove(item.reference());
        item.kept = true;
        item.id = one.id();
        item.oid = one.oid();
        byReference.put(item.reference(), item);
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
        looked.add(found.getFirst());
        return c.type() + '/' + found.getFirst().id();
    }
}
