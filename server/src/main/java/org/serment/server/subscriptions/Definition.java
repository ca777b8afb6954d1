package org.serment.server.subscriptions;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.serment.r4.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a Subscription asks for (profile backport-subscription of the guide).
///
/// @param topic     from `criteria`
/// @param filters   all of them must accept
/// @param webSocket otherwise rest-hook
/// @param endpoint  where a rest-hook goes
/// @param headers   sent with each notification; secrets among them
/// @param heartbeat empty for none
/// @param patience  how long an attempt may take
/// @param most      events in one notification
/// @param end       when it ends
record Definition(Topic topic, List<Criteria> filters, boolean webSocket, Optional<URI> endpoint, Map<String, String> headers, String mime, Content content,
                  Optional<Duration> heartbeat, Duration patience, int most, Optional<Instant> end) {
    private static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private static final Set<String> MIME = Set.of("application/fhir+json", "application/json");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]{1,60}): ?([\\x20-\\x7e]{1,4000})");
    /// The client sets these itself, or refuses to.
    private static final Set<String> OURS = Set.of("content-type", "content-length", "host", "connection", "expect", "upgrade", "transfer-encoding");

    Definition {
        filters = List.copyOf(filters);
        headers = Map.copyOf(headers);
    }

    /// What became of reading one.
    sealed interface Result {
        record Ok(Definition definition) implements Result {}

        record Wrong(Problem problem) implements Result {}
    }

    private static final class Bad extends RuntimeException {
        final transient Problem problem;

        Bad(String path, String code, String message) {
            super(message, null, false, false);
            problem = new Problem(path.isEmpty() ? "Subscription" : "Subscription." + path, code, message);
        }
    }

    static Result read(ObjectNode subscription, Topics topics) {
        try {
            return new Result.Ok(of(subscription, topics));
        } catch (Bad e) {
            return new Result.Wrong(e.problem);
        }
    }

    private static Definition of(ObjectNode s, Topics topics) {
        var topic = topics.find(s.path("criteria").asString("")).orElseThrow(() ->
                new Bad("criteria", "not-supported", "criteria is the canonical of a topic of this server: the CapabilityStatement lists them"));
        var filters = new ArrayList<Criteria>();
        for (var filter : extensions(s.path("_criteria"), "backport-filter-criteria"))
            filters.add(Criteria.read(topic.type(), filter.path("valueString").asString(""), Optional.of(topic.filters())).orElseThrow(() ->
                    new Bad("criteria.extension", "not-supported", "a filter is parameter=value, of the topic's own parameters: " + String.join(", ", topic.filters()))));
        var channel = s.path("channel");
        boolean webSocket = switch (channel.path("type").asString("")) {
            case "rest-hook" -> false;
            case "websocket" -> true;
            default -> throw new Bad("channel.type", "not-supported", "channels are rest-hook and websocket");
        };
        var mime = channel.path("payload").asString("");
        if (!MIME.contains(mime)) throw new Bad("channel.payload", "not-supported", "notifications are application/fhir+json");
        var content = extensions(channel.path("_payload"), "backport-payload-content").stream().map(e -> e.path("valueCode").asString("")).findFirst().flatMap(Content::of)
                .orElseThrow(() -> new Bad("channel.payload.extension", "required", "backport-payload-content is empty, id-only or full-resource"));
        var heartbeat = number(channel, "backport-heartbeat-period", 0, 604_800);
        return new Definition(topic, filters, webSocket, webSocket ? Optional.empty() : Optional.of(endpoint(channel)), headers(channel), mime, content,
                heartbeat.isPresent() && heartbeat.getAsInt() > 0 ? Optional.of(Duration.ofSeconds(heartbeat.getAsInt())) : Optional.empty(),
                Duration.ofSeconds(number(channel, "backport-timeout", 1, 60).orElse(20)), number(channel, "backport-max-count", 1, 100).orElse(20), end(s));
    }

    private static URI endpoint(JsonNode channel) {
        try {
            var uri = URI.create(channel.path("endpoint").asString(""));
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) return uri;
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Bad("channel.endpoint", "value", "a rest-hook has an absolute address without user or fragment");
    }

    private static Map<String, String> headers(JsonNode channel) {
        var headers = new LinkedHashMap<String, String>();
        for (JsonNode header : channel.path("header")) {
            var parts = HEADER.matcher(header.asString(""));
            boolean good = parts.matches() && !OURS.contains(parts.group(1).toLowerCase(Locale.ROOT));
            if (!good || headers.put(parts.group(1), parts.group(2)) != null) throw new Bad("channel.header", "value", "a header is 'Name: value', once, and none that the server sets");
        }
        return headers;
    }

    private static Optional<Instant> end(ObjectNode s) {
        return s.has("end") ? Optional.of(OffsetDateTime.parse(s.get("end").stringValue()).toInstant()) : Optional.empty();
    }

    private static OptionalInt number(JsonNode channel, String name, int least, int most) {
        var found = extensions(channel, name).stream().findFirst();
        if (found.isEmpty()) return OptionalInt.empty();
        var value = found.get().has("valueUnsignedInt") ? found.get().get("valueUnsignedInt") : found.get().path("valuePositiveInt");
        int n = value.asInt(-1);
        if (n < least || n > most) throw new Bad("channel.extension", "value", name + " is a number from " + least + " to " + most);
        return OptionalInt.of(n);
    }

    private static List<JsonNode> extensions(JsonNode element, String name) {
        var found = new ArrayList<JsonNode>();
        for (JsonNode e : element.path("extension")) if (e.path("url").asString("").equals(GUIDE + name)) found.add(e);
        return found;
    }
}
