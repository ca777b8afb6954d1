package org.serment.server.readers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serment.server.gate.Permit;
import org.serment.server.journal.Journal;
import org.serment.server.journal.Proved;
import org.serment.server.journal.Seen;

/// The lines of the journal about one patient.
public final class Readers {
    /// A window on a patient's lines.
    ///
    /// @param from  the oldest, inclusive
    /// @param until the newest, exclusive
    /// @param after go on after this place; [Seen.Position#START] for the first page
    /// @param count how many at most, from 1
    public record Window(Optional<Instant> from, Optional<Instant> until, Seen.Position after, int count) {}

    /// Newest first.
    ///
    /// @param next where the next page starts; empty on the last
    public record Page(List<Seen> lines, Optional<Seen.Position> next) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    private final Journal journal;

    public Readers(Journal journal) {
        this.journal = journal;
    }

    /// Who opened the record of `subject`.
    ///
    /// @param permit for READERS on that patient
    public Page list(Permit permit, long subject, Window window) {
        List<Seen> found = journal.lines(permit, permit.tenant(), subject, window.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                window.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE), window.after(), window.count() + 1);
        if (found.size() <= window.count()) return new Page(found, Optional.empty());
        List<Seen> page = found.subList(0, window.count());
        return new Page(page, Optional.of(page.getLast().position()));
    }

    /// How many lines there are from the window's oldest to its newest moment, whatever the page.
    ///
    /// @param permit for READERS on that patient
    public long count(Permit permit, long subject, Window window) {
        return journal.count(permit, permit.tenant(), subject, window.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                window.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
    }

    /// One line.
    ///
    /// @param permit for READERS on that patient
    public Optional<Seen> one(Permit permit, long subject, LineId id) {
        return journal.line(permit, permit.tenant(), subject, id.entry(), id.ordinal());
    }

    /// The proof of one line.
    ///
    /// @param permit for PROOF on that patient
    public Proved prove(Permit permit, long subject, LineId id) {
        return journal.prove(permit, permit.tenant(), subject, id.entry(), id.ordinal());
    }
}
