package org.serment.server.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Target;
import org.serment.kernel.seal.Key;
import org.serment.kernel.seal.Seal;
import org.serment.kernel.seal.Unreadable;

/// Seals what waits to be fetched in bulk, piece by piece, under a key of its job that is stored nowhere. A piece says whose it
/// is: it opens for an authority that covers all of them, and for no other, however long after it was made.
public final class Pieces {
    /// Where a piece stands.
    ///
    /// @param job    of the export
    /// @param file   its number in the job
    /// @param number its place in the file
    public record Piece(int tenant, UUID job, int file, int number) {
        byte[] associated() {
            byte[] domain = "serment/piece/1".getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(domain.length + 28).put(domain).putInt(tenant).putLong(job.getMostSignificantBits()).putLong(job.getLeastSignificantBits())
                    .putInt(file).putInt(number).array();
        }
    }

    private final KeyProvider keys;
    private final Frames frames;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Pieces(KeyProvider keys, Frames frames, InstantSource clock) {
        this.keys = keys;
        this.frames = frames;
        this.clock = clock;
    }

    /// Compresses and seals.
    ///
    /// @param targets of all that is in it
    public byte[] seal(Piece piece, Collection<Target> targets, byte[] contents) {
        byte[] head = head(targets), frame = frames.pack(contents);
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        try (Key key = key(piece)) {
            return Seal.seal(key, 0, 0, salt, piece.associated(), ByteBuffer.allocate(head.length + frame.length).put(head).put(frame).array());
        }
    }

    /// Opens a piece; its frame can follow that of the piece before in one zstd stream.
    ///
    /// @param authority asked for each of those it is about, before anything is given
    /// @param type      of what is in it
    /// @throws Locked when it doesn't open
    public Body open(Authority authority, String type, Action action, Piece piece, byte[] sealed) {
        try (Key key = key(piece)) {
            var in = ByteBuffer.wrap(Seal.open(key, piece.associated(), sealed));
            for (int left = in.getInt(); left > 0; left--) authority.require(target(piece.tenant, in), type, action, clock.instant());
            byte[] frame = new byte[in.remaining()];
            in.get(frame);
            return new Body(frame, frames.unpack(frame));
        } catch (Unreadable e) {
            throw new Locked("piece " + piece.number + " of file " + piece.file + " of an export doesn't open: the row was changed, or the key file is another one");
        }
    }

    private Key key(Piece piece) {
        return keys.cursor().derive("serment/export/" + piece.tenant + '/' + piece.job);
    }

    private static byte[] head(Collection<Target> targets) {
        int bytes = 4;
        for (var t : targets) bytes += 20 + 8 * t.subjects().size();
        var out = ByteBuffer.allocate(bytes).putInt(targets.size());
        for (var t : targets) {
            out.putInt(t.labels()).putInt(t.unit()).putLong(t.author()).putInt(t.subjects().size());
            for (long subject : t.subjects()) out.putLong(subject);
        }
        return out.array();
    }

    private static Target target(int tenant, ByteBuffer in) {
        int labels = in.getInt(), unit = in.getInt();
        long author = in.getLong();
        Set<Long> subjects = new HashSet<>();
        for (int left = in.getInt(); left > 0; left--) subjects.add(in.getLong());
        return new Target(tenant, subjects, labels, unit, author);
    }
}
