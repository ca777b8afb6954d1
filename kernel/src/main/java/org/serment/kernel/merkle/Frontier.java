package org.serment.kernel.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// All that a growing tree needs to remember: its size and the roots of the complete subtrees along its
/// right edge, largest first (one for each bit of the size). Immutable.
public record Frontier(long size, List<Hash> edge) {

    public static final Frontier EMPTY = new Frontier(0, List.of());

    /// Is told of each node that an append completes, leaves included.
    @FunctionalInterface
    public interface Sink {
        void node(int level, long index, Hash hash);
    }

    public Frontier {
        edge = List.copyOf(edge);
        if (size < 0 || edge.size() != Long.bitCount(size)) throw new IllegalArgumentException("not a frontier");
    }

    public Frontier append(Hash leaf) {
        return append(List.of(leaf), (level, index, hash) -> {});
    }

    /// The frontier after these leaf hashes, in their order.
    public Frontier append(List<Hash> leaves, Sink sink) {
        List<Hash> grown = new ArrayList<>(edge);
        long at = size;
        for (Hash leaf : leaves) {
            Hash node = leaf;
            int level = 0;
            sink.node(level, at, node);
            for (long left = at; (left & 1) == 1; left >>= 1) {
                node = Hash.node(grown.removeLast(), node);
                level++;
                sink.node(level, left >> 1, node);
            }
            grown.add(node);
            at++;
        }
        return new Frontier(at, grown);
    }

    public Hash root() {
        if (edge.isEmpty()) return Hash.EMPTY;
        Hash root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) root = Hash.node(edge.get(i), root);
        return root;
    }

    /// The size in 8 bytes, then the hashes.
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + Hash.BYTES * edge.size()).putLong(size);
        edge.forEach(hash -> hash.write(out));
        return out.array();
    }

    /// @throws IllegalArgumentException unless [#bytes()] could have written it
    public static Frontier of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < Long.BYTES || (bytes.length - Long.BYTES) % Hash.BYTES != 0) {
            throw new IllegalArgumentException("not a frontier");
        }
        long size = in.getLong();
        List<Hash> edge = new ArrayList<>();
        while (in.hasRemaining()) edge.add(Hash.read(in));
        return new Frontier(size, edge);
    }
}
