package org.serment.server.portal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// One person or program among openings, the reader excepted.
///
/// @param openings how many of them are theirs, refusals included
/// @param refusals how many of these were refused
/// @param address  the same question about this one only
record Somebody(Words.Who who, int openings, int refusals, String address) {

    /// Who is there, those with most openings first.
    static List<Somebody> among(List<Opening.Day> days, Wanted wanted) {
        var all = new LinkedHashMap<Words.Who, List<Opening>>();
        for (var day : days) for (var run : day.runs()) for (var opening : run.openings())
            if (!opening.who().own()) all.computeIfAbsent(opening.who().person(), _ -> new ArrayList<>()).add(opening);
        return all.entrySet().stream()
                .map(e -> new Somebody(e.getKey(), e.getValue().size(), (int) e.getValue().stream().filter(Opening::refused).count(), wanted.about(e.getKey().name())))
                .sorted(Comparator.comparingInt(Somebody::openings).reversed()).toList();
    }
}
