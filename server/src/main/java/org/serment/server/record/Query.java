package org.serment.server.record;

import java.util.List;
import java.util.Optional;
import org.serment.r4.Param;

/// A search that was understood.
///
/// @param type     the searched resource type
/// @param all      conditions that must all hold
/// @param sort     how results are ordered, the first key first; empty for newest first
/// @param count    results a page, 1 to 1000; 0 when only the total is asked for
/// @param total    whether the total is asked for
/// @param shown    what is shown of each
/// @param includes what comes along
record Query(String type, List<Criterion> all, List<Sort> sort, int count, boolean total, Shown shown, List<Include> includes) {
    static final int USUAL = 20, MOST = 1000;

    /// For the house's own questions: newest first, nothing else.
    static Query of(String type, List<Criterion> all, int count) {
        return new Query(type, all, List.of(), count, false, new Shown.Whole(), List.of());
    }

    /// A key of the order of results; ties and what has no value follow, newest first.
    sealed interface Sort {
        boolean descending();

        record Updated(boolean descending) implements Sort {}

        record ByDate(int param, boolean descending) implements Sort {}

        /// By a value that lies only in the sealed body: rows are opened and sorted, up to a cap. `param` 0 is the id.
        record Opened(int param, boolean descending) implements Sort {}
    }

    /// `_include` or `_revinclude` (FHIR R4 search.html 2.21.1.6.3).
    ///
    /// @param reverse whether it is what refers to the results, rather than what they refer to
    /// @param iterate whether it also follows what was included
    /// @param source  the type that refers; `*` for any
    /// @param param   the reference; empty for any
    /// @param target  the type referred to; empty for any
    record Include(boolean reverse, boolean iterate, String source, Optional<Param> param, Optional<String> target) {}
}
