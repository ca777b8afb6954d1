package org.serment.server.portal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.serment.kernel.trace.Line;
import org.serment.server.journal.Seen;
import org.serment.server.readers.LineId;
import org.serment.server.web.Format;

/// What one request did with the record: its lines of the journal, told together.
///
/// @param why   in one sentence; empty when nothing is known
/// @param basis the law it rests on, in words
record Opening(Instant at, Words.Who who, boolean refused, List<Did> did, String purpose, String why, List<String> basis) {
    /// One line.
    record Did(String line, boolean refused, String verb, String seen) {}

    /// Openings told in one row: a run of the reader's own look-ups, or any single opening.
    record Run(boolean own, List<Opening> openings) {
        Opening newest() {
            return openings.getFirst();
        }

        Opening oldest() {
            return openings.getLast();
        }
    }

    record Day(LocalDate date, List<Run> runs) {}

    private static Opening of(List<Seen> lines, Words words) {
        var line = lines.getFirst().line();
        var did = lines.stream().map(s -> new Did(LineId.of(s).text(), s.line().outcome() == Line.Outcome.REFUSED, words.did(s.line()), words.seen(s.line()))).toList();
        return new Opening(line.time(), words.who(line), did.stream().anyMatch(Did::refused), did, words.purpose(line.purpose()),
                words.shortly(line).orElse(""), words.basis(line));
    }

    /// Groups lines, newest first, by request and by day.
    static List<Day> days(List<Seen> lines, Words words) {
        var days = new ArrayList<Day>();
        for (int i = 0; i < lines.size(); ) {
            int end = i + 1;
            while (end < lines.size() && lines.get(end).entry() == lines.get(i).entry()) end++;
            add(days, of(lines.subList(i, end), words));
            i = end;
        }
        return days;
    }

    private static void add(List<Day> days, Opening opening) {
        var date = LocalDate.ofInstant(opening.at, Format.ZONE);
        if (days.isEmpty() || !days.getLast().date.equals(date)) days.add(new Day(date, new ArrayList<>()));
        var runs = days.getLast().runs;
        // a refusal of one's own stands by itself: it is worth a look
        boolean own = opening.who.myself() && !opening.refused;
        if (own && !runs.isEmpty() && runs.getLast().own) runs.getLast().openings.add(opening);
        else runs.add(new Run(own, new ArrayList<>(List.of(opening))));
    }
}
