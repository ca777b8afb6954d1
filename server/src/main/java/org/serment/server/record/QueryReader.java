package org.serment.server.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.r4.Params;
import org.serment.r4.Problem;

/// Reads the parameters of a search into a [Query] (FHIR R4 search.html). Whatever is not understood is refused by name;
/// nothing is ignored, unless the caller asks for that (`Prefer: handling=lenient`): then what is left out is said.
final class QueryReader {
    /// What came of reading.
    sealed interface Result {
        /// @param text    the query string without what was left out
        /// @param left    what was left out, when the caller is lenient
        record Understood(Query query, String text, List<Problem> left) implements Result {}

        record Misunderstood(Problem problem) implements Result {}
    }

    private final String type;
    private final CriterionReader criteria;

    private QueryReader(String type) {
        this.type = type;
        this.criteria = new CriterionReader(type);
    }

    /// @param query as it came after the `?`
    static Result read(String type, String query) {
        return read(type, query, false);
    }

    static Result read(String type, String query, boolean lenient) {
        var pairs = QueryString.pairs(query);
        if (pairs.isEmpty()) return new Result.Misunderstood(new Problem("", "invalid", "the query is not well encoded"));
        try {
            return new QueryReader(type).all(pairs.get(), query, lenient);
        } catch (Misread e) {
            return new Result.Misunderstood(e.problem);
        }
    }

    private Result all(List<Map.Entry<String, String>> parameters, String text, boolean lenient) {
        var kept = new ArrayList<Map.Entry<String, String>>();
        var left = new ArrayList<Problem>();
        var all = new ArrayList<Criterion>();
        var once = new LinkedHashMap<String, String>();
        for (var p : parameters) {
            try {
                switch (p.getKey()) {
                    case "_sort", "_count" -> {
                        if (once.put(p.getKey(), p.getValue()) != null) throw new Misread(p.getKey(), "invalid", "given twice");
                    }
                    case "_format", "_pretty" -> { }
                    default -> all.add(criteria.read(p.getKey(), p.getValue()));
                }
                kept.add(p);
            } catch (Misread e) {
                // what isn't known may be left out; a known parameter with a value that is none is still refused
                if (!lenient || !(e.problem.code().equals("not-found") || e.problem.code().equals("not-supported"))) throw e;
                left.add(e.problem);
            }
        }
        return new Result.Understood(new Query(type, List.copyOf(all), sort(Optional.ofNullable(once.get("_sort"))), count(Optional.ofNullable(once.get("_count")))),
                left.isEmpty() ? text : written(kept), left);
    }

    private static String written(List<Map.Entry<String, String>> kept) {
        return kept.stream().map(p -> URLEncoder.encode(p.getKey(), StandardCharsets.UTF_8) + '=' + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    private static int count(Optional<String> value) {
        if (value.isEmpty()) return Query.USUAL;
        if (!value.get().matches("[1-9][0-9]{0,8}")) throw new Misread("_count", "invalid", "_count is a number from 1");
        return Math.min(Query.MOST, Integer.parseInt(value.get()));
    }

    private Query.Sort sort(Optional<String> value) {
        if (value.isEmpty()) return new Query.Sort.Newest();
        var keys = value.get().split(",", -1);
        if (keys.length > 1) throw new Misread("_sort", "not-supported", "only one sort key is supported yet");
        boolean down = keys[0].startsWith("-");
        var name = down ? keys[0].substring(1) : keys[0];
        if (name.equals("_lastUpdated")) return new Query.Sort.Updated(down);
        if (name.equals("_id")) return new Query.Sort.Opened(0, down);
        var param = Params.find(type, name).orElseThrow(() -> new Misread("_sort", "not-found", "no search parameter of " + type + " has that name"));
        return switch (param.kind()) {
            case DATE -> Postings.blindDate(param) ? new Query.Sort.Opened(param.id(), down) : new Query.Sort.ByDate(param.id(), down);
            case TOKEN, STRING, REFERENCE, URI, NUMBER, QUANTITY -> new Query.Sort.Opened(param.id(), down);
            case COMPOSITE, SPECIAL -> throw new Misread("_sort", "not-supported", "sorting by " + name + " is not supported");
        };
    }
}
