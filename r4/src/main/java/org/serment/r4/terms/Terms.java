package org.serment.r4.terms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.serment.r4.define.Table;

/// The code systems and value sets that are here, by URL; a version after a bar is left out of account.
public final class Terms {
    private final Map<String, CodeSystem> systems = new HashMap<>();
    private final Map<String, ValueSet> sets = new HashMap<>();

    private Terms() {
        readSystems();
        readSets();
    }

    private static final class Held {
        static final Terms R4 = new Terms();
    }

    /// Read when first asked for.
    public static Terms r4() {
        return Held.R4;
    }

    public Optional<CodeSystem> system(String url) {
        return Optional.ofNullable(systems.get(bare(url)));
    }

    /// All codes of a value set.
    public Expansion expand(String url) {
        var set = sets.get(bare(url));
        if (set == null) return new Expansion.Unknown();
        try {
            return new Expansion.Codes(set, List.copyOf(codes(set, Set.of())));
        } catch (NotHere e) {
            return new Expansion.Elsewhere(e.what);
        }
    }

    private static String bare(String url) {
        int bar = url.indexOf('|');
        return bar < 0 ? url : url.substring(0, bar);
    }

    /// Ends an expansion.
    private static final class NotHere extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String what;

        NotHere(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }

    private Set<Concept> codes(ValueSet set, Set<String> around) {
        if (around.contains(set.url())) throw new NotHere(set.url());
        var within = new LinkedHashSet<>(around);
        within.add(set.url());
        var all = new LinkedHashSet<Concept>();
        for (var rule : set.includes()) all.addAll(codes(rule, within));
        for (var rule : set.excludes()) all.removeAll(codes(rule, within));
        return all;
    }

    private Set<Concept> codes(ValueSet.Rule rule, Set<String> around) {
        var all = rule.system().isEmpty() ? Optional.<Set<Concept>>empty() : Optional.of(ofSystem(rule));
        for (var url : rule.sets()) {
            var other = sets.get(url);
            if (other == null) throw new NotHere(url);
            var codes = codes(other, around);
            all.ifPresent(a -> a.retainAll(codes));
            if (all.isEmpty()) all = Optional.of(codes);
        }
        return all.orElseGet(LinkedHashSet::new);
    }

    private Set<Concept> ofSystem(ValueSet.Rule rule) {
        var system = systems.get(rule.system());
        if (system == null) throw new NotHere(rule.system());
        var all = new LinkedHashSet<Concept>();
        if (!rule.codes().isEmpty()) {
            for (var code : rule.codes()) all.add(system.find(code).orElseThrow(() -> new NotHere(rule.system())));
            return all;
        }
        var taken = rule.filters().stream().map(f -> filter(system, f)).reduce(Predicate::and).orElse(_ -> true);
        system.concepts().stream().filter(c -> taken.test(c.code())).forEach(all::add);
        return all;
    }

    private static Predicate<String> filter(CodeSystem system, ValueSet.Filter filter) {
        if (!filter.property().equals("concept")) throw new NotHere(system.url() + ", filtered by " + filter.property());
        var below = system.from(filter.value());
        return switch (filter.operator()) {
            case "is-a" -> below::contains;
            case "is-not-a" -> code -> !below.contains(code);
            case "descendent-of" -> code -> below.contains(code) && !code.equals(filter.value());
            default -> throw new NotHere(system.url() + ", filtered by " + filter.operator());
        };
    }

    // ---- the tables

    private void readSystems() {
        var above = new ArrayList<String>();
        var system = new CodeSystem("", "", "", "");
        for (var row : Table.rows("/org/serment/r4/terms/codes.tsv", 5)) {
            if (row[0].equals("S")) {
                system = new CodeSystem(row[1], row[2], row[3], row[4]);
                systems.put(row[1], system);
                continue;
            }
            int depth = Integer.parseInt(row[0]);
            system.add(new Concept(system.url(), row[1], row[2], row[3].contains("a"), !row[3].contains("d")));
            above.subList(depth, above.size()).clear();
            if (depth > 0) system.below(above.getLast(), row[1]);
            above.add(row[1]);
            for (var child : parts(row[4])) system.below(row[1], child);
        }
    }

    private void readSets() {
        var codes = new ArrayList<String>();
        var set = new ValueSet("", "", "", "", List.of(), List.of());
        for (var row : Table.rows("/org/serment/r4/terms/sets.tsv", 5)) {
            switch (row[0]) {
                case "V" -> {
                    set = new ValueSet(row[1], row[2], row[3], row[4], new ArrayList<>(), new ArrayList<>());
                    sets.put(row[1], set);
                }
                case "c" -> codes.add(row[1]);
                default -> {
                    codes = new ArrayList<>();
                    var filters = parts(row[3]).stream().map(f -> f.split(" ", 3)).map(f -> new ValueSet.Filter(f[0], f[1], f[2])).toList();
                    (row[0].equals("i") ? set.includes() : set.excludes()).add(new ValueSet.Rule(row[1], parts(row[2]), filters, codes));
                }
            }
        }
    }

    private static List<String> parts(String cell) {
        return cell.isEmpty() ? List.of() : Arrays.asList(cell.split("\\|"));
    }
}
