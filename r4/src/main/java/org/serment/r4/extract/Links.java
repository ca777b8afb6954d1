package org.serment.r4.extract;

import java.util.List;
import java.util.Optional;
import org.serment.r4.References;
import org.serment.r4.Value;
import tools.jackson.databind.JsonNode;

/// Values of reference and uri parameters.
final class Links {
    private Links() {}

    static Optional<Take> uri(int param, String type) {
        return Optional.of(switch (type) {
            case "uri", "url", "oid", "uuid" -> (value, resource, sink) -> {
                String uri = Read.text(value);
                if (!uri.isEmpty()) {
                    sink.add(new Value.Uri(param, uri));
                }
            };
            case "canonical" -> (value, resource, sink) -> canonical(Read.text(value), uri -> sink.add(new Value.Uri(param, uri)));
            default -> throw new IllegalArgumentException("uri on " + type);
        });
    }

    static Optional<Take> reference(int param, String type, Optional<String> filter, List<String> targets) {
        return switch (type) {
            case "Reference" -> Optional.of((value, resource, sink) -> reference(param, value, filter, sink));
            case "canonical", "uri" -> Optional.of((value, resource, sink) ->
                    canonical(Read.text(value), uri -> sink.add(new Value.Ref(param, "", uri))));
            case "Resource" -> Optional.of((value, resource, sink) -> embedded(param, value, targets, sink));
            case "Attachment" -> Optional.empty();
            default -> throw new IllegalArgumentException("reference on " + type);
        };
    }

    private static void canonical(String canonical, java.util.function.Consumer<String> seen) {
        if (canonical.isEmpty() || canonical.startsWith("#")) {
            return;
        }
        seen.accept(canonical);
        int bar = canonical.indexOf('|');
        if (bar > 0) {
            seen.accept(canonical.substring(0, bar));
        }
    }

    private static void reference(int param, JsonNode value, Optional<String> filter, Sink sink) {
        String type = Read.text(value, "type");
        References.Target target = References.target(Read.text(value, "reference"));
        if (!target.type().isEmpty()) {
            type = target.type();
        }
        if (filter.isPresent() && !filter.get().equals(type)) {
            return;
        }
        if (!target.text().isEmpty()) {
            sink.add(new Value.Ref(param, type, target.text()));
        }
        Read.object(value, "identifier").ifPresent(identifier -> Tokens.identifier(param, identifier, sink));
    }

    /// The first entry of a document or message bundle, as a reference to that resource.
    private static void embedded(int param, JsonNode value, List<String> targets, Sink sink) {
        String type = Read.text(value, "resourceType");
        String id = Read.text(value, "id");
        if (targets.contains(type) && !id.isEmpty()) {
            sink.add(new Value.Ref(param, type, type + "/" + id));
        }
    }
}
