package org.serment.bench;

import java.util.List;

/// A scenario measured: a row of each server that took part, ours first.
///
/// @param goal how many times the peer's rate ours shall be; 0 where none is set
record Compared(String scenario, double goal, List<Measure.Row> rows) {

    boolean both() {
        return rows.size() == 2;
    }

    Measure.Row ours() {
        return rows.getFirst();
    }

    Measure.Row theirs() {
        return rows.getLast();
    }

    /// What became of the goal; answers that are errors are no answers.
    String verdict() {
        if (goal == 0) return "";
        if (rows.stream().anyMatch(row -> row.outcome().errors() > 0)) return "**errors**";
        return ratio() >= goal ? "met" : "**missed**";
    }

    /// How many times the peer's rate ours is.
    double ratio() {
        return ours().perSecond() / theirs().perSecond();
    }
}
