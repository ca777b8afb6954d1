package org.serment.server.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.xml.Xml;
import org.serment.server.record.QueryString;

/// The two representations of FHIR that come in and go out (FHIR R4 http.html 3.1.0.1.10, 3.1.0.1.11). All inside is JSON;
/// XML is a translation of it at the door.
enum Format {
    JSON(Answer.FHIR), XML("application/fhir+xml;charset=utf-8");

    /// An answer nests resources in a bundle.
    private static final Limits ANSWERS = new Limits(Integer.MAX_VALUE, Limits.DEFAULT.depth() + 8, 1);

    private final String type;

    Format(String type) {
        this.type = type;
    }

    /// What a caller accepts: `_format`, or else the first choice of Accept; JSON on equal terms. Empty for neither.
    static Optional<Format> wanted(HttpServletRequest http) {
        var query = Optional.ofNullable(http.getQueryString()).orElse("");
        if (asked(query).isPresent()) return named(query);
        var accept = String.join(",", Collections.list(http.getHeaders("Accept")));
        if (accept.isBlank()) return Optional.of(JSON);
        var best = Optional.<Format>empty();
        double most = 0;
        for (var range : accept.toLowerCase(Locale.ROOT).split(",")) {
            var format = range(range);
            double weight = weight(range);
            if (format.isPresent() && (weight > most || weight == most && weight > 0 && format.get() == JSON)) {
                best = format;
                most = weight;
            }
        }
        return best;
    }

    /// Whether a query has a `_format`.
    static Optional<String> asked(String query) {
        return QueryString.pairs(query).orElse(List.of()).stream().filter(p -> p.getKey().equals("_format")).map(Map.Entry::getValue).findFirst();
    }

    /// The format that a query's `_format` names.
    static Optional<Format> named(String query) {
        return asked(query).flatMap(f -> range(f.toLowerCase(Locale.ROOT)));
    }

    /// The format of a body; empty unless it is FHIR in UTF-8.
    static Optional<Format> body(Optional<String> contentType) {
        var parts = contentType.orElse("").toLowerCase(Locale.ROOT).replace(" ", "").split(";");
        for (var p : parts) if (p.startsWith("charset=") && !p.replace("\"", "").equals("charset=utf-8")) return Optional.empty();
        return parts[0].contains("*") || !parts[0].contains("/") ? Optional.empty() : range(parts[0]);
    }

    private static Optional<Format> range(String mediaRange) {
        return switch (mediaRange.split(";")[0].strip()) {
            // a plus sign of an address is a space
            case "application/fhir+json", "application/fhir json", "application/json", "text/json", "json", "application/*", "*/*" -> Optional.of(JSON);
            case "application/fhir+xml", "application/fhir xml", "application/xml", "text/xml", "xml" -> Optional.of(XML);
            default -> Optional.empty();
        };
    }

    private static double weight(String mediaRange) {
        for (var p : mediaRange.replace(" ", "").split(";")) if (p.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) return Double.parseDouble(p.substring(2));
        return 1;
    }

    /// A body as JSON.
    Xml.Read json(byte[] body) {
        return switch (this) {
            case JSON -> new Xml.Read.AsJson(body);
            case XML -> Xml.json(body, Limits.DEFAULT.depth());
        };
    }

    /// The answer in this format; what is no FHIR stays as it is.
    Answer of(Answer answer) {
        if (this == JSON || !answer.type().equals(Answer.FHIR) || answer.body().length == 0) return answer;
        return switch (Json.parse(answer.body(), ANSWERS)) {
            case Parsed.Ok ok -> answer.with(Xml.write(ok.resource())).typed(type);
            case Parsed.Rejected r -> throw new IllegalStateException("an answer is not R4 at " + r.problems().getFirst().path());
        };
    }
}
