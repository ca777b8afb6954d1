package org.serment.kernel.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serment.kernel.Gen;

/// The reference tree of Certificate Transparency: eight leaves, their roots, and proofs published for it.
class ProofTest {

    static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final String N01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
    private static final String N03 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String N23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String N47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String N45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final String N67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String L0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final String L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String L6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f";

    /// A published proof: of leaf `from` (an index) or of the first `from` leaves, in the tree of `size`.
    record Published(int from, int size, List<String> path) {}

    static Stream<Published> inclusions() {
        return Stream.of(new Published(0, 1, List.of()), new Published(0, 8, List.of(L1, N23, N47)),
                new Published(5, 8, List.of(L4, N67, N03)), new Published(2, 3, List.of(N01)),
                new Published(1, 5, List.of(L0, N23, L4)));
    }

    static Stream<Published> consistencies() {
        return Stream.of(new Published(1, 1, List.of()), new Published(1, 8, List.of(L1, N23, N47)),
                new Published(6, 8, List.of(N45, N67, N03)), new Published(2, 5, List.of(N23, L4)),
                new Published(6, 7, List.of(N45, L6, N03)));
    }

    @Test
    void roots() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hash.EMPTY.toString());
        assertEquals(Hash.EMPTY, Hash.root(List.of()));
        assertEquals(Hash.EMPTY, Proof.root(tree(leaves(8)), 0));
        for (int size = 1; size <= 8; size++) {
            assertEquals(ROOTS.get(size - 1), Hash.root(leaves(size)).toString());
            assertEquals(ROOTS.get(size - 1), Proof.root(tree(leaves(8)), size).toString());
        }
    }

    @Test
    void aHashHasOneText() {
        String text = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
        assertEquals(text, Hash.parse(text).orElseThrow().base64());
        for (String wrong : List.of("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=", text.substring(0, 43), text + "=", "", "AAAA", "é")) {
            assertEquals(Optional.empty(), Hash.parse(wrong));
        }
    }

    @ParameterizedTest
    @MethodSource("inclusions")
    void inclusion(Published p) {
        List<Hash> path = hashes(p.path());
        Hash leaf = leaves(8).get(p.from());
        Hash root = hash(ROOTS.get(p.size() - 1));
        assertEquals(path, Proof.inclusion(tree(leaves(p.size())), p.from(), p.size()));
        assertTrue(Proof.includes(leaf, p.from(), p.size(), path, root));
        refusesInclusion(leaf, p.from(), p.size(), path, root);
    }

    @ParameterizedTest
    @MethodSource("consistencies")
    void consistency(Published p) {
        List<Hash> path = hashes(p.path());
        Hash before = hash(ROOTS.get(p.from() - 1));
        Hash root = hash(ROOTS.get(p.size() - 1));
        assertEquals(path, Proof.consistency(tree(leaves(p.size())), p.from(), p.size()));
        assertTrue(Proof.consistent(p.from(), before, p.size(), root, path));
        refusesConsistency(p.from(), before, p.size(), root, path);
    }

    @Test
    void theEmptyTreeIsAPrefixOfAllAndContainsNothing() {
        Hash root = hash(ROOTS.get(1));
        assertTrue(Proof.consistent(0, Hash.EMPTY, 2, root, List.of()));
        assertTrue(Proof.consistent(0, Hash.EMPTY, 0, Hash.EMPTY, List.of()));
        assertFalse(Proof.consistent(0, Hash.EMPTY, 0, root, List.of()));
        assertFalse(Proof.consistent(0, root, 2, root, List.of()));
        assertFalse(Proof.consistent(0, Hash.EMPTY, 2, root, List.of(root)));
        assertFalse(Proof.consistent(2, root, 1, hash(ROOTS.get(0)), List.of()));
        for (int[] probe : new int[][] {{0, 0}, {1, 0}, {2, 1}, {-1, 1}}) {
            assertFalse(Proof.includes(root, probe[0], probe[1], List.of(), root));
        }
        assertThrows(IllegalArgumentException.class, () -> Proof.inclusion(tree(leaves(2)), 2, 2));
        assertThrows(IllegalArgumentException.class, () -> Proof.consistency(tree(leaves(2)), 3, 2));
    }

    /// Every leaf and every prefix of every tree of up to 40 leaves, with what is close to each proof and wrong.
    @Test
    void everyProofOfSmallTrees() {
        for (int size = 1; size <= 40; size++) {
            List<Hash> leaves = numbered(size);
            Nodes tree = tree(leaves);
            Hash root = Hash.root(leaves);
            for (int i = 0; i < size; i++) {
                List<Hash> path = Proof.inclusion(tree, i, size);
                assertTrue(Proof.includes(leaves.get(i), i, size, path, root));
                refusesInclusion(leaves.get(i), i, size, path, root);
            }
            for (int before = 0; before <= size; before++) {
                List<Hash> path = Proof.consistency(tree, before, size);
                Hash rootBefore = Hash.root(leaves.subList(0, before));
                assertTrue(Proof.consistent(before, rootBefore, size, root, path));
                if (before > 0 && before < size) refusesConsistency(before, rootBefore, size, root, path);
            }
        }
    }

    @Test
    void aFrontierGrowsToTheSameRootsAndNodes() {
        Gen.check(60, gen -> {
            List<Hash> leaves = numbered(gen.below(600));
            Nodes made = grown(leaves);
            Frontier one = Frontier.EMPTY;
            for (Hash leaf : leaves) one = one.append(leaf);
            int cut = gen.below(leaves.size() + 1);
            Frontier two = Frontier.of(Frontier.EMPTY.append(leaves.subList(0, cut), (l, i, h) -> {}).bytes())
                    .append(leaves.subList(cut, leaves.size()), (l, i, h) -> {});
            assertEquals(one, two);
            assertEquals(Hash.root(leaves), one.root());
            assertEquals(leaves.size(), one.size());
            assertEquals(one.root(), Proof.root(made, leaves.size()));
        });
        assertThrows(IllegalArgumentException.class, () -> Frontier.of(new byte[7]));
        assertThrows(IllegalArgumentException.class, () -> Frontier.of(new byte[40]));
    }

    static void refusesInclusion(Hash leaf, long index, long size, List<Hash> path, Hash root) {
        for (long other : new long[] {index - 1, index + 1, index ^ 2}) {
            assertFalse(Proof.includes(leaf, other, size, path, root));
        }
        assertFalse(Proof.includes(leaf, index, size * 2, path, root));
        assertFalse(Proof.includes(leaf, index, size / 2, path, root));
        assertFalse(Proof.includes(Hash.EMPTY, index, size, path, root));
        assertFalse(Proof.includes(leaf, index, size, path, Hash.EMPTY));
        for (List<Hash> wrong : wrongPaths(path, root)) assertFalse(Proof.includes(leaf, index, size, wrong, root));
    }

    static void refusesConsistency(long before, Hash rootBefore, long size, Hash root, List<Hash> path) {
        if (path.isEmpty()) return;
        for (long other : new long[] {before - 1, before + 1, before ^ 2}) {
            assertFalse(Proof.consistent(other, rootBefore, size, root, path));
        }
        assertFalse(Proof.consistent(before, rootBefore, size * 2, root, path));
        assertFalse(Proof.consistent(before, rootBefore, size / 2, root, path));
        assertFalse(Proof.consistent(before, root, size, rootBefore, path));
        assertFalse(Proof.consistent(before, Hash.EMPTY, size, root, path));
        assertFalse(Proof.consistent(before, rootBefore, size, Hash.EMPTY, path));
        assertFalse(Proof.consistent(before, rootBefore, size, root, List.of()));
        for (List<Hash> wrong : wrongPaths(path, root)) assertFalse(Proof.consistent(before, rootBefore, size, root, wrong));
    }

    private static List<List<Hash>> wrongPaths(List<Hash> path, Hash root) {
        List<List<Hash>> wrong = new ArrayList<>();
        for (int at = 0; at <= path.size(); at++) {
            for (Hash more : List.of(root, Hash.EMPTY)) {
                List<Hash> longer = new ArrayList<>(path);
                longer.add(at, more);
                wrong.add(longer);
            }
        }
        for (int at = 0; at < path.size(); at++) {
            List<Hash> shorter = new ArrayList<>(path);
            Hash old = shorter.remove(at);
            wrong.add(shorter);
            List<Hash> changed = new ArrayList<>(path);
            changed.set(at, new Hash(old.a() ^ (8L << 56), old.b(), old.c(), old.d()));
            wrong.add(changed);
        }
        return wrong;
    }

    static List<Hash> leaves(int size) {
        return LEAVES.stream().limit(size).map(hex -> Hash.leaf(HexFormat.of().parseHex(hex))).toList();
    }

    static List<Hash> numbered(int size) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) leaves.add(Hash.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
        return leaves;
    }

    static Nodes tree(List<Hash> leaves) {
        return (level, index) -> Hash.root(leaves.subList((int) index << level, (int) (index + 1) << level));
    }

    static Nodes grown(List<Hash> leaves) {
        record At(int level, long index) {}
        java.util.Map<At, Hash> nodes = new java.util.HashMap<>();
        Frontier.EMPTY.append(leaves, (level, index, hash) -> nodes.put(new At(level, index), hash));
        return (level, index) -> nodes.get(new At(level, index));
    }

    private static Hash hash(String hex) {
        return Hash.of(HexFormat.of().parseHex(hex));
    }

    private static List<Hash> hashes(List<String> hex) {
        return hex.stream().map(ProofTest::hash).toList();
    }
}
