package org.serment.server.exports;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.serment.kernel.access.Target;
import org.serment.server.db.Tx;
import org.serment.server.vault.Pieces;

/// Writes lines into the files of a job: gathers up to a megabyte, seals it as a piece, begins another file when one is long.
final class Filing {
    /// Clear bytes of a piece, unless one resource alone is longer.
    private static final int PIECE = 1 << 20;
    /// Clear bytes of a file: what is fetched again when a download breaks.
    private static final long FILE = 64 << 20;

    private static final class Open {
        final ByteArrayOutputStream text = new ByteArrayOutputStream(PIECE + (PIECE >> 2));
        final Set<Target> targets = new HashSet<>();
        int lines;
    }

    private final Pieces pieces;
    private final Tx tx;
    private final Job job;
    private final Map<Integer, Job.File> files = new TreeMap<>();
    private final Set<Integer> changed = new TreeSet<>();
    private final Map<Job.Kind, Open> open = new EnumMap<>(Job.Kind.class);
    private String type = "";

    Filing(Pieces pieces, Tx tx, Job job) {
        this.pieces = pieces;
        this.tx = tx;
        this.job = job;
        for (var f : Jobs.files(tx, job.id())) files.put(f.number(), f);
    }

    /// What follows is of this type.
    void of(String next) {
        if (!next.equals(type)) open.forEach(this::flush);
        type = next;
    }

    void line(Job.Kind kind, Target target, byte[] line) {
        var to = open.computeIfAbsent(kind, k -> new Open());
        to.text.writeBytes(line);
        to.text.write('\n');
        to.targets.add(target);
        to.lines++;
        if (to.text.size() >= PIECE) flush(kind, to);
    }

    /// Everything is in the database after this.
    void finish() {
        open.forEach(this::flush);
        tx.update(changed.stream().map(n -> Jobs.file(job.id(), files.get(n))).toList());
    }

    private void flush(Job.Kind kind, Open from) {
        if (from.lines == 0) return;
        var file = files.values().stream().filter(f -> f.kind() == kind && f.type().equals(type) && f.bytes() < FILE).findFirst()
                .orElseGet(() -> new Job.File(files.size() + 1, kind, type, 0, 0, 0));
        var contents = from.text.toByteArray();
        var subjects = new TreeSet<Long>();
        from.targets.forEach(t -> subjects.addAll(t.subjects()));
        var sealed = pieces.seal(new Pieces.Piece(job.tenant(), job.id(), file.number(), file.pieces()), from.targets, contents);
        Jobs.piece(tx, job.id(), file.number(), file.pieces(), subjects.stream().mapToLong(Long::longValue).toArray(), sealed);
        files.put(file.number(), new Job.File(file.number(), kind, type, file.lines() + from.lines, file.bytes() + contents.length, file.pieces() + 1));
        changed.add(file.number());
        from.text.reset();
        from.targets.clear();
        from.lines = 0;
    }
}
