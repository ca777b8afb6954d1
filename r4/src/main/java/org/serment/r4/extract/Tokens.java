package org.serment.r4.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Value;
import org.serment.r4.define.Field;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Values of token parameters.
final class Tokens {
    private Tokens() {}

    static Optional<Take> of(int param, String type, String system) {
        return switch (type) {
            case "Coding" -> Optional.of((value, resource, sink) -> coding(param, value, sink));
            case "CodeableConcept" -> Optional.of((value, resource, sink) -> concept(param, value, sink));
            case "Identifier" -> Optional.of((value, resource, sink) -> identifier(param, value, sink));
            case "ContactPoint" -> Optional.of((value, resource, sink) ->
                    token(param, Read.text(value, "use"), Read.text(value, "value"), "", sink));
            case "code", "boolean", "string", "id", "uri", "canonical" -> Optional.of((value, resource, sink) ->
                    token(param, system, Read.text(value), "", sink));
            case "Quantity", "Range", "Reference" -> Optional.empty();
            default -> throw new IllegalArgumentException("token on " + type);
        };
    }

    /// Whether an element is there and is not `false`; nothing when it is there without a value.
    static Take existsAndNotFalse(int param, List<Field> choices) {
        return (value, resource, sink) -> {
            boolean extended = false;
            boolean yes = false;
            for (Field choice : choices) {
                JsonNode found = value.get(choice.json());
                yes |= found != null && !(found.isBoolean() && !found.booleanValue());
                extended |= found == null && value.has("_" + choice.json());
            }
            if (yes || !extended) {
                token(param, "", Boolean.toString(yes), "", sink);
            }
        };
    }

    private static void token(int param, String system, String code, String text, Sink sink) {
        if (!code.isEmpty()) {
            sink.add(new Value.Token(param, system, code, text, List.of()));
        }
    }

    private static void coding(int param, JsonNode coding, Sink sink) {
        String system = Read.text(coding, "system");
        String code = Read.text(coding, "code");
        String display = Read.text(coding, "display");
        if (!code.isEmpty() || !display.isEmpty() || !system.isEmpty()) {
            sink.add(new Value.Token(param, system, code, display, List.of()));
        }
    }

    private static void concept(int param, JsonNode concept, Sink sink) {
        String text = Read.text(concept, "text");
        var codings = Read.array(concept, "coding");
        for (int i = 0; i < codings.size(); i++) {
            coding(param, codings.get(i), sink);
        }
        if (!text.isEmpty()) {
            sink.add(new Value.Token(param, "", "", text, List.of()));
        }
    }

    static void identifier(int param, JsonNode identifier, Sink sink) {
        String value = Read.text(identifier, "value");
        String system = Read.text(identifier, "system");
        Optional<ObjectNode> type = Read.object(identifier, "type");
        if (value.isEmpty() && system.isEmpty()) {
            return;
        }
        List<String> ofType = new ArrayList<>();
        if (type.isPresent() && !value.isEmpty()) {
            for (JsonNode coding : Read.array(type.get(), "coding")) {
                ofType.add(Read.text(coding, "system") + "|" + Read.text(coding, "code") + "|" + value);
            }
        }
        sink.add(new Value.Token(param, system, value, type.map(t -> Read.text(t, "text")).orElse(""), List.copyOf(ofType)));
    }
}
