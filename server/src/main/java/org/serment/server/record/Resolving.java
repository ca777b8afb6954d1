package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serment.kernel.access.Action;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.References;
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
    /// @param place   where the first such reference stands
    /// @param version the latest version that is referred to; 0 when none is named
    record Lead(String type, String place, int version) {
        Lead with(int other) {
            return other > version ? new Lead(type, place, other) : this;
        }
    }

    /// An absolute address of a resource on some server: what comes before `Type/id` is its root (FHIR R4 bundle.html 2.36.4.1).
    private static final Pattern ADDRESS = Pattern.compile("(https?://.+/)([A-Z][A-Za-z]{1,40}/[A-Za-z0-9\\-.]{1,64})");

    private final Hearing hearing;
    private final Hasher hasher;
    private final Conditions conditions;
    private final List<Item> items = new ArrayList<>();
    /// A `fullUrl` of the bundle to `Type/id`.
    private final Map<String, String> names = new HashMap<>();
    /// `Type?query` to `Type/id`.
    private final Map<String, String> sought = new HashMap<>();
    private final Map<String, Item> byReference = new HashMap<>();
    private final Map<UUID, Lead> leads = new LinkedHashMap<>();

    Resolving(Tx tx, Hearing hearing, Searching searching, Hasher hasher, List<Change> changes) {
        this.hearing = hearing;
        this.hasher = hasher;
        this.conditions = new Conditions(tx, hearing, searching, hasher);
        for (var change : changes) items.add(item(change));
        conditions.lock(items);
        items.forEach(conditions::settle);
        items.forEach(this::claim);
    }

    Conditions conditions() {
        return conditions;
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
                case KEPT, NOTHING -> Action.SEARCH;
            };
            for (long subject : item.subjects.isEmpty() ? Set.of(0L) : item.subjects)
                what.computeIfAbsent(new Done(action, subject), d -> new ArrayList<>()).add(item.reference());
        }
        return what.entrySet().stream().map(e -> new Touched(e.getKey().action, e.getKey().subject, e.getValue())).toList();
    }

    private record Done(Action action, long subject) {}

    private Item item(Change change) {
        var item = switch (change) {
            case Change.Create c -> item(c, c.resource().get("resourceType").stringValue(), c.resource(), UUID.randomUUID().toString());
            case Change.Update u -> item(u, u.type(), u.resource(), id(u.which()));
            case Change.Patch p -> item(p, p.type(), JsonNodeFactory.instance.objectNode(), id(p.which()));
            case Change.Delete d -> item(d, d.type(), JsonNodeFactory.instance.objectNode(), id(d.which()));
        };
        if (item.type.equals("AuditEvent"))
            throw new Refusal(Change.Cause.UNPROCESSABLE, change.place(), "business-rule", "the journal alone writes AuditEvents");
        return item;
    }

    private Item item(Change change, String type, ObjectNode resource, String id) {
        return new Item(change, type, resource, id, hasher.reference(type + '/' + id));
    }

    /// Of a condition that finds nothing, the id of what is created.
    private static String id(Change.Which which) {
        return switch (which) {
            case Change.Which.Named n -> n.id();
            case Change.Which.Matching _ -> UUID.randomUUID().toString();
        };
    }

    /// Each resource is changed once at most, and each name of the bundle means one entry.
    private void claim(Item item) {
        if (item.done.filter(d -> d.kind() == Change.Kind.NOTHING).isPresent()) return;
        item.fullUrl().ifPresent(url -> {
            if (names.put(unversioned(url), item.reference()) != null)
                throw new Refusal(Change.Cause.INVALID, item.change.place() + ".fullUrl", "duplicate", "two entries have the same fullUrl");
        });
        var other = Optional.ofNullable(byReference.putIfAbsent(item.reference(), item));
        if (other.isEmpty() || item.kept && !other.get().removes()) return;
        // what another entry only kept can be changed, not deleted
        if (!other.get().kept || item.removes()) throw new Refusal(Change.Cause.INVALID, item.change.place(), "duplicate", "the same resource is changed twice in one request");
        byReference.put(item.reference(), item);
    }

    /// Resolves every reference of the items, once all of them have the resource that shall be written.
    void references() {
        for (var item : items) {
            if (item.kept || item.removes()) continue;
            var place = item.place();
            References.each(item.resource, reference -> {
                if (entry(item, reference).isPresent()) return;
                switch (Refs.of(reference)) {
                    case Refs.Entry _ -> throw new Refusal(Change.Cause.INVALID, place, "not-found", "a reference names an entry that the bundle does not hold");
                    case Refs.Elsewhere _ -> { }
                    case Refs.Malformed _ -> throw new Refusal(Change.Cause.INVALID, place, "invalid", "a reference is neither Type/id, an entry of the bundle, a search nor a URL");
                    case Refs.Local l -> lead(l, place);
                    case Refs.Conditional c -> {
                        if (Refs.of(sought.computeIfAbsent(reference, _ -> one(c, place))) instanceof Refs.Local l) lead(l, place);
                    }
                }
            });
            if (!names.isEmpty() || !sought.isEmpty())
                References.rewrite(item.resource, r -> entry(item, r).orElseGet(() -> sought.getOrDefault(r, r)), r -> r.startsWith("urn:") ? names.getOrDefault(r, r) : r);
        }
    }

    /// The entry of the bundle that a reference means by its fullUrl, relative references being read from the root of the
    /// fullUrl of the entry they stand in. Versions of the sender mean nothing here.
    private Optional<String> entry(Item item, String reference) {
        if (names.isEmpty()) return Optional.empty();
        var plain = unversioned(reference);
        if (plain.contains(":")) return Optional.ofNullable(names.get(plain));
        return item.fullUrl().map(Resolving::unversioned).map(ADDRESS::matcher).filter(Matcher::matches).map(m -> names.get(m.group(1) + plain));
    }

    private static String unversioned(String reference) {
        int history = reference.indexOf("/_history/");
        return history < 0 ? reference : reference.substring(0, history);
    }

    private void lead(Refs.Local l, String place) {
        if (!byReference.containsKey(l.reference()))
            leads.merge(hasher.reference(l.reference()), new Lead(l.type(), place, l.version()), (a, b) -> a.with(b.version()));
    }

    private String one(Refs.Conditional c, String place) {
        var found = conditions.find(c.type(), c.query(), place);
        if (found.size() != 1)
            throw new Refusal(Change.Cause.PRECONDITION, place, found.isEmpty() ? "not-found" : "multiple-matches",
                    "a conditional reference finds " + (found.isEmpty() ? "no resource" : "several resources"));
        hearing.saw(found.getFirst().subjects(), c.type() + '/' + found.getFirst().id());
        return c.type() + '/' + found.getFirst().id();
    }
}
