package org.serment.kernel.trace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.Proof;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.trace.Entry.Hop;
import org.serment.kernel.trace.Verdict.Forged;
import org.serment.kernel.trace.Verdict.Genuine;

/// The file by which anyone checks offline that a line is in the journal: text, six parts divided by
/// blank lines, the last three a C2SP tlog-proof. One proof has one file: a change of any bit is refused.
/// Bytes: `docs/spec/proof-file.md`.
///
/// @param salt 32 bytes, from [Entry#salt]
/// @param hops from the line to the entry's data
/// @param index of the entry in the log
/// @param path from the entry to the checkpoint's root
/// @param checkpoint signed by `key`, and by no other
public record ProofFile(Line line, Hash salt, List<Hop> hops, Vkey key, long index, List<Hash> path, SignedNote checkpoint) {

    private static final String MAGIC = "serment.org/journal-proof@v1";
    private static final String TLOG = "c2sp.org/tlog-proof@v1";

    public ProofFile {
        hops = List.copyOf(hops);
        path = List.copyOf(path);
    }

    public String text() {
        StringBuilder text = new StringBuilder(MAGIC).append("\n\n").append(line.text()).append('\n');
        text.append("key: ").append(key.format()).append("\nsalt: ").append(salt.base64()).append('\n');
        for (Hop hop : hops) {
            text.append(hop.side().name().toLowerCase(Locale.ROOT)).append(": ").append(hop.hash().base64()).append('\n');
        }
        text.append('\n').append(TLOG).append("\nindex ").append(index).append('\n');
        for (Hash hash : path) text.append(hash.base64()).append('\n');
        return text.append('\n').append(checkpoint.format()).toString();
    }

    /// Checks a file. With `expected`, the key must be that one; without, whoever asks must compare the
    /// key of the verdict with the one that the hospital publishes.
    public static Verdict check(byte[] file, Optional<Vkey> expected) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            return new Forged("the file is not UTF-8 text");
        }
        String[] parts = text.split("\n\n", -1);
        if (parts.length != 6 || !parts[0].equals(MAGIC)) return new Forged("the file does not have the form of a journal proof");
        Optional<Line> line = Line.parse(parts[1] + "\n");
        if (line.isEmpty()) return new Forged("the line is not written as the journal writes it");
        Optional<ProofFile> parsed = SignedNote.parse(parts[4] + "\n\n" + parts[5])
                .flatMap(note -> parse(line.get(), parts[2].split("\n"), parts[3].split("\n"), note));
        if (parsed.isEmpty() || !parsed.get().text().equals(text)) {
            return new Forged("the key, the salt, a hash or the checkpoint is not written as it should be");
        }
        return parsed.get().check(expected);
    }

    private Verdict check(Optional<Vkey> expected) {
        if (expected.isPresent() && !expected.get().equals(key)) return new Forged("the log's key is not the expected one");
        if (checkpoint.signatures().size() != 1) return new Forged("the checkpoint carries more than the log's signature");
        Optional<Checkpoint> head = Checkpoint.open(checkpoint, key);
        if (head.isEmpty()) return new Forged("the checkpoint is not signed by the log's key");
        Hash data = Hash.leaf(Entry.commitment(salt.bytes(), line).bytes());
        for (Hop hop : hops) data = hop.over(data);
        return Proof.includes(Hash.leaf(data.bytes()), index, head.get().size(), path, head.get().root())
                ? new Genuine(line, head.get(), key)
                : new Forged("the line, its salt or its hashes do not lead to the signed root");
    }

    private static Optional<ProofFile> parse(Line line, String[] own, String[] tlog, SignedNote note) {
        if (own.length < 2 || tlog.length < 2 || !tlog[0].equals(TLOG) || !tlog[1].matches("index \\d{1,18}")) return Optional.empty();
        Optional<Vkey> key = value(own[0], "key").flatMap(Vkey::parse);
        Optional<Hash> salt = value(own[1], "salt").flatMap(Hash::parse);
        List<Hop> hops = new ArrayList<>();
        for (int i = 2; i < own.length; i++) hop(own[i]).ifPresent(hops::add);
        List<Hash> path = new ArrayList<>();
        for (int i = 2; i < tlog.length; i++) Hash.parse(tlog[i]).ifPresent(path::add);
        long index = Long.parseLong(tlog[1].substring("index ".length()));
        return key.flatMap(k -> salt.map(s -> new ProofFile(line, s, hops, k, index, path, note)));
    }

    private static Optional<Hop> hop(String line) {
        return value(line, "left").flatMap(Hash::parse).map(hash -> new Hop(Hop.Side.LEFT, hash))
                .or(() -> value(line, "right").flatMap(Hash::parse).map(hash -> new Hop(Hop.Side.RIGHT, hash)));
    }

    private static Optional<String> value(String line, String name) {
        return line.startsWith(name + ": ") ? Optional.of(line.substring(name.length() + 2)) : Optional.empty();
    }
}
