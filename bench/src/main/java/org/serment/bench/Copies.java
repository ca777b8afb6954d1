package org.serment.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// More patients out of the same histories: in each copy every id and every patient's number is another one, and all else
/// stays, so that codes, dates and names are spread as they were. Names therefore come as often as there are copies.
///
/// @param shared ids of what all patients refer to, which stay
record Copies(Set<String> shared) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("(\"system\":\"urn:oid:[^\"]+\",\"value\":\")(\\d{9,15})\"");

    /// @param shared the bundles that all patients refer to
    static Copies beside(Iterable<byte[]> shared) {
        var ids = new HashSet<String>();
        for (byte[] bundle : shared) ID.matcher(new String(bundle, StandardCharsets.UTF_8)).results().map(MatchResult::group).forEach(ids::add);
        return new Copies(ids);
    }

    /// A bundle as the copy of that number has it; 0 is the original.
    byte[] of(byte[] bundle, int copy) {
        if (copy == 0) return bundle;
        String ids = ID.matcher(new String(bundle, StandardCharsets.UTF_8))
                .replaceAll(match -> shared.contains(match.group()) ? match.group() : id(match.group(), copy));
        return NUMBER.matcher(ids).replaceAll(match -> match.group(1) + number(match.group(2), copy) + "\"").getBytes(StandardCharsets.UTF_8);
    }

    private static String id(String original, int copy) {
        return UUID.nameUUIDFromBytes((original + "/" + copy).getBytes(StandardCharsets.US_ASCII)).toString();
    }

    /// An INS keeps its control key right: the last two of its fifteen digits.
    private static String number(String original, int copy) {
        if (original.length() != 15) return Long.toString(Long.parseLong(original) + 1_000_000_000L * copy);
        long body = Long.parseLong(original.substring(0, 13));
        long moved = body / 1_000 * 1_000 + (body % 1_000 + copy * 7L) % 1_000;
        return "%013d%02d".formatted(moved, 97 - moved % 97);
    }
}
