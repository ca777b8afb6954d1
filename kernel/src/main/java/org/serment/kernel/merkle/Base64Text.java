package org.serment.kernel.merkle;

import java.util.Base64;
import java.util.Optional;

/// Base64 that has one text for one value: the JDK's decoder lets stray last bits and a missing pad pass.
final class Base64Text {

    private Base64Text() {}

    static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
