package org.serment.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.Set;

/// Searches streams for many strings at once: each place is looked up by its first six bytes.
/// Case is ignored for ASCII letters, so that a name in capitals is found too.
final class Needles {

    private static final int KEY = 6;
    private static final int BITS = 22;
    private static final int BUFFER = 1 << 20;

    private final Map<Long, List<byte[]>> byKey = new HashMap<>();
    private final long[] filter = new long[1 << BITS - 6];
    private final int longest;

    /// Strings shorter than six bytes in UTF-8 would be found by chance in random bytes and are refused.
    Needles(Collection<String> texts) {
        int most = KEY;
        for (String text : new TreeSet<>(texts)) {
            byte[] bytes = lower(text.getBytes(StandardCharsets.UTF_8));
            if (bytes.length < KEY) throw new IllegalArgumentException("too short to search for: " + text);
            long key = key(bytes, 0);
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(bytes);
            filter[slot(key) >> 6] |= 1L << slot(key);
            most = Math.max(most, bytes.length);
        }
        longest = most;
    }

    /// Those of the strings that can't be mistaken for digits of a number or of a hexadecimal value.
    static List<String> words(Collection<String> texts) {
        return texts.stream().filter(text -> !text.matches("[0-9a-fA-F.:/-]*")).toList();
    }

    static boolean searchable(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length >= KEY;
    }

    /// The strings that occur in the stream, in lower case.
    Set<String> in(InputStream stream) throws IOException {
        var found = new TreeSet<String>();
        byte[] buffer = new byte[BUFFER + longest];
        int kept = 0;
        while (true) {
            int read = stream.readNBytes(buffer, kept, BUFFER);
            int end = kept + read;
            lower(buffer, kept, end);
            boolean last = read < BUFFER;
            scan(buffer, last ? end : end - longest, end, found);
            if (last) return found;
            System.arraycopy(buffer, end - longest, buffer, 0, longest);
            kept = longest;
        }
    }

    private void scan(byte[] buffer, int starts, int end, Set<String> found) {
        if (end < KEY) return;
        long key = key(buffer, 0) >>> 8;
        for (int at = 0; at < starts && at + KEY <= end; at++) {
            key = (key << 8 | buffer[at + KEY - 1] & 0xff) & 0xffff_ffff_ffffL;
            int slot = slot(key);
            if ((filter[slot >> 6] & 1L << slot) != 0) verify(buffer, at, end, key, found);
        }
    }

    private void verify(byte[] buffer, int at, int end, long key, Set<String> found) {
        for (byte[] needle : byKey.getOrDefault(key, List.of())) {
            if (at + needle.length <= end && matches(buffer, at, needle)) {
                found.add(new String(needle, StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean matches(byte[] buffer, int at, byte[] needle) {
        for (int i = 0; i < needle.length; i++) if (buffer[at + i] != needle[i]) return false;
        return true;
    }

    private static long key(byte[] bytes, int at) {
        long key = 0;
        for (int i = 0; i < KEY; i++) key = key << 8 | bytes[at + i] & 0xff;
        return key;
    }

    private static int slot(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 64 - BITS);
    }

    private static byte[] lower(byte[] bytes) {
        lower(bytes, 0, bytes.length);
        return bytes;
    }

    private static void lower(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) if (bytes[i] >= 'A' && bytes[i] <= 'Z') bytes[i] += 32;
    }
}
