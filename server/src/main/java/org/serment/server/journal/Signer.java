package org.serment.server.journal;

import java.security.KeyPair;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Vkey;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;

/// The log's name and key.
record Signer(Vkey vkey, KeyPair pair) {

    /// Takes the log of this database, and checks that it is whole: its last signed state is that of its head, and
    /// no leaf is missing or beyond. A log that was cut, or another key, must not be signed further.
    static Signer open(Database database, KeyPair pair) {
        record Stored(String origin, String vkey, Frontier frontier) {}
        try (Tx tx = database.begin()) {
            Stored head = tx.query(Part.first("select origin, vkey, frontier from head for update",
                    r -> new Stored(r.getString(1), r.getString(2), Frontier.of(r.getBytes(3))))).orElseThrow();
            Vkey vkey = Vkey.of(head.origin(), pair.getPublic());
            if (head.vkey().isEmpty()) tx.update("update head set vkey = ?", vkey.format());
            else if (!head.vkey().equals(vkey.format()))
                throw new CannotStart("the checkpoint key of the key file is not the one that signed this journal (" + head.vkey() + ")");
            whole(tx, head.frontier(), vkey);
            tx.commit();
            return new Signer(vkey, pair);
        }
    }

    private static void whole(Tx tx, Frontier frontier, Vkey vkey) {
        long leaves = tx.query(Part.first("select coalesce(max(index) + 1, 0) from leaf", r -> r.getLong(1))).orElseThrow();
        if (leaves != frontier.size())
            throw new CannotStart("the journal is damaged: it has " + leaves + " leaves where its head says " + frontier.size());
        tx.query(Part.first("select note from checkpoint order by size desc limit 1", r -> r.getString(1))).ifPresentOrElse(note -> {
            Checkpoint last = SignedNote.parse(note).flatMap(n -> Checkpoint.open(n, vkey))
                    .orElseThrow(() -> new CannotStart("the journal is damaged: its last checkpoint is not signed by its key"));
            if (last.size() != frontier.size() || !last.root().equals(frontier.root()))
                throw new CannotStart("the journal is damaged: its last checkpoint is of " + last.size() + " entries and its head of "
                        + frontier.size() + ", or their roots differ; restore it, nothing is signed on top");
        }, () -> {
            if (frontier.size() != 0) throw new CannotStart("the journal is damaged: it has entries and no checkpoint");
        });
    }

    String sign(Frontier frontier) {
        return new Checkpoint(vkey.name(), frontier.size(), frontier.root()).sign(vkey, pair.getPrivate()).format();
    }
}
