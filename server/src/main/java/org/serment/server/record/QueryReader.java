package org.serment.server.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        var controls = new ControlReader(type);
        for (var p : parameters) {
            try {
                if (!controls.read(p.getKey(), p.getValue())) all.add(criteria.read(p.getKey(), p.getValue()));
                kept.add(p);
            } catch (Misread e) {
                // what isn't known may be left out; a known parameter with a value that is none is still refused
                if (!lenient || !(e.problem.code().equals("not-found") || e.problem.code().equals("not-supported"))) throw e;
                left.add(e.problem);
            }
        }
        return new Result.Understood(controls.query(List.copyOf(all)), left.isEmpty() ? text : written(kept), left);
    }

    private static String written(List<Map.Entry<String, String>> kept) {
        return kept.stream().map(p -> URLEncoder.encode(p.getKey(), StandardCharsets.UTF_8) + '=' + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }
}
