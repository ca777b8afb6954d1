package org.serment.kernel.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Inclusion and consistency proofs of RFC 6962 2.1.1 and 2.1.2, built and verified by the same
/// recursion: a tree of `n` leaves splits at the largest power of two below `n`, and the last hash of a
/// path is the sibling at the top.
public final class Proof {

    private record Roots(Hash before, Hash after) {}

    private Proof() {}

    /// The root of the first `size` leaves.
    public static Hash root(Nodes nodes, long size) {
        return size == 0 ? Hash.EMPTY : range(nodes, 0, size);
    }

    /// The path from leaf `index` to the root of the first `size` leaves.
    public static List<Hash> inclusion(Nodes nodes, long index, long size) {
        if (index < 0 || index >= size) throw new IllegalArgumentException("no leaf " + index + " among " + size);
        List<Hash> path = new ArrayList<>();
        include(nodes, index, 0, size, path);
        return List.copyOf(path);
    }

    /// The proof that the first `size` leaves begin with the first `before`.
    public static List<Hash> consistency(Nodes nodes, long before, long size) {
        if (before < 0 || before > size) throw new IllegalArgumentException("not from " + before + " to " + size);
        List<Hash> path = new ArrayList<>();
        if (before > 0) extend(nodes, before, 0, size, true, path);
        return List.copyOf(path);
    }

    /// Whether `leaf` is at `index` in the tree of this size and root.
    public static boolean includes(Hash leaf, long index, long size, List<Hash> path, Hash root) {
        return index >= 0 && index < size
                && climb(leaf, index, size, path).filter(root::equals).isPresent();
    }

    /// Whether the tree of `size` leaves extends that of `before` leaves.
    public static boolean consistent(long before, Hash rootBefore, long size, Hash root, List<Hash> path) {
        if (before < 0 || before > size) return false;
        if (before == 0) {
            return path.isEmpty() && rootBefore.equals(Hash.EMPTY) && (size > 0 || root.equals(Hash.EMPTY));
        }
        return climb(before, size, Optional.of(rootBefore), path)
                .filter(new Roots(rootBefore, root)::equals).isPresent();
    }

    /// The largest power of two below `size`.
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static Hash range(Nodes nodes, long from, long size) {
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.at(level, from >> level);
        }
        long left = split(size);
        return Hash.node(range(nodes, from, left), range(nodes, from + left, size - left));
    }

    private static void include(Nodes nodes, long index, long from, long size, List<Hash> path) {
        if (size == 1) return;
        long left = split(size);
        if (index < left) {
            include(nodes, index, from, left, path);
            path.add(range(nodes, from + left, size - left));
        } else {
            include(nodes, index - left, from + left, size - left, path);
            path.add(range(nodes, from, left));
        }
    }

    /// @param known whether the verifier holds the root of the subtree of `before` leaves
    private static void extend(Nodes nodes, long before, long from, long size, boolean known, List<Hash> path) {
        if (before == size) {
            if (!known) path.add(range(nodes, from, size));
            return;
        }
        long left = split(size);
        if (before <= left) {
            extend(nodes, before, from, left, known, path);
            path.add(range(nodes, from + left, size - left));
        } else {
            extend(nodes, before - left, from + left, size - left, false, path);
            path.add(range(nodes, from, left));
        }
    }

    private static Optional<Hash> climb(Hash leaf, long index, long size, List<Hash> path) {
        if (size == 1) return path.isEmpty() ? Optional.of(leaf) : Optional.empty();
        if (path.isEmpty()) return Optional.empty();
        long left = split(size);
        Hash sibling = path.getLast();
        List<Hash> rest = path.subList(0, path.size() - 1);
        return index < left
                ? climb(leaf, index, left, rest).map(root -> Hash.node(root, sibling))
                : climb(leaf, index - left, size - left, rest).map(root -> Hash.node(sibling, root));
    }

    private static Optional<Roots> climb(long before, long size, Optional<Hash> known, List<Hash> path) {
        if (before == size) {
            if (known.isPresent()) return path.isEmpty() ? known.map(root -> new Roots(root, root)) : Optional.empty();
            return path.size() == 1 ? Optional.of(new Roots(path.getFirst(), path.getFirst())) : Optional.empty();
        }
        if (path.isEmpty()) return Optional.empty();
        long left = split(size);
        Hash sibling = path.getLast();
        List<Hash> rest = path.subList(0, path.size() - 1);
        return before <= left
                ? climb(before, left, known, rest).map(r -> new Roots(r.before(), Hash.node(r.after(), sibling)))
                : climb(before - left, size - left, Optional.empty(), rest)
                        .map(r -> new Roots(Hash.node(sibling, r.before()), Hash.node(sibling, r.after())));
    }
}
