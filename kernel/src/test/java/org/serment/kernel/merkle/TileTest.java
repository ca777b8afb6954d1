package org.serment.kernel.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

    @Test
    void pathsOfTheSpecification() {
        assertEquals("tile/0/x001/x234/067", new Tile(0, 1_234_067, 256).path());
        assertEquals("tile/0/000.p/1", new Tile(0, 0, 1).path());
        assertEquals("tile/2/x001/000.p/255", new Tile(2, 1000, 255).path());
        assertEquals("tile/entries/x001/x234/067.p/8", new Tile(Tile.ENTRIES, 1_234_067, 8).path());
        for (long index : new long[] {0, 1, 999, 1000, 999_999, 1_000_000, 1_000_000_000_000L}) {
            Tile tile = new Tile(1, index, 7);
            assertEquals(Optional.of(tile), Tile.parse(tile.path()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tile/0/0", "tile/0/1000", "tile/0/x000/001", "tile/00/001", "tile/0/001.p/0", "tile/0/001.p/256",
            "tile/0/001.p/257", "tile/64/001", "tile/0/x1/001", "tile/0/001/", "/tile/0/001", "tile/-1/001", "tile/0/001.p/07",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999"})
    void otherPathsAreRefused(String path) {
        assertTrue(Tile.parse(path).isEmpty());
    }

    @Test
    void tilesGiveTheNodesOfTheLog() {
        List<Hash> leaves = ProofTest.numbered(256 * 3 + 17);
        Nodes tree = ProofTest.grown(leaves);
        for (int size : new int[] {1, 255, 256, 257, 256 * 2, leaves.size()}) {
            Nodes tiles = Tile.nodes(size, tile -> {
                List<Hash> hashes = new ArrayList<>();
                for (int i = 0; i < tile.width(); i++) hashes.add(tree.at(8 * tile.level(), tile.index() * 256 + i));
                return hashes;
            });
            assertEquals(Hash.root(leaves.subList(0, size)), Proof.root(tiles, size));
            for (int index = 0; index < size; index += 13) {
                assertEquals(Proof.inclusion(tree, index, size), Proof.inclusion(tiles, index, size));
            }
        }
        assertEquals(new Tile(0, 3, 17), Tile.holding(0, 256 * 3 + 16, 256 * 3 + 17));
        assertEquals(new Tile(1, 0, 3), Tile.holding(1, 2, 256 * 3 + 17));
        assertEquals(new Tile(Tile.ENTRIES, 0, 256), Tile.holding(Tile.ENTRIES, 255, 300));
        assertThrows(IllegalArgumentException.class, () -> Tile.holding(0, 300, 200));
    }
}
