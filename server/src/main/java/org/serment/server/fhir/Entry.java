package org.serment.server.fhir;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.serment.r4.Attached;
import org.serment.r4.Json;
import org.serment.r4.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An entry of a batch or transaction: the request that it stands for (FHIR R4 bundle.html, `Bundle.entry.request`).
///
/// @param index    where it stands in the bundle
/// @param url      relative to the base, without its query
/// @param query    what follows the `?`
/// @param request  its `request`
/// @param resource what it carries
record Entry(int index, Method method, String url, String query, ObjectNode request, Optional<ObjectNode> resource, Optional<String> fullUrl) {
    /// In the order in which entries are worked on (FHIR R4 http.html 3.1.0.11.2).
    enum Method { DELETE, POST, PUT, PATCH, GET, HEAD }

    /// An entry that can't be read.
    static final class Wrong extends RuntimeException {
        final transient Problem problem;

        Wrong(String place, String code, String message) {
            super(message, null, false, false);
            problem = new Problem(place, code, message);
        }
    }

    /// Throws [Wrong].
    static Entry of(int index, JsonNode entry, String base) {
        var place = place(index);
        if (!(entry.path("request") instanceof ObjectNode request)) throw new Wrong(place + ".request", "required", "an entry of a batch or transaction has a request");
        var whole = request.path("url").asString("");
        var relative = whole.startsWith(base + '/') ? whole.substring(base.length() + 1) : whole.replaceFirst("^/", "");
        int question = relative.indexOf('?');
        return new Entry(index, method(place, request), question < 0 ? relative : relative.substring(0, question), question < 0 ? "" : relative.substring(question + 1), request,
                entry.get("resource") instanceof ObjectNode r ? Optional.of(r) : Optional.empty(), Optional.ofNullable(entry.get("fullUrl")).map(n -> n.asString("")));
    }

    private static Method method(String place, ObjectNode request) {
        var name = request.path("method").asString("");
        for (var m : Method.values()) if (m.name().equals(name)) return m;
        throw name.isEmpty() ? new Wrong(place + ".request.method", "required", "an entry of a batch or transaction has a method")
                : new Wrong(place + ".request.method", "code-invalid", "the method is one of GET, HEAD, POST, PUT, DELETE, PATCH");
    }

    static String place(int index) {
        return "Bundle.entry[" + index + "]";
    }

    String place() {
        return place(index);
    }

    boolean reads() {
        return method == Method.GET || method == Method.HEAD;
    }

    /// The rank in the order of work; PUT and PATCH share one.
    int rank() {
        return switch (method) {
            case DELETE -> 0;
            case POST -> 1;
            case PUT, PATCH -> 2;
            case GET, HEAD -> 3;
        };
    }

    /// The request by itself, by the caller of the bundle. Bundles in bundles have no place: `url` names a type or an operation.
    Call call(Call bundle) {
        var route = Route.of(url);
        if (route instanceof Route.System) throw new Wrong(place() + ".request.url", "invalid", "the url begins with no resource type");
        return bundle.entry(method.name(), route, query, message(bundle));
    }

    private Message message(Call bundle) {
        var headers = new HashMap<String, String>();
        // what nobody asked for isn't sent back for each entry
        headers.put("Prefer", bundle.headers("Prefer").isEmpty() ? "return=minimal" : String.join(",", bundle.headers("Prefer")));
        headers.put("Content-Type", "application/fhir+json");
        carried("ifMatch", "If-Match", headers);
        carried("ifNoneMatch", "If-None-Match", headers);
        carried("ifNoneExist", "If-None-Exist", headers);
        since().ifPresent(at -> headers.put("If-Modified-Since", at));
        // a patch that is no resource comes as a Binary (FHIR R4 http.html 3.1.0.6)
        var binary = resource.filter(r -> method == Method.PATCH && r.path("resourceType").asString("").equals("Binary"));
        binary.ifPresent(b -> headers.put("Content-Type", b.path("contentType").asString("")));
        return Message.of(headers, () -> binary.map(b -> Attached.bytes(b.path("data").asString("")).orElse(new byte[0])).orElseGet(() -> resource.map(Json::write).orElse(new byte[0])));
    }

    private void carried(String element, String header, Map<String, String> headers) {
        if (request.hasNonNull(element)) headers.put(header, request.path(element).asString(""));
    }

    /// A bundle says it as an instant, a header as RFC 9110 wants dates.
    private Optional<String> since() {
        try {
            return Optional.ofNullable(request.get("ifModifiedSince")).map(n -> DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(n.asString(""))).atOffset(ZoneOffset.UTC)));
        } catch (DateTimeParseException e) {
            throw new Wrong(place() + ".request.ifModifiedSince", "value", "not an instant");
        }
    }
}
