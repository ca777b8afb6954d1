package org.serment.server.signin.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a session holds, as bytes: Java serialisation, because that is what Spring Security's own objects speak. The bytes are
/// sealed (nobody but this program makes them), and still only these packages are read back.
final class Contents {
    private static final ObjectInputFilter ONLY = ObjectInputFilter.Config.createFilter("maxbytes=262144;maxdepth=30;maxarray=65536;"
            + "java.lang.*;java.util.*;java.time.*;java.net.*;org.springframework.security.**;org.serment.server.signin.**;!*");

    private Contents() {}

    static byte[] bytes(Map<String, Object> attributes) {
        var out = new ByteArrayOutputStream();
        try (var objects = new ObjectOutputStream(out)) {
            objects.writeObject(new HashMap<>(attributes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Empty when they can't be read: another version wrote them.
    static Optional<Map<String, Object>> attributes(byte[] bytes) {
        try (var objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            objects.setObjectInputFilter(ONLY);
            var all = new HashMap<String, Object>();
            if (objects.readObject() instanceof Map<?, ?> map) map.forEach((name, value) -> all.put((String) name, value));
            return Optional.of(all);
        } catch (IOException | ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
