package org.serment.server.journal;

import org.serment.kernel.trace.Line;

/// One line of the answer to "who opened my record?".
///
/// @param entry   number of the entry
/// @param ordinal place of the line in it
public record Seen(long entry, int ordinal, Line line) {

    /// Where to go on after it, newest first.
    public Position position() {
        return new Position(line.time().toEpochMilli(), entry, ordinal);
    }

    /// A place in a patient's lines.
    ///
    /// @param at ms since 1970
    public record Position(long at, long entry, int ordinal) {
        /// Before the newest line.
        public static final Position START = new Position(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
    }
}
