package org.serment.server.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.serment.kernel.seal.Key;
import org.serment.kernel.trace.Entry;
import org.serment.kernel.trace.Line;

/// What is sealed of an entry: all that its proofs need, and the query.
///
/// Bytes: version 1 | secret 32 | number of lines u32 | for each line: subject u64, length u32, canonical text | query.
///
/// @param secret   32 random bytes, from which the salts come
/// @param subjects the patient of each line: the rows of `line` are not trusted for it
record Memory(byte[] secret, List<Line> lines, long[] subjects, String query) {
    private static final byte VERSION = 1;

    static Memory of(Event event, byte[] secret) {
        return new Memory(secret, event.lines(), event.subjects(), event.query());
    }

    Entry entry() {
        try (Key key = Key.of(secret)) {
            return Entry.of(key, lines);
        }
    }

    byte[] salt(int ordinal) {
        try (Key key = Key.of(secret)) {
            return Entry.salt(key, ordinal);
        }
    }

    byte[] bytes() {
        List<byte[]> texts = lines.stream().map(Line::bytes).toList();
        byte[] asked = query.getBytes(StandardCharsets.UTF_8);
        int size = 1 + 32 + 4 + texts.stream().mapToInt(t -> 12 + t.length).sum() + asked.length;
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).put(secret).putInt(texts.size());
        for (int i = 0; i < texts.size(); i++) out.putLong(subjects[i]).putInt(texts.get(i).length).put(texts.get(i));
        return out.put(asked).array();
    }

    /// @param bytes authenticated already
    static Memory parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) throw new IllegalStateException("an entry of an unknown version");
        byte[] secret = new byte[32];
        in.get(secret);
        int count = in.getInt();
        long[] subjects = new long[count];
        List<Line> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            subjects[i] = in.getLong();
            lines.add(Line.parse(text(in, in.getInt())).orElseThrow(() -> new IllegalStateException("a line that the journal did not write")));
        }
        return new Memory(secret, lines, subjects, text(in, in.remaining()));
    }

    private static String text(ByteBuffer in, int length) {
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
