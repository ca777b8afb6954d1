package org.serment.kernel.merkle;

import java.security.PrivateKey;
import java.util.Optional;

/// The state of a log at one moment (C2SP tlog-checkpoint, without extension lines): its origin (which
/// is the name of its key), the number of its leaves and their root. Bytes: `docs/spec/checkpoint.md`.
public record Checkpoint(String origin, long size, Hash root) {

    public Checkpoint {
        if (size < 0 || !Vkey.nameable(origin)) throw new IllegalArgumentException("not a checkpoint");
    }

    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /// Empty for any text that [#text()] would not have written.
    public static Optional<Checkpoint> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !Vkey.nameable(lines[0]) || !lines[1].matches("\\d{1,18}")) return Optional.empty();
        return Hash.parse(lines[2]).map(root -> new Checkpoint(lines[0], Long.parseLong(lines[1]), root))
                .filter(checkpoint -> checkpoint.text().equals(text));
    }

    /// @throws IllegalArgumentException when the key has another name than this log
    public SignedNote sign(Vkey vkey, PrivateKey key) {
        if (!vkey.name().equals(origin)) throw new IllegalArgumentException("the key of another log");
        return SignedNote.sign(text(), vkey, key);
    }

    /// What `note` says, if this key signed it as the key of that log.
    public static Optional<Checkpoint> open(SignedNote note, Vkey vkey) {
        return note.signedBy(vkey)
                ? parse(note.text()).filter(checkpoint -> checkpoint.origin().equals(vkey.name()))
                : Optional.empty();
    }
}
