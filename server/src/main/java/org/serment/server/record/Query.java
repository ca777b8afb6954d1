package org.serment.server.record;

import java.util.List;

/// A search that was understood.
///
/// @param type  the searched resource type
/// @param all   conditions that must all hold
/// @param sort  how results are ordered
/// @param count results a page, 1 to 1000
record Query(String type, List<Criterion> all, Sort sort, int count) {
    static final int USUAL = 20, MOST = 1000;

    /// The order of results; ties and what has no value follow, newest first.
    sealed interface Sort {
        record Newest() implements Sort {}

        record Updated(boolean descending) implements Sort {}

        record ByDate(int param, boolean descending) implements Sort {}

        /// By a value that lies only in the sealed body: rows are opened and sorted, up to a cap. `param` 0 is the id.
        record Opened(int param, boolean descending) implements Sort {}
    }
}
