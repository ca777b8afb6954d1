package org.serment.r4.extract;

import java.util.Optional;
import org.serment.r4.Value;
import tools.jackson.databind.JsonNode;

/// Values of string parameters: each part of a name or an address by itself.
final class Texts {
    private static final String[] NAME = {"family", "given", "prefix", "suffix", "text"};
    private static final String[] ADDRESS = {"line", "city", "district", "state", "postalCode", "country", "text"};

    private Texts() {}

    static Optional<Take> of(int param, String type) {
        return Optional.of(switch (type) {
            case "string", "markdown" -> (value, resource, sink) -> text(param, value, sink);
            case "HumanName" -> (value, resource, sink) -> parts(param, value, NAME, sink);
            case "Address" -> (value, resource, sink) -> parts(param, value, ADDRESS, sink);
            default -> throw new IllegalArgumentException("string on " + type);
        });
    }

    private static void parts(int param, JsonNode value, String[] names, Sink sink) {
        for (String name : names) {
            JsonNode part = value.get(name);
            if (part != null && part.isArray()) {
                part.forEach(one -> text(param, one, sink));
            } else if (part != null) {
                text(param, part, sink);
            }
        }
    }

    private static void text(int param, JsonNode value, Sink sink) {
        String text = Read.text(value);
        if (!text.isEmpty()) {
            sink.add(new Value.Text(param, text));
        }
    }
}
