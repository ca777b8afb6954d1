package org.serment.kernel.merkle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A text signed by one or more keys (C2SP signed-note). Don't trust the text before [#signedBy(Vkey)].
///
/// @param text ends in a newline
public record SignedNote(String text, List<Line> signatures) {

    private static final String DASH = "— ";
    private static final int MOST = 32;

    /// @param id which of the keys of that name
    public record Line(String name, int id, byte[] signature) {

        private String format() {
            byte[] bytes = ByteBuffer.allocate(4 + signature.length).putInt(id).put(signature).array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }

        private static Optional<Line> parse(String line) {
            int space = line.indexOf(' ', DASH.length());
            if (!line.startsWith(DASH) || space < 0) return Optional.empty();
            String name = line.substring(DASH.length(), space);
            return Base64Text.decode(line.substring(space + 1))
                    .filter(bytes -> bytes.length > 4 && Vkey.nameable(name))
                    .map(bytes -> new Line(name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, 4, bytes.length)));
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || signatures.isEmpty()) throw new IllegalArgumentException("not a note");
    }

    /// Signs `text` with the private key of `vkey`.
    public static SignedNote sign(String text, Vkey vkey, PrivateKey key) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return new SignedNote(text, List.of(new Line(vkey.name(), vkey.id(), signer.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /// Empty for any text that [#format()] would not have written.
    public static Optional<SignedNote> parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) return Optional.empty();
        if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) return Optional.empty();
        String[] lines = note.substring(blank + 2).split("\n");
        if (lines.length > MOST) return Optional.empty();
        List<Line> signatures = new ArrayList<>();
        for (String line : lines) {
            Optional<Line> signature = Line.parse(line);
            if (signature.isEmpty()) return Optional.empty();
            signatures.add(signature.get());
        }
        SignedNote parsed = new SignedNote(note.substring(0, blank + 1), signatures);
        return parsed.format().equals(note) ? Optional.of(parsed) : Optional.empty();
    }

    public String format() {
        return text + "\n" + signatures.stream().map(Line::format).collect(Collectors.joining());
    }

    /// Whether this key signed, and each signature said to be its own is right. Those of other keys are ignored.
    public boolean signedBy(Vkey vkey) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<Line> own = signatures.stream()
                .filter(line -> line.name().equals(vkey.name()) && line.id() == vkey.id()).toList();
        return !own.isEmpty() && own.stream().allMatch(line -> vkey.verifies(message, line.signature()));
    }
}
