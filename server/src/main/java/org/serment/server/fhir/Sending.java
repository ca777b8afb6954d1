package org.serment.server.fhir;

import com.github.luben.zstd.Zstd;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.serment.server.record.QueryString;

/// Puts an [Answer] on the wire: status, headers, and the body in the coding that the client prefers among those worth it.
final class Sending {
    /// Smaller bodies go out as they are.
    private static final int WORTH_PACKING = 2_048;

    private Sending() {}

    static void send(HttpServletRequest http, HttpServletResponse to, String id, Answer a) throws IOException {
        to.setStatus(a.status());
        to.setHeader("X-Request-Id", id);
        to.setHeader("Cache-Control", "no-store");
        to.setHeader("X-Content-Type-Options", "nosniff");
        to.setHeader("Vary", "Accept, Accept-Encoding, Authorization");
        if (a.status() == 401) to.setHeader("WWW-Authenticate", "Bearer");
        a.version().ifPresent(v -> to.setHeader("ETag", "W/\"" + v + "\""));
        a.updated().ifPresent(u -> to.setHeader("Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(u.atOffset(ZoneOffset.UTC))));
        a.location().ifPresent(l -> to.setHeader("Location", l));
        if (a.body().length == 0) {
            to.setContentLength(0);
            return;
        }
        to.setContentType(a.type());
        var body = coded(http, to, a);
        to.setContentLength(body.length);
        if (!http.getMethod().equals("HEAD")) to.getOutputStream().write(body);
    }

    private static byte[] coded(HttpServletRequest http, HttpServletResponse to, Answer a) throws IOException {
        if (a.body().length < WORTH_PACKING) return a.body();
        var coding = coding(http);
        coding.ifPresent(c -> to.setHeader("Content-Encoding", c));
        return switch (coding.orElse("")) {
            case "zstd" -> a.frame().orElseGet(() -> Zstd.compress(a.body(), 3));
            case "gzip" -> gzip(a.body());
            default -> a.body();
        };
    }

    /// zstd first: the store keeps bodies so. A coding with q=0 is one the client refuses (RFC 9110 12.5.3).
    private static Optional<String> coding(HttpServletRequest http) {
        var accepted = String.join(",", Collections.list(http.getHeaders("Accept-Encoding"))).toLowerCase(Locale.ROOT).replace(" ", "");
        for (var coding : new String[] {"zstd", "gzip"})
            for (var part : accepted.split(","))
                if (part.equals(coding) || part.startsWith(coding + ";") && !part.matches(".*;q=0(\\.0*)?$")) return Optional.of(coding);
        return Optional.empty();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var out = new ByteArrayOutputStream(body.length / 3);
        try (var gzip = new GZIPOutputStream(out) {{ def.setLevel(Deflater.BEST_SPEED); }}) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    /// Whether JSON satisfies `_format`, or else Accept (FHIR R4 http.html 3.1.0.1.11).
    static boolean acceptable(HttpServletRequest http) {
        var query = Optional.ofNullable(http.getQueryString()).orElse("");
        if (format(query).isPresent()) return acceptable(query);
        var accept = String.join(",", Collections.list(http.getHeaders("Accept")));
        if (accept.isBlank()) return true;
        for (var range : accept.split(",")) if (json(range)) return true;
        return false;
    }

    /// Whether JSON satisfies the `_format` of a query, if it has one.
    static boolean acceptable(String query) {
        return format(query).map(Sending::json).orElse(true);
    }

    private static Optional<String> format(String query) {
        return QueryString.pairs(query).orElse(List.of()).stream().filter(p -> p.getKey().equals("_format")).map(Map.Entry::getValue).findFirst();
    }

    private static boolean json(String mediaRange) {
        return switch (mediaRange.split(";")[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/fhir+json", "application/json", "text/json", "json", "application/*", "*/*", "application/fhir json" -> true;
            default -> false;
        };
    }

    /// Whether a body is JSON in UTF-8, the only charset of FHIR JSON.
    static boolean json(Optional<String> contentType) {
        var parts = contentType.orElse("").toLowerCase(Locale.ROOT).replace(" ", "").split(";");
        boolean utf8 = true;
        for (var p : parts) if (p.startsWith("charset=")) utf8 = p.replace("\"", "").equals("charset=utf-8");
        return utf8 && (parts[0].equals("application/fhir+json") || parts[0].equals("application/json"));
    }
}
