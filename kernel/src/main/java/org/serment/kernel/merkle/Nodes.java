package org.serment.kernel.merkle;

/// Reads the hashes of complete subtrees.
@FunctionalInterface
public interface Nodes {

    /// @param level 0 for leaves; a node of level `n` covers 2^n of them
    /// @param index of the node among those of its level
    Hash at(int level, long index);
}
