package org.serment.r4;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the bytes of an Attachment are: inside it, or in a Binary of the same server (FHIR R4 datatypes.html, Attachment).
public final class Attached {
    private static final Pattern BINARY = Pattern.compile("Binary/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?");

    private Attached() {}

    /// What a base64Binary holds, white space in it aside. Empty when it holds nothing, or is none.
    public static Optional<byte[]> bytes(String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64)).filter(b -> b.length > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The id of the Binary that an address leads to, of whichever version; empty when it leads elsewhere.
    public static Optional<String> binary(String url) {
        var address = BINARY.matcher(url);
        return address.matches() ? Optional.of(address.group(1)) : Optional.empty();
    }
}
