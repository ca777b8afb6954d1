package org.serment.r4.terms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A code system with all its codes. Filled by [Terms] before anyone else sees it, constant from then on.
public final class CodeSystem {
    private final String url;
    private final String version;
    private final String name;
    private final String title;
    private final Map<String, Concept> concepts = new LinkedHashMap<>();
    private final Map<String, List<String>> children = new HashMap<>();

    CodeSystem(String url, String version, String name, String title) {
        this.url = url;
        this.version = version;
        this.name = name;
        this.title = title;
    }

    public String url() {
        return url;
    }

    public String version() {
        return version;
    }

    /// What people call it.
    public String title() {
        return title.isEmpty() ? name : title;
    }

    /// Codes are compared as they are written.
    public Optional<Concept> find(String code) {
        return Optional.ofNullable(concepts.get(code));
    }

    public Collection<Concept> concepts() {
        return Collections.unmodifiableCollection(concepts.values());
    }

    /// The codes below one, which may have several parents, and itself.
    Set<String> from(String code) {
        var all = new LinkedHashSet<String>();
        var open = new ArrayList<>(List.of(code));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (all.add(next)) open.addAll(children.getOrDefault(next, List.of()));
        }
        return all;
    }

    void add(Concept concept) {
        concepts.put(concept.code(), concept);
    }

    void below(String parent, String child) {
        children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child);
    }
}
