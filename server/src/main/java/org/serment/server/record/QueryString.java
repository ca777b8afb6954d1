package org.serment.server.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A query string taken apart: `name=value` pairs parted by `&`, percent-encoded UTF-8, `+` for a space.
public final class QueryString {
    private QueryString() {}

    /// The pairs in their order; empty when it is not well encoded or a pair has no name.
    public static Optional<List<Map.Entry<String, String>>> pairs(String query) {
        var pairs = new ArrayList<Map.Entry<String, String>>();
        for (var part : query.split("&")) {
            if (part.isEmpty()) continue;
            int equals = part.indexOf('=');
            var name = decode(equals < 0 ? part : part.substring(0, equals));
            var value = decode(equals < 0 ? "" : part.substring(equals + 1));
            if (name.isEmpty() || name.get().isEmpty() || value.isEmpty()) return Optional.empty();
            pairs.add(Map.entry(name.get(), value.get()));
        }
        return Optional.of(pairs);
    }

    private static Optional<String> decode(String text) {
        var out = new ByteArrayOutputStream(text.length());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '+') out.write(' ');
            else if (bytes[i] != '%') out.write(bytes[i]);
            else {
                int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1, low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) return Optional.empty();
                out.write(high << 4 | low);
                i += 2;
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
