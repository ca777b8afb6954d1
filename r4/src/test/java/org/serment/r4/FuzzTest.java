package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Damaged resources: the reader never throws, and what it still accepts is a resource like any other.
class FuzzTest {
    private static final long SEED = 20261124;
    private static final String[] SNIPPETS = {"{", "}", "[", "]", ",", ":", "null", "\"\"", "\"a\"", "1e99", "-0", "{}", "[]", "\\u0000",
        "\"resourceType\":\"Patient\",", "\"id\":\"x\",", "\"_id\":{},", "\"extension\":[{\"url\":\"u\",\"valueCode\":\"c\"}],"};

    @Test
    void someDamage() {
        damage(4_000);
    }

    @Test
    @Tag("long")
    void muchDamage() {
        damage(400_000);
    }

    private static void damage(int rounds) {
        Random random = new Random(SEED);
        int accepted = 0;
        try (Examples examples = new Examples()) {
            List<byte[]> small = examples.files("/json/spec").stream().filter(f -> f.toString().contains("-example"))
                    .map(Examples::read).filter(b -> b.length < 6_000).toList();
            for (int i = 0; i < rounds; i++) {
                byte[] bytes = damaged(small.get(random.nextInt(small.size())), random);
                String said = new String(bytes, StandardCharsets.UTF_8);
                switch (Json.parse(bytes, Limits.DEFAULT)) {
                    case Parsed.Rejected no -> assertTrue(!no.problems().isEmpty(), said);
                    case Parsed.Ok ok -> {
                        accepted++;
                        Values.of(ok.resource());
                        Owner.of(ok.resource());
                        References.each(ok.resource(), r -> { });
                        byte[] written = Json.write(ok.resource());
                        Parsed.Ok again = assertInstanceOf(Parsed.Ok.class, Json.parse(written, Limits.DEFAULT), said);
                        assertArrayEquals(written, Json.write(again.resource()), said);
                    }
                }
            }
        }
        assertTrue(accepted > rounds / 50 && accepted < rounds, "accepted " + accepted);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] out = bytes;
        for (int n = random.nextInt(3); n >= 0 && out.length > 0; n--) {
            int at = random.nextInt(out.length);
            out = switch (random.nextInt(5)) {
                case 0 -> splice(out, at, Math.min(out.length, at + 1 + random.nextInt(8)), new byte[0]);
                case 1 -> splice(out, at, at, SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8));
                case 2 -> splice(out, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 3 -> {
                    int end = Math.min(out.length, at + random.nextInt(200));
                    yield splice(out, end, end, java.util.Arrays.copyOfRange(out, at, end));
                }
                default -> java.util.Arrays.copyOf(out, at + 1);
            };
        }
        return out;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        byte[] out = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(bytes, to, out, from + with.length, bytes.length - to);
        return out;
    }
}
