package org.serment.server.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Headers and body of a request: one that came by HTTP, or an entry of a batch, which says the same in a bundle
/// (FHIR R4 http.html 3.1.0.11).
interface Message {
    /// The values of a header, one for each line; the case of the name doesn't count.
    List<String> headers(String name);

    /// The body, as far as that many bytes.
    byte[] body(int most) throws IOException;

    static Message of(HttpServletRequest http) {
        return new Message() {
            @Override
            public List<String> headers(String name) {
                return Collections.list(http.getHeaders(name));
            }

            @Override
            public byte[] body(int most) throws IOException {
                return http.getInputStream().readNBytes(most);
            }
        };
    }

    /// An entry of a bundle.
    ///
    /// @param body  made when it is asked for
    /// @param lines header names as this door asks for them
    static Message of(Map<String, String> lines, Supplier<byte[]> body) {
        return new Message() {
            @Override
            public List<String> headers(String name) {
                return lines.containsKey(name) ? List.of(lines.get(name)) : List.of();
            }

            @Override
            public byte[] body(int most) {
                var whole = body.get();
                return whole.length <= most ? whole : Arrays.copyOf(whole, most);
            }
        };
    }
}
