package org.serment.server.fhir;

import com.github.luben.zstd.Zstd;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.serment.server.exports.Contents;

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
        to.addHeader("Vary", "Accept, Accept-Encoding, Authorization");
        if (a.status() == 401) to.setHeader("WWW-Authenticate", "Bearer");
        a.version().ifPresent(v -> to.setHeader("ETag", "W/\"" + v + "\""));
        a.updated().ifPresent(u -> to.setHeader("Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(u.atOffset(ZoneOffset.UTC))));
        a.location().ifPresent(l -> to.setHeader(a.status() == 200 ? "Content-Location" : "Location", l));
        a.headers().forEach(to::setHeader);
        if (a.contents().isPresent()) {
            stream(http, to, a.type(), a.contents().get());
            return;
        }
        if (a.body().length == 0) {
            to.setContentLength(0);
            return;
        }
        to.setContentType(a.type());
        var body = coded(http, to, a);
        to.setContentLength(body.length);
        if (!http.getMethod().equals("HEAD")) to.getOutputStream().write(body);
    }

    /// Sends a long body piece by piece. Pieces are zstd frames, which one after the other are a zstd stream. When it breaks, the
    /// answer must not look complete: nothing is closed then, and the connection is cut.
    private static void stream(HttpServletRequest http, HttpServletResponse to, String type, Contents contents) throws IOException {
        to.setContentType(type);
        var coding = coding(http);
        coding.ifPresent(c -> to.setHeader("Content-Encoding", c));
        if (http.getMethod().equals("HEAD")) return;
        var out = to.getOutputStream();
        switch (coding.orElse("")) {
            case "zstd" -> contents.each(piece -> out.write(piece.frame()));
            case "gzip" -> {
                var gzip = quick(out);
                contents.each(piece -> gzip.write(piece.contents()));
                gzip.finish();
            }
            default -> contents.each(piece -> out.write(piece.contents()));
        }
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
        try (var gzip = quick(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    private static GZIPOutputStream quick(OutputStream out) throws IOException {
        return new GZIPOutputStream(out) {{ def.setLevel(Deflater.BEST_SPEED); }};
    }
}
