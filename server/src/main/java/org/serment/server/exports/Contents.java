package org.serment.server.exports;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Permit;
import org.serment.server.vault.Body;
import org.serment.server.vault.Pieces;

/// The contents of a file, piece by piece: one is in memory at a time, and the gate is asked again before each.
public final class Contents {
    /// Takes pieces in order.
    public interface Taker {
        void take(Body piece) throws IOException;
    }

    private final Gate gate;
    private final Ask ask;
    private final Pieces pieces;
    private final Jobs jobs;
    private final UUID job;
    private final Job.File file;

    Contents(Gate gate, Ask ask, Pieces pieces, Jobs jobs, UUID job, Job.File file) {
        this.gate = gate;
        this.ask = ask;
        this.pieces = pieces;
        this.jobs = jobs;
        this.job = job;
        this.file = file;
    }

    /// Whether what the client may see still covers what the file begins with.
    boolean opens(Permit permit) {
        return piece(permit, 0).isPresent();
    }

    /// Gives all of it.
    ///
    /// @throws IOException when it can't go on: the client may no longer have it, or the job was ended meanwhile
    public void each(Taker taker) throws IOException {
        for (int number = 0; number < file.pieces(); number++) {
            if (!(gate.pass(ask) instanceof Permit permit)) throw new IOException("the client may no longer have the file");
            taker.take(piece(permit, number).orElseThrow(() -> new IOException("the file is no longer there for the client")));
        }
    }

    private Optional<Body> piece(Permit permit, int number) {
        try {
            return jobs.piece(job, file.number(), number).map(sealed -> pieces.open(permit, file.type(), Action.EXPORT, new Pieces.Piece(permit.tenant(), job, file.number(), number), sealed));
        } catch (SecurityException e) {
            // what the client may see has become less since the file was made
            return Optional.empty();
        }
    }
}
