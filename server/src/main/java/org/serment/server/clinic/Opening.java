package org.serment.server.clinic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.r4.Problem;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Touched;
import org.serment.server.record.Found;
import org.serment.server.record.Record;

/// One page's look into the record: what the gate gave a permit for, what was read on the way, and the one entry that tells of all of it.
final class Opening {
    private static final Set<String> ABOUT_NOBODY = Set.of("Organization", "Location", "Medication", "Practitioner");

    private final Gate gate;
    private final Record record;
    private final Permit permit;
    private final Map<String, Optional<Permit>> permits = new HashMap<>();
    private final TreeMap<Long, List<String>> touched = new TreeMap<>();

    Opening(Gate gate, Record record, Permit permit) {
        this.gate = gate;
        this.record = record;
        this.permit = permit;
    }

    /// A page of resources.
    ///
    /// @param closed the caller may see none of the type, whoever the patient is
    /// @param more   there are others behind it
    record Shelf(List<Resource> all, boolean closed, boolean more) {
        static final Shelf CLOSED = new Shelf(List.of(), true, false);
        static final Shelf NOTHING = new Shelf(List.of(), false, false);
    }

    /// What came of a search that a person wrote.
    sealed interface Answer {
        record Found(Shelf shelf) implements Answer {}

        record Refused(Problem problem) implements Answer {}
    }

    /// The resource that the permit addresses.
    Optional<Resource> addressed() {
        return switch (record.read(permit)) {
            case Record.Read.Present p -> Optional.of(seen(p.found()));
            case Record.Read.Gone _, Record.Read.Absent _ -> Optional.empty();
        };
    }

    /// A search of ours. One that isn't understood is a fault.
    Shelf search(String type, String query) {
        return switch (ask(type, query)) {
            case Answer.Found f -> f.shelf;
            case Answer.Refused r -> throw new IllegalStateException("a page's search of " + type + " was refused at " + r.problem.path() + ": " + r.problem.code());
        };
    }

    /// A search with words of a person in it, encoded by [Asking].
    Answer ask(String type, String query) {
        var allowed = permits.computeIfAbsent(type, t -> permit.action() == Action.SEARCH && permit.type().equals(t) ? Optional.of(permit) : permit.also(Action.SEARCH, t));
        if (allowed.isEmpty()) return new Answer.Found(Shelf.CLOSED);
        return switch (record.search(allowed.get(), query, Optional.empty())) {
            case Record.Search.Refused r -> new Answer.Refused(r.problem());
            case Record.Search.Page page -> {
                for (long subject : page.asked()) touched.computeIfAbsent(subject, _ -> new ArrayList<>());
                yield new Answer.Found(new Shelf(page.found().stream().map(this::seen).toList(), false, page.next().isPresent()));
            }
        };
    }

    /// Types that the page asked for and that are closed to the caller.
    Set<String> closed() {
        return permits.entrySet().stream().filter(e -> e.getValue().isEmpty()).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private Resource seen(Found found) {
        // what describes the hospital says nothing of a patient
        if (!ABOUT_NOBODY.contains(found.type()) || !found.subjects().isEmpty())
            for (long subject : found.subjects().isEmpty() ? Set.of(0L) : found.subjects())
                touched.computeIfAbsent(subject, _ -> new ArrayList<>()).add(found.type() + '/' + found.id());
        return Resource.of(found);
    }

    /// By which rules the page is open.
    Decision.Terms terms() {
        return permit.terms();
    }

    /// Enters everything that was read into the journal, and waits until it is there.
    Released release() {
        var all = new ArrayList<Permit>();
        all.add(permit);
        permits.values().stream().flatMap(Optional::stream).filter(p -> p != permit).forEach(all::add);
        var parts = touched.entrySet().stream().map(e -> new Touched(permit.action(), e.getKey(), e.getValue().stream().distinct().toList())).toList();
        return gate.enter(all, parts).release();
    }
}
