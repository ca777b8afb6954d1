package org.serment.server.record;

/// What one search may cost. Beyond, it is refused as too costly, or says what it left out: nothing is cut in silence.
///
/// @param few       targets of a chain that are walked from; with more, each candidate is probed
/// @param linked    targets of a chain that must be opened to be known
/// @param rechecked resources opened because the index alone can't answer
/// @param sorted    resources opened to be sorted by what lies sealed
/// @param included  resources that a page brings along
/// @param dense     rows of the rarest value asked for from which on a search sorted by date walks the patients' dates
record Bounds(int few, int linked, int rechecked, int sorted, int included, int dense) {
    static final Bounds USUAL = new Bounds(100, 1_000, 5_000, 20_000, 1_000, 1_000);
}
