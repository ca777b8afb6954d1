package org.serment.kernel.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.seal.BlindIndex;
import org.serment.kernel.seal.Key;
import org.serment.kernel.seal.Seal;
import org.serment.kernel.seal.Wrap;
import org.serment.kernel.trace.Entry;
import org.serment.kernel.trace.Line;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;

/// The vectors of `docs/spec`, read from the pages. They were computed by another program than this one.
class SpecVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void envelope() throws IOException {
        Map<String, String> v = vector("envelope", "vector");
        Key parent = Key.of(hex(v, "parent"));
        byte[] sealed = Seal.seal(parent, Long.parseLong(v.get("key id")), Integer.parseInt(v.get("epoch")),
                hex(v, "salt"), hex(v, "place"), hex(v, "message"));
        assertEquals(v.get("envelope"), HEX.formatHex(sealed));
        assertEquals(v.get("header"), v.get("envelope").substring(0, 28));
        assertArrayEquals(hex(v, "message"), Seal.open(parent, hex(v, "place"), hex(v, "envelope")));
        Map<String, String> w = vector("envelope", "wrap");
        byte[] wrapped = Wrap.wrap(Key.of(hex(w, "kek")), 1, 2, hex(v, "salt"), hex(v, "place"), parent);
        assertEquals(w.get("wrapped"), HEX.formatHex(wrapped));
    }

    @Test
    void indexToken() throws IOException {
        Map<String, String> v = vector("index-token", "vector");
        BlindIndex.Hasher hasher = new BlindIndex(Key.of(hex(v, "index key")), Integer.parseInt(v.get("tenant")),
                Integer.parseInt(v.get("epoch"))).hasher();
        long token = hasher.token(Integer.parseInt(v.get("token param")), v.get("token value"));
        assertEquals(v.get("token"), String.valueOf(token));
        assertEquals(v.get("token hash").substring(0, 16), HEX.toHexDigits(token));
        assertEquals(v.get("exact"), hasher.exact(Integer.parseInt(v.get("exact param")), v.get("exact value")).toString());
        assertEquals(v.get("reference"), hasher.reference(v.get("reference value")).toString());
    }

    @Test
    void leaf() throws IOException {
        Map<String, String> v = vector("leaf", "vector");
        List<Line> lines = lines();
        Entry entry = entry();
        for (int i = 0; i < 2; i++) {
            assertEquals(v.get("salt " + i), HEX.formatHex(Entry.salt(Key.of(hex(v, "secret")), i)));
            assertEquals(v.get("commitment " + i), entry.commitments().get(i).toString());
            Entry.Hop hop = entry.hops(i).getFirst();
            assertEquals(v.get("hop of line " + i), hop.side().name().toLowerCase(java.util.Locale.ROOT) + " " + hop.hash());
        }
        assertEquals(2, lines.size());
        assertEquals(v.get("data"), entry.data().toString());
        assertEquals(v.get("leaf"), entry.leaf().toString());
    }

    @Test
    void checkpoint() throws IOException, GeneralSecurityException {
        Map<String, String> v = vector("checkpoint", "vector");
        Vkey vkey = Vkey.parse(v.get("vkey")).orElseThrow();
        assertEquals(v.get("public key"), HEX.formatHex(vkey.key()));
        assertEquals(v.get("fingerprint"), HEX.formatHex(vkey.fingerprint()));
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, hex(v, "seed")));
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        Frontier log = Frontier.EMPTY.append(List.of(Hash.leaf(new byte[32]), entry().leaf(), Hash.leaf(ones)), (l, i, h) -> {});
        assertEquals(v.get("root"), log.root().toString());
        Checkpoint checkpoint = new Checkpoint(vkey.name(), log.size(), log.root());
        String note = blocks("checkpoint", "checkpoint").getFirst();
        assertEquals(note, checkpoint.sign(vkey, key).format());
        assertEquals(Optional.of(checkpoint), SignedNote.parse(note).flatMap(parsed -> Checkpoint.open(parsed, vkey)));
    }

    @Test
    void proofFile() throws IOException {
        Vkey vkey = Vkey.parse(vector("checkpoint", "vector").get("vkey")).orElseThrow();
        byte[] file = blocks("proof-file", "proof").getFirst().getBytes(StandardCharsets.UTF_8);
        Hash root = Hash.of(hex(vector("checkpoint", "vector"), "root"));
        assertEquals(new Verdict.Genuine(lines().getFirst(), new Checkpoint(vkey.name(), 3, root), vkey),
                ProofFile.check(file, Optional.of(vkey)));
    }

    private static List<Line> lines() throws IOException {
        return blocks("leaf", "line").stream().map(text -> Line.parse(text).orElseThrow()).toList();
    }

    private static Entry entry() throws IOException {
        return Entry.of(Key.of(hex(vector("leaf", "vector"), "secret")), lines());
    }

    /// The `name = value` lines of a page's only block of this kind.
    private static Map<String, String> vector(String page, String kind) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : blocks(page, kind).getFirst().split("\n")) {
            String[] parts = line.split(" = ", 2);
            values.put(parts[0], parts[1]);
        }
        return values;
    }

    /// The fenced blocks of a page that are marked with this kind.
    private static List<String> blocks(String page, String kind) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "spec", page + ".md"));
        return Pattern.compile("(?s)```" + kind + "\n(.*?)```\n").matcher(text).results()
                .map((MatchResult block) -> block.group(1)).toList();
    }

    private static byte[] hex(Map<String, String> values, String name) {
        return HEX.parseHex(values.get(name));
    }
}
