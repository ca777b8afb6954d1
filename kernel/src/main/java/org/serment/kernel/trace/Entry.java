package org.serment.kernel.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.seal.Hmac;
import org.serment.kernel.seal.Key;

/// The lines of one request, as one leaf of the log: the root of a small Merkle list of commitments,
/// one a line. Bytes: `docs/spec/leaf.md`.
public record Entry(List<Hash> commitments) {

    private static final byte[] SALT = "serment/line/1".getBytes(StandardCharsets.US_ASCII);

    /// A neighbour on the way from a line to the root of its list.
    public record Hop(Side side, Hash hash) {

        /// On which side the neighbour stands.
        public enum Side { LEFT, RIGHT }

        Hash over(Hash below) {
            return switch (side) {
                case LEFT -> Hash.node(hash, below);
                case RIGHT -> Hash.node(below, hash);
            };
        }
    }

    public Entry {
        commitments = List.copyOf(commitments);
        if (commitments.isEmpty()) throw new IllegalArgumentException("an entry has a line");
    }

    /// @param secret 32 random bytes of this entry alone
    public static Entry of(Key secret, List<Line> lines) {
        return new Entry(IntStream.range(0, lines.size())
                .mapToObj(i -> commitment(salt(secret, i), lines.get(i))).toList());
    }

    /// The salt of the line at `position`; to know it is to be able to check that line.
    public static byte[] salt(Key secret, int position) {
        return new Hmac(secret).of(SALT, ByteBuffer.allocate(Integer.BYTES).putInt(position).array());
    }

    static Hash commitment(byte[] salt, Line line) {
        try (Key key = Key.of(salt)) {
            return Hash.of(new Hmac(key).of(line.bytes()));
        }
    }

    /// What the log appends: its entry's 32 bytes.
    public Hash data() {
        return Hash.root(leaves());
    }

    /// The leaf hash of that entry in the log.
    public Hash leaf() {
        return Hash.leaf(data().bytes());
    }

    /// The way from the line at `position` to [#data()], from below.
    public List<Hop> hops(int position) {
        List<Hop> hops = new ArrayList<>();
        hops(leaves(), position, hops);
        return List.copyOf(hops);
    }

    private List<Hash> leaves() {
        return commitments.stream().map(commitment -> Hash.leaf(commitment.bytes())).toList();
    }

    private static void hops(List<Hash> leaves, int position, List<Hop> hops) {
        if (leaves.size() == 1) return;
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<Hash> left = leaves.subList(0, split);
        List<Hash> right = leaves.subList(split, leaves.size());
        if (position < split) {
            hops(left, position, hops);
            hops.add(new Hop(Hop.Side.RIGHT, Hash.root(right)));
        } else {
            hops(right, position - split, hops);
            hops.add(new Hop(Hop.Side.LEFT, Hash.root(left)));
        }
    }
}
