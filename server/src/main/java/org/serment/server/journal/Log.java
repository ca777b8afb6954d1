package org.serment.server.journal;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.Nodes;
import org.serment.kernel.merkle.Proof;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Tile;
import org.serment.kernel.merkle.Vkey;
import org.serment.server.db.Database;
import org.serment.server.db.Part;

/// The log as anyone may read it (C2SP tlog-tiles): its last signed state, and tiles of hashes, which tell nothing of what they commit to.
public final class Log {
    private static final int WIDTH = 256;

    private final Database database;
    private final Vkey vkey;

    Log(Database database, Vkey vkey) {
        this.database = database;
        this.vkey = vkey;
    }

    /// The key that signs, as an auditor keeps it.
    public Vkey vkey() {
        return vkey;
    }

    /// The last checkpoint, a signed note; empty before the first entry.
    public Optional<String> checkpoint() {
        return database.read(last());
    }

    /// The bytes of a tile, 32 for each hash; empty when the log hasn't as many. Bundles of entries aren't served: entries are sealed.
    public Optional<byte[]> tile(Tile tile) {
        if (tile.level() == Tile.ENTRIES) return Optional.empty();
        List<Hash> hashes = database.read(hashes(tile));
        if (hashes.size() < tile.width()) return Optional.empty();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Hash.BYTES * hashes.size());
        hashes.forEach(h -> bytes.writeBytes(h.bytes()));
        return Optional.of(bytes.toByteArray());
    }

    static Part<Optional<String>> last() {
        return Part.first("select note from checkpoint order by size desc limit 1", r -> r.getString(1));
    }

    /// What a signed note of ours says.
    Checkpoint read(SignedNote note) {
        return Checkpoint.open(note, vkey).orElseThrow(() -> new IllegalStateException("the journal's checkpoint is not signed by its key"));
    }

    /// The path from an entry to the root of `size` leaves.
    List<Hash> inclusion(long index, long size) {
        Map<Tile, List<Hash>> tiles = new HashMap<>();
        Nodes nodes = Tile.nodes(size, tile -> tiles.computeIfAbsent(tile, t -> database.read(hashes(t))));
        return Proof.inclusion(nodes, index, size);
    }

    /// The proof that the log of `size` leaves extends that of `before`.
    public List<Hash> consistency(long before, long size) {
        Map<Tile, List<Hash>> tiles = new HashMap<>();
        return Proof.consistency(Tile.nodes(size, tile -> tiles.computeIfAbsent(tile, t -> database.read(hashes(t)))), before, size);
    }

    private static Part<List<Hash>> hashes(Tile tile) {
        long from = tile.index() * WIDTH;
        if (tile.level() == 0)
            return Part.list("select hash from leaf where index >= ? and index < ? order by index", r -> Hash.of(r.getBytes(1)), from, from + tile.width());
        return Part.list("select hash from node where level = ? and index >= ? and index < ? order by index",
                r -> Hash.of(r.getBytes(1)), tile.level(), from, from + tile.width());
    }
}
