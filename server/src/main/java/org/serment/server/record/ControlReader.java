package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Subset;
import org.serment.r4.Types;

/// Reads what a search asks besides its conditions (FHIR R4 search.html 2.21.1.6): order, pages, totals, what is shown and what
/// comes along. Throws [Misread].
final class ControlReader {
    /// Parameters that are given once.
    private static final Set<String> ONCE = Set.of("_sort", "_count", "_total", "_summary", "_elements");
    private static final Set<String> INCLUDES = Set.of("_include", "_revinclude", "_include:iterate", "_revinclude:iterate");
    private static final int MOST_KEYS = 5;

    private final String type;
    private List<Query.Sort> sort = List.of();
    private int count = Query.USUAL;
    private boolean total;
    private Shown shown = new Shown.Whole();
    private final List<Query.Include> includes = new ArrayList<>();
    private final Map<String, Boolean> given = new java.util.HashMap<>();

    ControlReader(String type) {
        this.type = type;
    }

    /// Whether it is such a parameter; read if it is.
    boolean read(String key, String value) {
        if (INCLUDES.contains(key)) {
            includes.add(include(key, value));
            return true;
        }
        if (!ONCE.contains(key)) return key.equals("_format") || key.equals("_pretty");
        if (given.put(key, true) != null) throw new Misread(key, "invalid", "given twice");
        switch (key) {
            case "_sort" -> sort = sorts(value);
            case "_count" -> count = count(value);
            case "_total" -> total = switch (value) {
                case "none" -> false;
                case "accurate", "estimate" -> true;
                default -> throw new Misread(key, "invalid", "_total is none, estimate or accurate");
            };
            case "_summary" -> summary(value);
            default -> shown = new Shown.Elements(elements(value));
        }
        return true;
    }

    Query query(List<Criterion> all) {
        if (given.containsKey("_summary") && given.containsKey("_elements")) throw new Misread("_elements", "invalid", "_summary and _elements can't be asked together");
        if (shown instanceof Shown.Text && !includes.isEmpty()) throw new Misread("_include", "invalid", "_summary=text shows results alone");
        return new Query(type, all, sort, count, total || count == 0, shown, List.copyOf(includes));
    }

    private void summary(String value) {
        switch (value) {
            case "true" -> shown = new Shown.Summary();
            case "text" -> shown = new Shown.Text();
            case "data" -> shown = new Shown.Data();
            case "count" -> count = 0;
            case "false" -> { }
            default -> throw new Misread("_summary", "invalid", "_summary is true, text, data, count or false");
        }
    }

    private int count(String value) {
        if (!value.matches("0|[1-9][0-9]{0,8}")) throw new Misread("_count", "invalid", "_count is a number from 0");
        // _summary=count may have come first
        return count == 0 ? 0 : Math.min(Query.MOST, Integer.parseInt(value));
    }

    private List<String> elements(String value) {
        var names = Escapes.alternatives("_elements", value).stream().map(n -> n.startsWith(type + '.') ? n.substring(type.length() + 1) : n).toList();
        for (var name : names)
            if (!Subset.known(type, name)) throw new Misread("_elements", "invalid", type + " has no element " + Misread.known(name));
        return names;
    }

    private List<Query.Sort> sorts(String value) {
        var keys = Escapes.alternatives("_sort", value);
        if (keys.size() > MOST_KEYS) throw new Misread("_sort", "too-costly", "at most " + MOST_KEYS + " sort keys");
        return keys.stream().map(this::sort).toList();
    }

    private Query.Sort sort(String key) {
        boolean down = key.startsWith("-");
        var name = down ? key.substring(1) : key;
        if (name.equals("_lastUpdated")) return new Query.Sort.Updated(down);
        if (name.equals("_id")) return new Query.Sort.Opened(0, down);
        var param = Params.find(type, name).filter(p -> !p.expression().isEmpty()).orElseThrow(() -> new Misread("_sort", "not-found", "no search parameter of " + type + " has that name"));
        return switch (param.kind()) {
            case DATE -> Postings.blindDate(param) ? new Query.Sort.Opened(param.id(), down) : new Query.Sort.ByDate(param.id(), down);
            case TOKEN, STRING, REFERENCE, URI, NUMBER, QUANTITY -> new Query.Sort.Opened(param.id(), down);
            case COMPOSITE, SPECIAL -> throw new Misread("_sort", "not-supported", "sorting by " + name + " is not supported");
        };
    }

    /// `Observation:subject`, `Observation:subject:Patient`, `Observation:*`, `*`
    private Query.Include include(String key, String value) {
        boolean reverse = key.startsWith("_revinclude");
        boolean iterate = key.endsWith(":iterate");
        var parts = value.split(":", -1);
        if (value.equals("*") && !reverse) return new Query.Include(false, iterate, "*", Optional.empty(), Optional.empty());
        if (parts.length < 2 || parts.length > 3 || !Types.known(parts[0])) throw new Misread(key, "invalid", key + " is Type:reference or Type:reference:Target");
        var target = parts.length == 3 && !parts[2].isEmpty() ? Optional.of(parts[2]) : Optional.<String>empty();
        if (target.isPresent() && !Types.known(target.get())) throw new Misread(key, "invalid", "the target is no type");
        if (parts[1].equals("*")) {
            if (reverse) throw new Misread(key, "not-supported", "_revinclude names its reference");
            return new Query.Include(false, iterate, parts[0], Optional.empty(), target);
        }
        var param = Params.find(parts[0], parts[1]).filter(p -> p.kind() == Param.Kind.REFERENCE)
                .orElseThrow(() -> new Misread(key, "not-found", parts[0] + " has no reference of that name"));
        return new Query.Include(reverse, iterate, parts[0], Optional.of(param), target);
    }
}
